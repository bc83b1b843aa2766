"""Reads of what operators write: API keys, tombstones of withdrawn articles."""
