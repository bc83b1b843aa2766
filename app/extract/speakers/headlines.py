"""Unnamed speakers of the headline, resolved to those of the same claim below: "Pilot warns of storm"."""

from collections.abc import Sequence
from typing import NamedTuple

from app.extract.attribution.relations import Attribution
from app.extract.speakers.entities import Entity
from app.extract.text.segmentation import Text
from app.terms.words import words_of

MAX_PARAGRAPHS = 4
MIN_LETTERS = 5  # shorter words are in most claims
MIN_SHARED_WORDS = 2


class SpokenClaim(NamedTuple):
    """An attribution with its speaker and its index."""

    attribution: Attribution
    speaker: Entity | None
    number: int


def resolve_headline_speakers(text: Text, claims: Sequence[SpokenClaim], speakers: Sequence[Entity | None]) -> list[Entity | None]:
    """Return the speakers, unnamed ones of the headline replaced by the speaker of the same claim in the first paragraphs.

    The same claim shares two or more long words with the headline, the more the better, and its speaker agrees in kind, number and gender.
    """
    result = list(speakers)
    if not text.has_headline:
        return result
    end = text.paragraphs[0][1]
    below = [claim for claim in claims if 0 < text.paragraph_at(claim.attribution.start) <= MAX_PARAGRAPHS]
    for claim in claims:
        if claim.attribution.start < end and claim.speaker and claim.speaker.name is None:
            result[claim.number] = _restated_claim_speaker(text, claim, below) or claim.speaker
            _move_mentions(claim.speaker, result[claim.number], end)
    return result


def _restated_claim_speaker(text: Text, claim: SpokenClaim, below: Sequence[SpokenClaim]) -> Entity | None:
    words = _long_words(text, claim.attribution)
    shared = [(len(words & _long_words(text, other.attribution)), other) for other in below if _agrees(claim.speaker, other.speaker)]
    most, best = max(shared, key=lambda item: item[0], default=(0, None))
    return best.speaker if best and most >= MIN_SHARED_WORDS else None


def _agrees(one: Entity | None, other: Entity | None) -> bool:
    if one is None or other is None or one.is_plural != other.is_plural:
        return False
    return one.kind == other.kind and (not one.gender or other.gender in (None, one.gender))


def _long_words(text: Text, attribution: Attribution) -> set[str]:
    return {word for span in attribution.content for word in words_of(text.words_at(*span)) if len(word) >= MIN_LETTERS}


def _move_mentions(one: Entity, other: Entity | None, end: int) -> None:
    if other is not None and other is not one:
        other.mentions += [span for span in one.mentions if span[1] <= end]
