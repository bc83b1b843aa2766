"""JSON answers, one file a noun: typed dictionaries that give the shape and its documentation in OpenAPI."""
