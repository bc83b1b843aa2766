"""Word lists as data, one word or phrase to a line, and their loader."""
