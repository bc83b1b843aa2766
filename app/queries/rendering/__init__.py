"""Build the JSON of answers from rows, and serve stored JSON."""
