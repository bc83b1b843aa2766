"""First names by gender, and their short forms."""

from app.extract.words.lists import load

LISTS = load("first_names")

MALE = frozenset(LISTS["male"])
FEMALE = frozenset(LISTS["female"])
EITHER = frozenset(LISTS["either"])
NICKNAMES = dict(pair.split(" = ") for pair in LISTS["nicknames"])  # short form to full form
