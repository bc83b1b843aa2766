"""Explanations of knowledge documents, for a terminal and as a page."""
