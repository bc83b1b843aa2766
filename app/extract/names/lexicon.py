"""Lexicon of words inside names, and of capitalized words that are no names."""

from app.extract.names.first_names import EITHER, FEMALE, MALE
from app.extract.names.organizations import KNOWN_ORGANIZATIONS
from app.extract.names.places import PEOPLES
from app.extract.names.titles import BODIES, GROUPS, ROLES, TITLES, WRITINGS
from app.extract.words.lists import load

LISTS = load("names")

NO_NAMES = (PEOPLES | TITLES | BODIES | {"internet"}) - KNOWN_ORGANIZATIONS  # alone
COMMON_NOUNS = ROLES | WRITINGS | GROUPS | BODIES
FIRST_NAMES = MALE | FEMALE | EITHER
PARTICLES = frozenset(LISTS["particles of names"])
BRIDGES = frozenset(LISTS["bridges"])
ABBREVIATIONS = frozenset(LISTS["abbreviations"])
AFTER_HYPHEN = frozenset(LISTS["after a hyphen"])
OWNED_BODIES = frozenset(LISTS["owners in names"])
DAYS = frozenset(LISTS["days and months"])
FUNCTION_WORDS = DAYS | frozenset(LISTS["function words"])
