"""Answers as JSON-LD: things in schema.org's vocabulary, passages as W3C Web Annotations."""
