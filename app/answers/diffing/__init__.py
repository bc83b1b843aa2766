"""JSON answers for the revisions of an article, and for their differences."""
