"""Occasion of a transcript or interview, whose day is that of all its turns: "spoke to us on Tuesday"."""

import re
from collections.abc import Sequence

from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text
from app.extract.times.resolver import TimeExpression

FEWEST_TURNS = 3  # that make a text a transcript
_MARKS = "\"“”‘'«»„"
_LABEL_END = re.compile(r"\W{0,3}(?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\])?\W{1,5}")  # from a label to what is said
_TALK = re.compile(
    r"\b(?:interview\w*|transcript\w*|briefing|debat\w+|hearing|conference|session|assembly|house|senate|parliament|court|trial|minutes|meeting"
    r"|call|panel|talked|spoke|sat down|met|answered|told|asked|recorded|conversation)\b",
    re.I,
)


def turns_with_occasion(text: Text, attributions: Sequence[Attribution], times: Sequence[TimeExpression]) -> tuple[list[int], str | None]:
    """Return the indices of the turns of a transcript, and the day on which they were said; no turns and None if it is none."""
    plain = [attribution.start for attribution in attributions if _has_label(text, attribution) or _is_answer(text, attribution)]
    if len(plain) < FEWEST_TURNS:
        return [], None
    first = min(plain)
    turns = [index for index, attribution in enumerate(attributions) if not attribution.cue and attribution.start >= first]
    return turns, _occasion(text, first, times)


def _has_label(text: Text, attribution: Attribution) -> bool:
    if attribution.cue or len(attribution.source) != 1 or not attribution.content:
        return False
    return bool(_LABEL_END.fullmatch(text.words_at(attribution.source[0][1], attribution.content[0][0])))


def _is_answer(text: Text, attribution: Attribution) -> bool:
    """Whether a claim stands for itself without marks, as the answers of an interview do."""
    return not attribution.cue and not attribution.source and text.text[attribution.start] not in _MARKS


def _occasion(text: Text, first_turn: int, times: Sequence[TimeExpression]) -> str | None:
    """Return the last day before the turns whose sentence tells of a talk."""
    days = [time for time in times if time.span[1] <= first_turn and len(time.edtf) == len("2024-06-17") and not time.is_future]
    return next((day.edtf for day in reversed(days) if _TALK.search(text.words_at(*text.sentence_at(day.span[0])))), None)
