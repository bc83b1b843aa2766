"""Names of well-known organizations."""

from app.extract.words.lists import load

LISTS = load("organizations")

KNOWN_ORGANIZATIONS = frozenset(LISTS["organizations"])
