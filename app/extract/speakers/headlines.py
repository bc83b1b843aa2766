"""Headlines that call somebody by what they are, whom the story below names: "Pilot warns of storm"."""

from collections.abc import Sequence
from typing import NamedTuple

from app.extract.attribution.relations import Attribution
from app.extract.speakers.identities import Identity
from app.extract.text.segmentation import Text
from app.words import words_of

PARAGRAPHS_BELOW = 4
SHORTEST_WORD = 5  # letters: shorter ones are in most claims
ENOUGH_WORDS = 2


class Saying(NamedTuple):
    """An attribution with its speaker and its number."""

    attribution: Attribution
    speaker: Identity | None
    number: int


def restated_below(text: Text, sayings: Sequence[Saying], speakers: Sequence[Identity | None]) -> list[Identity | None]:
    """Return the speakers, an unnamed one of the headline replaced by who makes the same claim under it.

    The same claim: one of the first paragraphs' that shares two long words with it, the more the better, and whose speaker may be meant.
    """
    result = list(speakers)
    if not text.has_headline:
        return result
    end = text.paragraphs[0][1]
    below = [saying for saying in sayings if 0 < text.paragraph_at(saying.attribution.start) <= PARAGRAPHS_BELOW]
    for saying in sayings:
        if saying.attribution.start < end and saying.speaker and saying.speaker.name is None:
            result[saying.number] = _same(text, saying, below) or saying.speaker
            _move_mentions(saying.speaker, result[saying.number], end)
    return result


def _same(text: Text, saying: Saying, below: Sequence[Saying]) -> Identity | None:
    words = _long_words(text, saying.attribution)
    shared = [(len(words & _long_words(text, other.attribution)), other) for other in below if _may_be(saying.speaker, other.speaker)]
    most, best = max(shared, key=lambda item: item[0], default=(0, None))
    return best.speaker if best and most >= ENOUGH_WORDS else None


def _may_be(one: Identity | None, other: Identity | None) -> bool:
    if one is None or other is None or one.is_plural != other.is_plural:
        return False
    return one.kind == other.kind and (not one.gender or other.gender in (None, one.gender))


def _long_words(text: Text, attribution: Attribution) -> set[str]:
    return {word for span in attribution.content for word in words_of(text[span]) if len(word) >= SHORTEST_WORD}


def _move_mentions(one: Identity, other: Identity | None, end: int) -> None:
    if other is not None and other is not one:
        other.mentions += [span for span in one.mentions if span[1] <= end]
