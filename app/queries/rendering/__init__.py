"""Shape rows as JSON answers, and serve stored JSON."""
