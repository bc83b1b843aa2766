"""Attributions written as marked text: <s>source</s>, <q>cue</q>, <c>content</c>."""

import re

from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Span, Text

MARK = re.compile(r"<(/?)([sqc])>")


def marked(words: str) -> tuple[Text, Attribution]:
    """Return the text without its marks, and the one attribution that they mark."""
    spans: dict[str, list[Span]] = {"s": [], "q": [], "c": []}
    plain, last, opened = "", 0, 0
    for match in MARK.finditer(words):
        plain += words[last : match.start()]
        if match[1]:
            spans[match[2]].append((opened, len(plain)))
        opened, last = len(plain), match.end()
    return Text(plain + words[last:]), Attribution(tuple(spans["s"]), tuple(spans["q"]), tuple(spans["c"]))
