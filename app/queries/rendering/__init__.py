"""Rows to the shapes of JSON answers."""
