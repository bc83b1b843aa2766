"""Gazetteer: countries, regions, cities and peoples as English news names them."""

from app.extract.words.lists import load
from app.terms.countries import COUNTRIES

LISTS = load("places")


def _items(text: str) -> frozenset[str]:
    return frozenset(" ".join(item.split()) for item in text.split(","))


ADJECTIVE_ENDINGS = ("an", "ese", "ish", "ian", "ean", "ari", "aeli", "qi", "ni", "li", "shi", "ti", "ri", "ki", "ssian")
STILL_NAMES = frozenset(LISTS["countries that end as adjectives do"])
OTHER_ADJECTIVES = frozenset(LISTS["adjectives of peoples"])
PEOPLES = frozenset(name for name in _items(COUNTRIES) if name.endswith(ADJECTIVE_ENDINGS) and name not in STILL_NAMES) | OTHER_ADJECTIVES
STATES = frozenset(LISTS["states"])
CITIES = frozenset(LISTS["cities"])
REGIONS = frozenset(LISTS["regions"])
COUNTRY_NAMES = (_items(COUNTRIES) | {"european union"}) - PEOPLES
PLACES = COUNTRY_NAMES | STATES | CITIES | REGIONS
PLACE_WORDS = frozenset(LISTS["last words"])
THING_WORDS = frozenset(LISTS["words of things"])
SYNONYMS = dict(pair.split(" = ") for pair in LISTS["synonyms"])
