"""Answers HTTP: parameters in, one query, shape out."""
