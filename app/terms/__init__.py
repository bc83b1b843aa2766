"""Values that the whole program shares: vocabularies, ids, dates, spans, folded words, countries, cursors."""
