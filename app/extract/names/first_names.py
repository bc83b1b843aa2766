"""First names that tell in English news whether somebody is a man or a woman, folded; names that both have stand in neither list."""

from app.extract.words.lists import load

LISTS = load("first_names")

MALE = frozenset(LISTS["male"])
FEMALE = frozenset(LISTS["female"])
EITHER = frozenset(LISTS["either"])
# Short forms of the same name: what somebody is called beside what a passport says.
NICKNAMES = dict(pair.split(" = ") for pair in LISTS["nicknames"])
