"""Corrections by people: edits of claims and events, each with its history."""
