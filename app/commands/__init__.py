"""Commands: one file each, read in only when it is called."""
