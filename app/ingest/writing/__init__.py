"""Rows to tables, many articles in one transaction."""
