"""Counts by value and date, from counter rows."""
