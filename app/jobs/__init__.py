"""Durable work: what was posted is extracted and loaded, whatever stops in between."""
