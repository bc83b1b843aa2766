"""Revisions of an article, and their differences: claims and events that were kept, changed, added and removed."""
