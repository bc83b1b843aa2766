"""Words inside names, and words that are written with a capital without being a name."""

from app.extract.names.first_names import EITHER, FEMALE, MALE
from app.extract.names.organizations import KNOWN_ORGANIZATIONS
from app.extract.names.places import PEOPLES
from app.extract.names.titles import BODIES, GROUPS, ROLES, TITLES, WRITINGS
from app.extract.text.inflections import forms_by_word
from app.extract.words.lists import load

LISTS = load("names")

NO_NAMES = (PEOPLES | TITLES | BODIES | {"internet"}) - KNOWN_ORGANIZATIONS  # not names when they stand alone
COMMON_NOUNS = ROLES | WRITINGS | GROUPS | BODIES
FIRST_NAMES = MALE | FEMALE | EITHER
# with a capital only because they begin a sentence: "Asked if", "Told that"
VERBS_OF_SAYING = frozenset(forms_by_word(load("cues")["speech: verbs"])) - FIRST_NAMES - TITLES - KNOWN_ORGANIZATIONS
PARTICLES = frozenset(LISTS["particles of names"])  # "de", "von"
BRIDGES = frozenset(LISTS["bridges"])  # inside names of bodies: "of", "and"
ABBREVIATIONS = frozenset(LISTS["abbreviations"])
AFTER_HYPHEN = frozenset(LISTS["after a hyphen"])  # make an adjective of a name: "Oslo-based"
OWNERS = frozenset(LISTS["owners in names"])  # "women" in "Women's Union"
DAYS = frozenset(LISTS["days and months"])
FUNCTION_WORDS = DAYS | frozenset(LISTS["function words"])
