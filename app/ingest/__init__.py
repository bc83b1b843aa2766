"""Writes: knowledge documents to rows, many articles in one transaction."""
