"""Ids that On Record gives to what a generated document names, derived here once more from the rules of DESIGN.md, section 5.

Generated documents are consistent, so nothing is checked. They join no entities across articles by aliases: ``checks`` would find it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from app.terms.ids import article_id, stable_id
from app.terms.words import fold
from tests.make import Json

folded = lru_cache(maxsize=200_000)(fold)


class Ids(NamedTuple):
    """Ids by local id."""

    article: str
    entities: dict[str, str]
    claims: dict[str, str]
    events: dict[str, str]


@lru_cache(maxsize=200_000)
def _named_entity(kind: str, name: str) -> str:
    return stable_id("ent", kind, folded(name))


def ids_of(document: Json) -> Ids:
    """Return the ids of a generated document."""
    found = document["article"]
    bibliography = found["url"], found["publisher"], found["title"], found["published"]
    article = article_id(*bibliography, document_id=document.get("id"), text_sha256=found["text_sha256"])
    named = {entity["id"]: _named_entity(entity["kind"], entity["name"]) for entity in document["entities"] if entity["name"] is not None}
    unnamed = sorted((entity for entity in document["entities"] if entity["name"] is None), key=_first_mention)
    claims = sorted(document["claims"], key=lambda claim: (claim["content"], claim["cue"], claim["source"]))
    events = sorted(document["events"], key=lambda event: (event["mentions"], event["title"]))
    return Ids(
        article,
        named | _by_occurrence("ent", unnamed, lambda entity: (article, entity["kind"], folded(entity["descriptor"]))),
        _by_occurrence("clm", claims, lambda claim: (article, claim["as_said"], claim["quote_sha256"])),
        _by_occurrence("evt", events, lambda event: (article, event["kind"], fold(event["title"]))),
    )


def _first_mention(entity: Json) -> tuple[bool, list[int]]:
    """Return a key by which unnamed sources that are never mentioned come last."""
    return not entity["mentions"], entity["mentions"][0] if entity["mentions"] else []


def _by_occurrence(prefix: str, things: Iterable[Json], parts_of: Callable[[Json], tuple[str, ...]]) -> dict[str, str]:
    """Return ids made of parts and of the number of things up to this one with the same parts."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for thing in things:
        parts = parts_of(thing)
        seen[parts] += 1
        found[thing["id"]] = stable_id(prefix, *parts, seen[parts])
    return found
