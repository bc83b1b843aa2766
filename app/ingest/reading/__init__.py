"""Files to knowledge documents: parse, check, extract."""
