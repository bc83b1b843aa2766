"""The knowledge document and its parts."""
