"""Pleas before a court ("pleaded not guilty on Monday to theft"): what was pleaded is what was said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.extract.attribution.relations import Attribution
from app.extract.text.quotations import Quotation
from app.extract.text.segmentation import Span, Text
from app.extract.text.span_sets import SpanSet

DAYS = r"Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"
# where and when, between the plea and its "to"
LEAD = rf"(?: (?:(?:on|in|at|before|last|this) (?:[^.,;:\"“”\n]|,(?= \d)|,(?= to\b)){{1,60}}?|yesterday|today|(?:{DAYS})day)){{0,2}}?"
PLEA = re.compile(
    rf"(?P<verb>\b(?:(?:has|have|had) )?(?:pleaded|pleads|pled)) (?P<plea>(?:not )?guilty)\b"
    rf"(?:(?P<lead>{LEAD})(?P<charge> to [^.;:\"“”\n]{{1,200}}?(?= (?:on|yesterday|today|(?:{DAYS})day)\b|[.,;:](?!\d)|\n|$)))?",
    re.IGNORECASE,
)
NAME = r"[^\W\d_a-z][\w.’'-]*(?: (?:(?:de|van|von|der|bin|al) )*[^\W\d_a-z][\w.’'-]*){0,5}"
SUBJECT = re.compile(
    rf"(?P<subject>{NAME}|(?:[Tt]he|[Aa]n?|[Tt]wo|[Tt]hree|[Hh]is|[Hh]er)(?: [\w’'-]+){{1,4}}|\b(?:[Hh]e|[Ss]he|[Tt]hey|who|[Bb]oth))"
    r"(?:, [^,.;:\"“”\n]{1,60},)? $"
)
REACH = 160  # characters around the verb in which its subject and the plea are sought


def find_pleas(text: Text, quotations: Sequence[Quotation]) -> Iterator[Attribution]:
    """Yield the pleas of a text with their subjects, in order; none within a quotation, in which somebody else tells of them."""
    quoted = SpanSet(quotation.span for quotation in quotations)
    for match in PLEA.finditer(text.text):
        if quoted.covers(match.start()):
            continue
        first = max(text.sentence_at(match.start())[0], match.start() - REACH)
        if subject := SUBJECT.search(text.words_at(first, match.start())):
            source = (first + subject.start("subject"), first + subject.end("subject"))
            yield Attribution((source,), (match.span("verb"),), _content(match))


def with_plea(text: Text, attribution: Attribution) -> Attribution:
    """Return the attribution with the verb as cue and the plea as content, if its cue is a verb of pleading."""
    for start, end in attribution.cue[:1]:
        sentence = text.sentence_at(start)
        for match in PLEA.finditer(text.text, max(sentence[0], start - REACH), min(sentence[1], end + 2 * REACH)):
            if match.start("verb") < end and start < match.end("verb"):
                return replace(attribution, cue=(match.span("verb"),), content=_content(match))
    return attribution


def _content(match: re.Match[str]) -> tuple[Span, ...]:
    """Return the plea and the charge: one span where nothing stands between them."""
    start, end = match.span("plea")
    if match["charge"] is None:
        return ((start, end),)
    charge = (match.start("charge") + 1, match.end("charge"))
    return ((start, charge[1]),) if not match["lead"] else ((start, end), charge)
