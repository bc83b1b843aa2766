"""Reads for clients that follow what changes."""
