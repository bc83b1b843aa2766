"""Recognition of names: persons, organizations and places."""
