"""Writes of operators and administrators: API keys, withdrawals."""
