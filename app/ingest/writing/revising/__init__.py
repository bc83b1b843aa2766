"""Revisions of articles: earlier texts, which are kept, and the order in which texts arrived."""
