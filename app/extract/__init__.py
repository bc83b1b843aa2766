"""Text to knowledge document. Pure: no database, network or clock; the same text gives the same document."""
