"""Reads of what operators and reviewers write: API keys, tombstones of withdrawn articles, jobs, edits."""
