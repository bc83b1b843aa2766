"""Words that stand in names, and words with a capital that stand in none."""

from app.extract.names.first_names import EITHER, FEMALE, MALE
from app.extract.names.organizations import KNOWN_ORGANIZATIONS
from app.extract.names.places import PEOPLES
from app.extract.names.titles import BODIES, GROUPS, ROLES, TITLES, WRITINGS
from app.extract.words.lists import load

LISTS = load("names")

NO_NAMES = (PEOPLES | TITLES | BODIES | {"internet"}) - KNOWN_ORGANIZATIONS  # by themselves
COMMON_NOUNS = ROLES | WRITINGS | GROUPS | BODIES
FIRST_NAMES = MALE | FEMALE | EITHER
PARTICLES = frozenset(LISTS["particles of names"])
BRIDGES = frozenset(LISTS["bridges"])
ABBREVIATIONS = frozenset(LISTS["abbreviations"])
# A word that ends so is an adjective: "Oslo-based".
AFTER_HYPHEN = frozenset(LISTS["after a hyphen"])
OWNED_BODIES = frozenset(LISTS["owners in names"])
DAYS = frozenset(LISTS["days and months"])
# Written with a capital at the start of a sentence, of a quotation or of a headline's word, and no names.
FUNCTION_WORDS = DAYS | frozenset(LISTS["function words"])
