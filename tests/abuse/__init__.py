"""Attacks on a server, and what others feel meanwhile: ``make abuse``."""
