"""Full-text search: conditions, ranking, hits of all types, snippets."""
