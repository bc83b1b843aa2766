"""Sources that a report cites ("AFP reported, citing two officials, that ..."): the report claims, and so do they."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.extract.attribution.relations import Attribution
from app.extract.names.titles import BODIES, GROUPS, ROLES, WRITINGS, singular
from app.extract.text.segmentation import Span, Text

CITING = re.compile(r"(?:,\s|(?<![\w,])\s?)(?P<cue>[Cc]iting) (?P<source>[^,;:()\"“”\n]{2,90}?)(?=[,;]|\.?$)")  # within a sentence
# the noun of what is cited; behind it only whose, where and which
HEAD = re.compile(r"(?P<noun>[\w’'-]+)(?= (?:of|by|from|in|at|with|on|who|whom|that|to|close|familiar|within|inside|near)\b|$)")
# What is cited otherwise is a reason: "citing a lack of wind"
SOURCES = ROLES | GROUPS | WRITINGS | BODIES
NAME = re.compile(r"(?:[\w.’'-]+ )*[A-Z][\w.’'-]+$")


def with_cited_sources(text: Text, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, each that cites a source without the words that cite it, and behind it one of that source."""
    cited: list[Attribution] = []
    for each in attributions:
        match = _citation(text, each)
        if match is None:
            cited.append(each)
        elif not _begins_at(each, match):
            cited.extend(_read(text, each, match))
        elif not any(other is not each and _is_report(text, other, match) for other in attributions):
            cited.append(each)
    return cited


def _citation(text: Text, attribution: Attribution) -> re.Match[str] | None:
    """Return the match of "citing" with a source in the sentence of the cue; None without one, and behind a later saying."""
    if not attribution.cue:
        return None
    sentence = text.sentence_at(attribution.cue[0][0])
    matches = CITING.finditer(text.text, *sentence)
    return next((match for match in matches if _is_source(match["source"])), None)


def _is_source(words: str) -> bool:
    head = HEAD.search(words)
    return NAME.match(words) is not None or (head is not None and bool({head["noun"].lower(), singular(head["noun"].lower())} & SOURCES))


def _begins_at(attribution: Attribution, match: re.Match[str]) -> bool:
    return attribution.cue[0][0] == match.start("cue")


def _is_report(text: Text, attribution: Attribution, match: re.Match[str]) -> bool:
    """Whether an attribution is that of the sentence that cites."""
    return bool(attribution.cue) and text.sentence_at(attribution.cue[0][0]) == text.sentence_at(match.start("cue"))


def _read(text: Text, attribution: Attribution, match: re.Match[str]) -> list[Attribution]:
    """Return the attribution without the citation, and one of the source cited with the same content."""
    content = tuple(part for span in attribution.content for part in _without(text, span, match.span()))
    if not content:
        return [attribution]
    cue = tuple(part for span in attribution.cue for part in _without(text, span, match.span()))
    source = tuple(part for span in attribution.source for part in _without(text, span, match.span()))
    inner = replace(attribution, source=(match.span("source"),), cue=(match.span("cue"),), content=content, relayed_by=attribution.source)
    return [replace(attribution, source=source, cue=cue, content=content), inner]


def _without(text: Text, span: Span, removed: Span) -> list[Span]:
    """Return what is left of a span, without the blanks and commas at the cut."""
    (start, end), (first, last) = span, removed
    if last <= start or end <= first:
        return [span]
    parts = [(start, first), (last, end)]
    trimmed = [
        (a + len(words) - len(words.lstrip(" ,")), b - len(words) + len(words.rstrip(" ,")))
        for a, b in parts
        if (words := text.words_at(a, b))
    ]
    return [(a, b) for a, b in trimmed if a < b]
