"""Alembic migrations: plain ``sa`` types; only ``env.py`` imports the program."""
