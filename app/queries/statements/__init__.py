"""Statements that are compiled once and run on the driver's own connection."""
