"""Reads: SELECT only, rows to shapes."""
