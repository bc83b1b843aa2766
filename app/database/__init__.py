"""Connections, tables and migrations of the database."""
