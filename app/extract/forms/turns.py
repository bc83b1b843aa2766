"""Turn of a speaker in an interview or transcript, and the claim that it makes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Span, Text
from app.extract.text.span_sets import SpanSet

SCORE = 0.85
OWN_WORDS = frozenset(("i", "we", "me", "us"))  # a speaker who tells of his own sayings makes no further claim
MIN_WORDS = 3  # of a remark between two questions; fewer only react
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Turn:
    """What one speaker says until the next one speaks, line by line."""

    label: Span | None  # the words that name the speaker; None where the layout alone tells
    lines: tuple[Span, ...]
    is_question: bool = False  # told by the interviewer, whose questions are no claims
    name: Span | None = None  # where the text names whom the label stands for


def with_turns(text: Text, attributions: Sequence[Attribution], turns: Sequence[Turn]) -> list[Attribution]:
    """Return the attributions with one for each turn, in order of their start.

    Within a turn those remain that have a cue and another speaker.
    """
    if not turns:
        return list(attributions)
    spoken = SpanSet(((turn.label or turn.lines[0])[0], turn.lines[-1][1]) for turn in turns)
    kept = [each for each in attributions if not _is_own(text, each, spoken)]
    told = [claim for turn in turns if (claim := _claim(text, turn))]
    return sorted([*kept, *told], key=lambda each: each.start)


def _is_own(text: Text, attribution: Attribution, spoken: SpanSet) -> bool:
    """Whether an attribution within a turn tells nothing but the turn itself."""
    spans = (*attribution.cue, *attribution.content)
    if not any(spoken.covers(start) for start, _ in spans):
        return False
    sources = {text.words_at(*span).lower() for span in attribution.source}
    return not attribution.cue or bool(sources & OWN_WORDS)


def _claim(text: Text, turn: Turn) -> Attribution | None:
    content = _remarks(text, turn.lines) if turn.is_question else turn.lines
    if not any(WORD.search(text.words_at(*span)) for span in content):
        return None
    source = (turn.label,) if turn.label else ()
    return Attribution(source, (), tuple(content), score=SCORE, named_at=(turn.name,) if turn.name else (), is_turn=True)


def _remarks(text: Text, lines: Iterable[Span]) -> list[Span]:
    """Return what an interviewer remarks before the first question, line by line."""
    remarks: list[Span] = []
    for line in lines:
        question = next((start for start, end in _sentences(text, line) if text.words_at(start, end).rstrip("\"”’')")[-1:] == "?"), line[1])
        end = line[0] + len(text.words_at(line[0], question).rstrip())
        remarks.extend([(line[0], end)] if end > line[0] else [])
        if question < line[1]:
            break
    words = sum(len(WORD.findall(text.words_at(*span))) for span in remarks)
    return remarks if words >= MIN_WORDS else []


def _sentences(text: Text, line: Span) -> list[Span]:
    ends = [match.end() for match in re.finditer(r"[.!?…][\"”’')]*(?=\s|$)", text.words_at(*line))]
    bounds = [line[0], *(line[0] + end for end in ends if line[0] + end < line[1]), line[1]]
    return [*pairwise(bounds)]


def without_stage_direction(text: Text, line: Span) -> Span | None:
    """Return a line, or None if it is a stage direction or a caption."""
    words = text.words_at(*line)
    is_aside = re.fullmatch(r"[\[(][^\])]*[\])]\W*", words) or re.search(r"\b(?:Image|Photo|Picture|Credit)s?: |^Ed\.: ", words)
    return None if is_aside else line


def named(turn: Turn, name: Span | None) -> Turn:
    """Return the turn with the place where its speaker is named."""
    return replace(turn, name=name)
