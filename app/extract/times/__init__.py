"""Time expressions of a text, resolved to EDTF dates."""
