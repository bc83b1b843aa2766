"""Transcripts whose speakers stand on a line of their own: a name, a name and role, "Operator"."""

import re
from collections import Counter
from collections.abc import Sequence

from app.extract.forms.blocks import blocks_of
from app.extract.forms.labels import name_of
from app.extract.forms.turns import Turn, without_stage_direction
from app.extract.names.recognizer import Name
from app.extract.text.segmentation import Span, Text

NAME = r"[^\W\d_a-z][\w.’'-]*(?:[ \xa0][^\W\d_a-z][\w.’'-]*){0,3}"
HEADING = re.compile(rf"[*_#]{{0,3}}\s?(?P<label>{NAME})[*_]{{0,2}}(?P<role>\s(?:--?|[–—|])\s[^.!?:]{{2,90}})?[*_:]{{0,3}}")
LEAST_HEADINGS = 3
LAST_LINES = re.compile(r"(?:Duration|Call participants|More|Related|Copyright|Contents)\b")


def find_headed_turns(text: Text, names: Sequence[Name]) -> list[Turn]:
    """Return the turns under headings that name their speakers, in order; [] with fewer than three such headings, or none repeated."""
    blocks = [*blocks_of(text)]
    headings = [_heading(text, block[0]) for block in blocks]
    counts = Counter(text.words_at(*heading) for heading in headings if heading)
    if sum(counts.values()) < LEAST_HEADINGS or max(counts.values()) < 2:
        return []
    people = [name for name in names if name.kind in ("person", "unknown")]
    labels = [heading if heading and _speaks(text, heading, counts, people) else None for heading in headings]
    return _turns(text, blocks, labels) if sum(label is not None for label in labels) >= LEAST_HEADINGS else []


def _heading(text: Text, line: Span) -> Span | None:
    match = HEADING.fullmatch(text.text, *line)
    return match.span("label") if match else None


def _speaks(text: Text, label: Span, counts: Counter[str], people: Sequence[Name]) -> bool:
    words = text.words_at(*label)
    return counts[words] > 1 or text.text.startswith((" -- ", " — ", " – ", " | "), label[1]) or name_of(words, people) is not None


def _turns(text: Text, blocks: Sequence[list[Span]], labels: Sequence[Span | None]) -> list[Turn]:
    turns: list[Turn] = []
    for block, label in zip(blocks, labels, strict=True):
        if label:
            turns.append(Turn(label, tuple(block[1:])))
        elif turns and LAST_LINES.match(text.text, block[0][0]):
            break
        elif turns:
            said = tuple(line for line in block if without_stage_direction(text, line))
            turns[-1] = Turn(turns[-1].label, (*turns[-1].lines, *said))
    return [turn for turn in turns if turn.lines]
