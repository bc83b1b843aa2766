"""Entities that may be one: proposals for people who judge."""
