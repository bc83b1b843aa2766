"""Invented words, people, organizations, places, publishers and days for generated articles, the commonest first.

All are made from numbers: archives of one size share a world, whatever their seed, so that added articles are about the same people.
"""

from datetime import date, timedelta
from random import Random
from typing import TypeVar

from tests.make import Json

T = TypeVar("T")
SYLLABLES = [consonant + vowel for vowel in "aeiou" for consonant in "bdfgklmnprštvzç"]
COMMONEST = "the"  # stands in nearly every claim
WORDS, PUBLISHERS, PLACES, ORGANIZATIONS = 50_000, 50, 400, 2_000
FIRST_DAY, LAST_DAY = date(2019, 1, 1), date(2024, 12, 31)
# The world has 8 people for each 100 claims; the rarest of them are never named.
PEOPLE_PER_CLAIM = 0.08
TITLES = ["minister", "spokesperson", "mayor", "chair", "analyst", "general", "head of mission"]


def word(number: int) -> str:
    """Return an invented word. Low numbers give short words; all words differ, even without their accents."""
    syllables = []
    while number >= 0:
        number, rest = divmod(number, len(SYLLABLES))
        syllables.append(SYLLABLES[rest])
        number -= 1
    return "".join(syllables)


def zipf(chance: Random, number: int) -> int:
    """Return a random integer from 0 to ``number`` - 1, by Zipf's law: the smaller, the commoner."""
    return int(number ** chance.random()) - 1 if number > 1 else 0


class World:
    """The world of an archive of this number of claims. Its people, organizations, groups and places are entities without ids."""

    def __init__(self, claims: int) -> None:
        self.words = [word(number) for number in range(WORDS)]
        self.publishers = [f"The {word(90 + number).title()} Post" for number in range(PUBLISHERS)]
        self.places: list[Json] = [{"kind": "place", "name": word(200 + number).title()} for number in range(PLACES)]
        self.organizations = [_organization(number) for number in range(ORGANIZATIONS)]
        self.people = [self._person(number) for number in range(max(20, int(claims * PEOPLE_PER_CLAIM)))]
        self.groups: list[Json] = [{"kind": "group", "name": f"{place['name']} voters"} for place in self.places]
        self.days = [str(FIRST_DAY + timedelta(days)) for days in range((LAST_DAY - FIRST_DAY).days + 1)]

    def _person(self, number: int) -> Json:
        """Return a person. Three people share a surname; one in five has a fuller name as an alias."""
        first, last = word(75 + number * 13 % 200).title(), word(600 + number // 3).title()
        fuller = [f"{first} {word(number % 75).title()} {last}"] if number % 5 == 0 else []
        role = {"title": TITLES[number % len(TITLES)], "organization": self.organizations[number % ORGANIZATIONS]["name"]}
        return {"kind": "person", "name": f"{first} {last}", "aliases": [last, *fuller], "roles": [role]}


def _organization(number: int) -> Json:
    first, last = word(300 + number % 97).title(), word(700 + number).title()
    return {"kind": "organization", "name": f"{first} {last} Union", "aliases": [f"{first[:2]}{last}U"], "wikidata": f"Q{number + 1}"}
