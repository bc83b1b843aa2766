"""Claims and events that people rejected."""
