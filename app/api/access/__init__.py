"""The layer around every request, cached or not: request ids, one log line each, security headers, CORS."""
