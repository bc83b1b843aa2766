"""Full text search: hits, ranking, snippets."""
