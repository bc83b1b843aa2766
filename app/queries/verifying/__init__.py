"""Comparison of stored passages with a text: exact, moved, changed or gone."""
