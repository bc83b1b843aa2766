"""Alembic migrations. They use plain ``sa`` types; only ``env.py`` imports the program."""
