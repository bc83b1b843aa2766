"""Knowledge documents to rows, without the database."""
