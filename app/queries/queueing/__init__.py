"""The review queue: claims and events that wait for a look."""
