"""Dates of claims: the days on which they were said."""
