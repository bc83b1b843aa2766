"""The cache of responses in front of FastAPI."""
