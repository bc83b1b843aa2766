"""The feed of changes: what a transaction adds to it."""
