"""Totals, facets and counts by date, from counter rows where these can answer."""
