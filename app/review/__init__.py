"""Corrections by people: edits of claims, events and entities, and merges, each with its history."""
