"""Lists: filters as conditions, keyset pages, merged ids, the data version."""
