"""Countries, regions, cities and peoples, as English news names them, and words inside names of places."""

from app.extract.words.lists import load
from app.terms.countries import COUNTRIES

LISTS = load("places")


def _names_in_list(text: str) -> frozenset[str]:
    return frozenset(" ".join(item.split()) for item in text.split(","))


ADJECTIVE_ENDINGS = ("an", "ese", "ish", "ian", "ean", "ari", "aeli", "qi", "ni", "li", "shi", "ti", "ri", "ki", "ssian")
COUNTRIES_LIKE_ADJECTIVES = frozenset(LISTS["countries that end as adjectives do"])
OTHER_ADJECTIVES = frozenset(LISTS["adjectives of peoples"])
PEOPLES = (
    frozenset(name for name in _names_in_list(COUNTRIES) if name.endswith(ADJECTIVE_ENDINGS) and name not in COUNTRIES_LIKE_ADJECTIVES)
    | OTHER_ADJECTIVES
)
STATES = frozenset(LISTS["states"])
CITIES = frozenset(LISTS["cities"])
REGIONS = frozenset(LISTS["regions"])
COUNTRY_NAMES = (_names_in_list(COUNTRIES) | {"european union"}) - PEOPLES
PLACES = COUNTRY_NAMES | STATES | CITIES | REGIONS
PLACE_WORDS = frozenset(LISTS["last words"])
THING_WORDS = frozenset(LISTS["words of things"])  # a name with one of them is of no kind
SYNONYMS = dict(pair.split(" = ") for pair in LISTS["synonyms"])
