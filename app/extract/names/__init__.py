"""Names in a text, each with a guess whether it is a person, an organization or a place."""
