"""Time expressions in a text, resolved to EDTF dates."""
