"""Words inside names, and words that are written with a capital without being a name."""

from app.extract.names.first_names import EITHER, FEMALE, MALE
from app.extract.names.organizations import KNOWN_ORGANIZATIONS
from app.extract.names.places import PEOPLES
from app.extract.names.titles import BODIES, GROUPS, ROLES, TITLES, WRITINGS
from app.extract.words.lists import load

LISTS = load("names")

NO_NAMES = (PEOPLES | TITLES | BODIES | {"internet"}) - KNOWN_ORGANIZATIONS  # not names when they stand alone
COMMON_NOUNS = ROLES | WRITINGS | GROUPS | BODIES
FIRST_NAMES = MALE | FEMALE | EITHER
PARTICLES = frozenset(LISTS["particles of names"])  # "de", "von"
BRIDGES = frozenset(LISTS["bridges"])  # inside names of bodies: "of", "and"
ABBREVIATIONS = frozenset(LISTS["abbreviations"])
AFTER_HYPHEN = frozenset(LISTS["after a hyphen"])  # make an adjective of a name: "Oslo-based"
OWNERS = frozenset(LISTS["owners in names"])  # "women" in "Women's Union"
DAYS = frozenset(LISTS["days and months"])
FUNCTION_WORDS = DAYS | frozenset(LISTS["function words"])
