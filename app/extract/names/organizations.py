"""Organizations known by name."""

from app.extract.words.lists import load

LISTS = load("organizations")

KNOWN_ORGANIZATIONS = frozenset(LISTS["organizations"])
