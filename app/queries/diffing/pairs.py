"""Pairs of things of two lists whose words are most alike."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from app.queries.verifying.passages import LEAST_LIKENESS

WINDOW = 100  # places to either side at which a thing is looked for in the other list: thousands of claims would take minutes
SAME_GROUP = 5.0  # of 100: what words of the same speaker, or of the same kind of event, may be less alike


class Words(NamedTuple):
    """The words of a thing, and what makes a pair likelier where both have it."""

    words: str
    group: Hashable


def pair_nearest(before: Sequence[Words], after: Sequence[Words]) -> list[tuple[int, int]]:
    """Return pairs of places in both lists, each at most once: those that are most alike first. What has no words has no pair."""
    found = [score for place, each in enumerate(before) for score in _scores(place, each, before, after)]
    pairs, used_before, used_after = list[tuple[int, int]](), set[int](), set[int]()
    for _, place, other in sorted(found, key=lambda score: (-score[0], score[1:])):
        if place not in used_before and other not in used_after:
            pairs.append((place, other))
            used_before.add(place)
            used_after.add(other)
    return pairs


def _scores(place: int, each: Words, before: Sequence[Words], after: Sequence[Words]) -> list[tuple[float, int, int]]:
    middle = place * len(after) // len(before)
    found = []
    for other in range(max(0, middle - WINDOW), min(len(after), middle + WINDOW + 1)):
        likeness = ratio(each.words, after[other].words, score_cutoff=LEAST_LIKENESS)
        if likeness and each.words:
            found.append((likeness + (SAME_GROUP if each.group == after[other].group else 0), place, other))
    return found
