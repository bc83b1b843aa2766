"""Shape answers as JSON-LD: things in schema.org's words, passages as W3C Web Annotations."""
