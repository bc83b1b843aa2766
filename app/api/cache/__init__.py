"""Answers kept in memory, in front of FastAPI."""
