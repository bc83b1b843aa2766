"""Reads of the archive: SELECT only, and answers built from the rows."""
