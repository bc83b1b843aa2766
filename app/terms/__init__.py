"""Values that every part of the program speaks in: vocabularies, ids, dates, spans, folded words, cursors."""
