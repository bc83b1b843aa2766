"""Serving an endpoint: query parameters, one read, formats, ETags, problems, OpenAPI."""
