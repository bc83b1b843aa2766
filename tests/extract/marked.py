"""Attributions written as marked text: <s>source</s>, <q>cue</q>, <c>content</c>."""

import re

from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Span, Text

MARK = re.compile(r"<(/?)([sqc])>")


def marked(words: str) -> tuple[Text, Attribution]:
    """Return the words as a text without marks, and the one attribution that the marks make."""
    spans: dict[str, list[Span]] = {"s": [], "q": [], "c": []}
    unmarked, last_end, span_start = "", 0, 0
    for match in MARK.finditer(words):
        unmarked += words[last_end : match.start()]
        if match[1]:
            spans[match[2]].append((span_start, len(unmarked)))
        span_start, last_end = len(unmarked), match.end()
    return Text(unmarked + words[last_end:]), Attribution(tuple(spans["s"]), tuple(spans["q"]), tuple(spans["c"]))
