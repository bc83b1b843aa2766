"""Organizations that English news names without a word that says so, folded."""

from app.extract.words.lists import load

LISTS = load("organizations")

KNOWN_ORGANIZATIONS = frozenset(LISTS["organizations"])
