"""How an endpoint answers: parameters, one read, a format, an answer."""
