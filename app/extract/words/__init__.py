"""Word lists as data, a word or phrase a line, and their loader."""
