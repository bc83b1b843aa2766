"""Checks of everything that is stored: pages, references, JSON and documents, counters."""
