"""The commands of ``onrecord``, one file each, imported only when called, and what several of them share."""
