"""Reads of the archive: SELECT only, rows shaped as answers."""
