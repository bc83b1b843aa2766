"""Sources as whole names: where the tagger stops inside one, its rest is added."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.extract.attributions import Attribution
from app.extract.borders import joined
from app.extract.texts import Span, Text

CAPITAL = r"[A-Z][\w’'.-]*"
# What goes on with a name, directly: another word of it, or what it is the head of.
REST = re.compile(rf"(?: {CAPITAL})+(?: (?:of|for)(?: the)?(?: {CAPITAL})+)*|(?: (?:of|for)(?: the)?(?: {CAPITAL})+)+")
# A source that ends so has not come to its noun.
OPEN_END = re.compile(r"(?:^|\s)(?:the|an?|his|her|their|its|one|two|some|other)$", re.IGNORECASE)
NOUN = re.compile(rf"(?: {CAPITAL})+| [\w-]+")
# "whom Secretary Novak called": the pronoun is of the clause, not of its subject.
RELATIVE = re.compile(r"(?:who|whom|which|that) (?=[A-Z])")
NAME_END = re.compile(r"(?:^|\s)[A-Z][\w’-]*$")


def with_whole_sources(text: Text, attributions: Iterable[Attribution]) -> Iterator[Attribution]:
    """Yield the attributions with sources that end where a name ends, as far as no cue and no content begins there."""
    for attribution in attributions:
        taken = sorted(span[0] for span in (*attribution.cue, *attribution.content))
        yield replace(attribution, source=joined([_whole(text, span, taken) for span in attribution.source]))


def _whole(text: Text, span: Span, taken: list[int]) -> Span:
    start, end = span
    start = found.end() if (found := RELATIVE.match(text.text, start, end)) else start
    words = text[max(start, end - 60), end]
    pattern = NOUN if OPEN_END.search(words) else REST if NAME_END.search(words) else None
    last = min((place for place in taken if place >= end), default=len(text.text))
    found = pattern.match(text.text, end, min(last, end + 200)) if pattern else None
    return (start, found.end()) if found and _is_border(text, found.end()) else (start, end)


def _is_border(text: Text, place: int) -> bool:
    return place >= len(text.text) or not text.text[place].isalnum()
