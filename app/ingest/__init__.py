"""Writes: knowledge documents to rows, one transaction per article."""
