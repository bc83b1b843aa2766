"""Outlet that reported a claim ("AFP quoted him as saying"), and section of the article with the claim."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Span, Text
from app.extract.words.lists import alternatives, load
from app.terms.vocabulary import Section

LISTS = load("outlets")

NESTED_SPANS = 20  # contents that begin before a cue in which it may stand
REACH = 300  # characters around the cue, inside its sentence
NAME = r"(?:the |The )?[^\W\d_a-z][\w.’&'-]*(?:[ \xa0](?:(?:of|the|and|for)[ \xa0])*[^\W\d_a-z][\w.’&'-]*){0,6}"
QUOTED_BY = re.compile(rf"\b(?:quoted|cited|carried|reported|aired|broadcast|relayed) (?:as \w+ )?(?:\w+ )?(?:by|in) (?P<name>{NAME})")
ACCORDING_TO = re.compile(rf"\b[Aa]ccording to (?P<name>{NAME})")
REPORTED = re.compile(rf",[\"”’']? (?P<name>{NAME}) (?:(?:has|had) )?report(?:ed|s)(?=[.,]| (?:on|in|at|late|earlier|last)\b)")
QUOTING = re.compile(rf"(?P<name>{NAME}) (?:\w+ )?quot(?:ed|es|ing) ")
# Other names before "quoted" or behind "according to" are mostly sources of their own.
OUTLET = re.compile(rf"\b(?:{alternatives(LISTS['words in names'])})\b", re.IGNORECASE)


def claim_section(text: Text, attribution: Attribution) -> Section:
    """Return the section of a claim: headline or body."""
    return "headline" if text.has_headline and text.paragraph_at(attribution.start) == 0 else "body"


def outlet_name(text: Text, attribution: Attribution) -> str | None:
    """Return the words that name the outlet that passed a claim on; None where the article has it first-hand."""
    if attribution.relayed_by:
        return _name(text.words_at(*attribution.relayed_by[0]))
    if not attribution.cue:
        return None
    cue = attribution.cue[0]
    sentence = text.sentence_at(cue[0])
    first, last = max(sentence[0], cue[0] - REACH), min(sentence[1], cue[1] + REACH)
    for pattern in (QUOTED_BY, ACCORDING_TO, REPORTED, QUOTING):
        for match in pattern.finditer(text.text, first, last):
            if OUTLET.search(match["name"]) and not _is_part_of_claim(match.span("name"), attribution):
                return _name(match["name"])
    return None


def outer_attributions(attributions: Sequence[Attribution]) -> list[int | None]:
    """Return for each attribution the index of the one within whose content its cue stands; None where there is none.

    Of several, the one whose content begins last.
    """
    spans = sorted((span, number) for number, each in enumerate(attributions) for span in each.content)
    return [_outer(spans, number, each.cue[0]) if each.cue else None for number, each in enumerate(attributions)]


def _outer(spans: Sequence[tuple[Span, int]], number: int, cue: Span) -> int | None:
    last = bisect_right(spans, ((cue[0], cue[0]), 0))
    nearest = reversed(spans[max(0, last - NESTED_SPANS) : last])
    return next((other for (_, end), other in nearest if other != number and cue[1] <= end), None)


def _name(words: str) -> str:
    """Return the words without article and closing punctuation: the name under which the outlet also speaks."""
    name = re.sub(r"^(?:[Tt]he )?(?:[a-z]+ )*(?=\W?[A-Z])|\s(?:news )?(?:agency|newspaper|magazine)$", "", words.strip(" .,'’"))
    return name.strip('«»"“”')


def _is_part_of_claim(name: Span, attribution: Attribution) -> bool:
    """Whether a name overlaps the source or the content of the claim."""
    return any(first < name[1] and name[0] < last for first, last in (*attribution.source, *attribution.content))
