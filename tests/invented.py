"""Invented words, people, organizations, places and publishers for generated articles, the commonest first.

Frequencies follow Zipf's law. The same seed gives the same world on every machine.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import TypeVar

from app.terms.words import fold
from tests.make import Json

T = TypeVar("T")
SYLLABLES = ["ba", "ko", "ri", "ten", "mu", "šek", "vá", "lor", "ne", "pí", "dan", "øst", "gle", "tu", "ra", "mi", "ço", "zen", "fal", "hu"]
EMOJI = ["🌉", "🗳", "𝒜", "🕊"]
TITLES = ["minister", "spokesperson", "mayor", "chair", "analyst", "general", "head of mission"]


@dataclass(frozen=True)
class Quote:
    """A quote in an article, with the publisher of the article."""

    publisher: str | None
    speaker: Json
    mode: str
    pattern: str
    words: str
    more: str


@dataclass
class World:
    """Words and things that articles name, the commonest first. ``quotes`` collects the quotes that later articles may repeat."""

    chance: Random
    words: list[str]
    publishers: list[str] = field(default_factory=list)
    places: list[Json] = field(default_factory=list)
    organizations: list[Json] = field(default_factory=list)
    people: list[Json] = field(default_factory=list)
    groups: list[Json] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)

    def pick(self, items: list[T]) -> T:
        """Return one of the items, the first far more often than the last."""
        return self.chance.choices(items, cum_weights=_zipf(len(items)))[0]

    def happens(self, share: float) -> bool:
        """Return True with this probability."""
        return self.chance.random() < share

    def phrase(self, least: int, most: int) -> str:
        """Return words; one phrase in twenty ends in a character of two UTF-16 units."""
        words = [self.pick(self.words) for _ in range(self.chance.randint(least, most))]
        return " ".join([*words, self.chance.choice(EMOJI)] if self.happens(0.05) else words)

    def names(self, number: int, words: int = 1) -> list[str]:
        """Return names that all differ, even without their accents."""
        found = [" ".join(name.title() for name in self.chance.sample(self.words, words)) for _ in range(number)]
        return list({fold(name): name for name in found}.values())

    def role(self) -> Json:
        return {"title": self.pick(TITLES), "organization": self.pick(self.organizations)["name"]}


@lru_cache
def _zipf(number: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, number + 1)))


def world_of(seed: int) -> World:
    """Return the world of a seed."""
    chance = Random(seed)
    words = ("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(3000))
    world = World(chance, list(dict.fromkeys(words)))
    world.publishers = [f"The {name}" for name in world.names(12)]
    world.places = [{"kind": "place", "name": name} for name in world.names(40)]
    world.organizations = [{"kind": "organization", "name": name, "wikidata": f"Q{n + 1}"} for n, name in enumerate(world.names(80, 2))]
    world.people = [{"kind": "person", "name": name, "aliases": [name.split()[1]], "roles": [world.role()]} for name in world.names(300, 2)]
    world.groups = [{"kind": "group", "name": f"{name} voters", "members": chance.sample(world.people, 2)} for name in world.names(15)]
    return world
