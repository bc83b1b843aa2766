"""Antecedents of pronouns, descriptions and missing sources, ranked by a linear model over what the text shows of each candidate."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.extract.names.titles import kind_of_head
from app.extract.speakers.antecedent_features import (
    Features,
    Reference,
    description_features,
    has_noun,
    history_features,
    is_named,
    newcomer_features,
    place_features,
    turn_features,
)
from app.extract.speakers.discourse import Discourse, Mention
from app.extract.speakers.entities import Entity

WEIGHTS = Path(__file__).parent / "antecedents.json"  # made by tests/evaluation/training/antecedents.py


class Candidate(NamedTuple):
    """An entity that a reference may mean, None for nobody named so far, and what speaks for it."""

    entity: Entity | None
    features: Features


def find_antecedent(discourse: Discourse, reference: Reference) -> Entity | None:
    """Return the entity that a reference means; None where nobody fits, or where it introduces somebody."""
    candidates = list(_candidates(discourse, reference))
    return choose(reference, candidates).entity if candidates else None


def choose(reference: Reference, candidates: Sequence[Candidate]) -> Candidate:
    """Return the best candidate by the learned weights; of equal ones the first."""
    weights = load_weights()[reference.kind]
    return max(candidates, key=lambda candidate: _score(weights, candidate.features))


@cache
def load_weights() -> dict[str, dict[str, float]]:
    """Return the weight of each feature by the kind of the reference."""
    weights: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text("utf-8"))
    return weights


def _score(weights: dict[str, float], features: Features) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def _candidates(discourse: Discourse, reference: Reference) -> Iterator[Candidate]:
    """Yield the entities that agree with a reference, nearest first, and last nobody, with what speaks for each."""
    mentions = _nearest_mentions(discourse, reference)
    rank = 0
    for entity, mention in mentions.items():
        if _agrees(entity, reference):
            features = {**place_features(discourse, reference, entity, mention, rank), **history_features(discourse, reference, entity)}
            yield Candidate(entity, features | description_features(entity, reference) | turn_features(discourse, reference, entity))
            rank += mention is not None and not discourse.is_quoted(mention.start)
    yield Candidate(None, newcomer_features(discourse, reference, rank))


def _nearest_mentions(discourse: Discourse, reference: Reference) -> dict[Entity, Mention | None]:
    """Map entities to their nearest mention before the reference, outside quotations where there is one."""
    found: dict[Entity, Mention | None] = {}
    for mention, entity in discourse.mentions_before(reference.offset):
        known = found.setdefault(entity, mention)
        if known and discourse.is_quoted(known.start) and not discourse.is_quoted(mention.start):
            found[entity] = mention
    others = discourse.recent_speakers()
    if reference.kind in ("description", "elided"):
        others += [*discourse.sources_behind(reference.offset), *discourse.most_named]
    for entity in others:
        found.setdefault(entity, None)
    return found


def _agrees(entity: Entity, reference: Reference) -> bool:
    if reference.kind == "he":
        return entity.is_person
    if reference.kind == "they":
        return entity.is_plural or entity.kind in ("group", "organization", "person", "unknown")
    if reference.kind == "it":
        return not entity.is_plural and (entity.kind != "person" or not entity.is_surely_person)
    phrase = reference.phrase
    if phrase is None:
        return True
    if not is_named(entity) and entity.kind in ("organization", "writing") and not has_noun(entity, phrase):
        return False  # "the company" is not the union that spoke before
    is_inside = any(phrase.span[0] <= start < phrase.span[1] for start, _ in entity.mentions)
    is_thing = kind_of_head(phrase.head, phrase.is_plural) in ("writing", "organization")
    is_one_of_many = entity.is_plural == phrase.is_plural or (entity.kind != "person" and phrase.head in entity.heads)
    return is_one_of_many and (is_thing or not is_inside)
