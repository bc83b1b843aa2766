"""Replace unnamed speakers in the headline ("Pilot warns of storm") by the speakers of the same claim in the story."""

from collections.abc import Sequence
from typing import NamedTuple

from app.extract.attribution.relations import Attribution
from app.extract.speakers.entities import Entity
from app.extract.text.segmentation import Text
from app.terms.words import words_of

MAX_PARAGRAPHS = 4  # of the story, in which the same claim is looked for
MIN_LETTERS = 5  # shorter words are in most claims
MIN_SHARED_WORDS = 2


class SpokenClaim(NamedTuple):
    """An attribution with its speaker, and its position among the attributions of the text."""

    attribution: Attribution
    speaker: Entity | None
    position: int


def resolve_headline_speakers(text: Text, claims: Sequence[SpokenClaim], speakers: Sequence[Entity | None]) -> list[Entity | None]:
    """Return the speakers; an unnamed one in the headline is replaced by the speaker of the same claim in the first paragraphs.

    Two claims are the same if they share at least two long words and their speakers agree in kind, number and gender. Of several such
    claims the one that shares most words counts.
    """
    resolved = list(speakers)
    if not text.has_headline:
        return resolved
    headline_end = text.paragraphs[0][1]
    story_claims = [claim for claim in claims if 0 < text.paragraph_at(claim.attribution.start) <= MAX_PARAGRAPHS]
    for claim in claims:
        if claim.attribution.start < headline_end and claim.speaker and claim.speaker.name is None:
            resolved[claim.position] = _speaker_of_same_claim(text, claim, story_claims) or claim.speaker
            _copy_headline_mentions(claim.speaker, resolved[claim.position], headline_end)
    return resolved


def _speaker_of_same_claim(text: Text, claim: SpokenClaim, story_claims: Sequence[SpokenClaim]) -> Entity | None:
    words = _long_words(text, claim.attribution)
    shared = [(len(words & _long_words(text, other.attribution)), other) for other in story_claims if _agrees(claim.speaker, other.speaker)]
    most, best = max(shared, key=lambda item: item[0], default=(0, None))
    return best.speaker if best and most >= MIN_SHARED_WORDS else None


def _agrees(one: Entity | None, other: Entity | None) -> bool:
    if one is None or other is None or one.is_plural != other.is_plural:
        return False
    return one.kind == other.kind and (not one.gender or other.gender in (None, one.gender))


def _long_words(text: Text, attribution: Attribution) -> set[str]:
    return {word for span in attribution.content for word in words_of(text.words_at(*span)) if len(word) >= MIN_LETTERS}


def _copy_headline_mentions(source: Entity, target: Entity | None, headline_end: int) -> None:
    if target is not None and target is not source:
        target.mentions += [span for span in source.mentions if span[1] <= headline_end]
