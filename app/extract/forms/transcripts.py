"""Transcripts and interviews with labels: "Q: ...", "JS: ...", "HARRIET OKORO: ...", also behind a time."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from app.extract.forms.blocks import blocks_of, is_first_person
from app.extract.forms.labels import ANSWER, QUESTION, interviewee, introduced_name, is_speaker, name_of
from app.extract.forms.turns import Turn, named, without_stage_direction
from app.extract.names.recognizer import Name
from app.extract.text.segmentation import Span, Text
from app.terms.words import fold

WORDS = r"[^\W\d_a-z][\w.’'-]*(?:[ \xa0](?:(?:of|the|de|da|van|von|der|bin|al)[ \xa0])?[^\W\d_a-z][\w.’'-]*){0,4}"
LABEL = re.compile(
    rf"(?:[\[(]?\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?[\])]?\s+)?(?:>>\s?|[-–—•]\s)?[*_]{{0,2}}(?P<label>{WORDS})[*_]{{0,2}}"
    r"(?:\s?[(\[,][^()\[\]:\n]{1,60}[)\]]?)?\s?(?::[*_]{0,2}|[*_]{2}:?)(?:\s+|$)"
)
NEW_PART = re.compile(r"(?:\d{1,2}[:.]\d\d\b|[-–—]\s|\[MUSIC|#)")  # a time, a question behind a dash, a heading: nobody's turn goes on
QUESTION_BEHIND_DASH = re.compile(r"[-–—]\s")
QUOTED = re.compile(r"[\"“‘'«]")
LEAST_LABELS = 2


class _Line(NamedTuple):
    span: Span
    label: Span | None  # None for a line that goes on
    body: int  # offset behind the label
    opens_block: bool


def find_labelled_turns(text: Text, names: Sequence[Name]) -> list[Turn]:
    """Return the turns of a transcript in order; [] where the text is none: two lines at least must begin with a speaker's label."""
    people = [name for name in names if name.kind in ("person", "unknown")]
    lines = _labelled_lines(text, people)
    if sum(line.label is not None for line in lines) < LEAST_LABELS:
        return []
    return _with_names(text, _with_questions(text, _turns(text, lines)), people)


def _labelled_lines(text: Text, people: Sequence[Name]) -> list[_Line]:
    lines = [_read(text, span, n == 0) for block in blocks_of(text) for n, span in enumerate(block)]
    counts = Counter(fold(text.words_at(*line.label)) for line in lines if line.label)
    sure = {line.label for line in lines if line.label and _speaks(text, line.label, counts, people)}
    in_capitals = len(sure) >= LEAST_LABELS and all(text.words_at(*label).isupper() for label in sure)
    return [line if line.label in sure or (in_capitals and _is_in_capitals(text, line)) else line._replace(label=None) for line in lines]


def _is_in_capitals(text: Text, line: _Line) -> bool:
    """Whether a label has the capitals that all labels of the transcript have; then it is one, even if it occurs once."""
    return line.label is not None and text.words_at(*line.label).isupper()


def _read(text: Text, span: Span, opens_block: bool) -> _Line:
    match = LABEL.match(text.text, *span)
    if match is None or QUOTED.match(text.text, match.end(), span[1]):  # "Ruiz: “...”" is an attribution inside a report
        return _Line(span, None, span[0], opens_block)
    return _Line(span, match.span("label"), match.end(), opens_block)


def _speaks(text: Text, label: Span, counts: Counter[str], people: Sequence[Name]) -> bool:
    words = text.words_at(*label)
    others = [name for name in people if not (label[0] <= name.span[0] < label[1])]
    return counts[fold(words)] > 1 or is_speaker(words, others)


def _turns(text: Text, lines: Sequence[_Line]) -> list[Turn]:
    turns: list[Turn] = []
    last = max(n for n, line in enumerate(lines) if line.label)
    is_open = False
    for n, line in enumerate(lines):
        if line.label:
            turns.append(Turn(line.label, ((line.body, line.span[1]),) if line.body < line.span[1] else ()))
            is_open = True
        elif turns and QUESTION_BEHIND_DASH.match(text.text, *line.span) and n < last and line.opens_block:
            turns.append(Turn(None, ((line.span[0] + 2, line.span[1]),), is_question=True))
            is_open = False
        elif is_open and (is_open := _goes_on(text, line, turns[-1], n > last)) and without_stage_direction(text, line.span):
            turns[-1] = replace(turns[-1], lines=(*turns[-1].lines, line.span))
    return [turn for turn in turns if turn.lines]


def _goes_on(text: Text, line: _Line, turn: Turn, is_last: bool) -> bool:
    """Whether a line without a label belongs to the turn: not behind a time or heading, nor where the story goes on."""
    if not line.opens_block:
        return True
    label = fold(text.words_at(*turn.label)).split()[-1] if turn.label else ""
    is_story = not is_first_person(text, [line.span]) and (is_last or (len(label) > 1 and label in fold(text.words_at(*line.span)).split()))
    return not is_story and not NEW_PART.match(text.text, *line.span)


def _with_questions(text: Text, turns: list[Turn]) -> list[Turn]:
    """Return the turns; those of an interviewer, who asks in a third of them at least, are questions."""
    by_label = sorted((fold(text.words_at(*turn.label)), text.words_at(*turn.lines[-1]).endswith("?")) for turn in turns if turn.label)
    asking = {label for label, group in groupby(by_label, lambda each: each[0]) if _often([asks for _, asks in group])} | QUESTION
    asking -= ANSWER
    return [replace(turn, is_question=turn.label is None or fold(text.words_at(*turn.label)) in asking) for turn in turns]


def _often(asks: list[bool]) -> bool:
    return 3 * sum(asks) >= len(asks)


def _with_names(text: Text, turns: list[Turn], people: Sequence[Name]) -> list[Turn]:
    first = turns[0].label or turns[0].lines[0]
    spans: dict[str, Span | None] = {}
    for turn in turns:
        label = text.words_at(*turn.label) if turn.label else ""
        if label and label not in spans:
            own = [line for each in turns if each.label and text.words_at(*each.label) == label for line in each.lines]
            outside = [name for name in people if not turn.label or name.span != turn.label]
            is_answer = fold(label) in ANSWER
            spans[label] = (
                interviewee(text, people, first[0]) if is_answer else name_of(label, outside) or introduced_name(text, own, people)
            )
    return [named(turn, spans[text.words_at(*turn.label)]) if turn.label else turn for turn in turns]
