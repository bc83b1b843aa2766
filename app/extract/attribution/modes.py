"""Mode of a claim: direct, indirect or mixed, by how much of its content is in quotation marks."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from app.extract.attribution.relations import Attribution
from app.extract.text.quotations import Quotation, find_quotations
from app.extract.text.segmentation import Span, Text
from app.terms.vocabulary import ClaimMode

MAX_WORDS_OUTSIDE = 2  # words of a direct content that may be outside the marks: "that", "and"
NAMING = re.compile(
    r"\b(?:named|called|titled|entitled|nicknamed|dubbed|known as|films?|movies?|books?|songs?|novels?|albums?|series|shows?"
    r"|hashtags?|websites?|campaigns?)[\s,]*$",
    re.IGNORECASE,
)
LOOK_BACK = 40  # characters before a quotation that may hold a word of NAMING
MAX_NAME = 120  # characters
WORD = re.compile(r"[^\W\d_][\w’'-]*")
SENTENCES = re.compile(r"[A-Z‘'\[(][^\n]*[.!?…][)\]'’]?\s*")


def claim_mode(text: Text, attribution: Attribution, quotations: Sequence[Quotation]) -> ClaimMode:
    """Return the mode of a claim; quoted names and titles of works do not count as quotations.

    Args:
        text: the article.
        attribution: the claim.
        quotations: all quotations of the text, in order. One that encloses source and cue as well is somebody else's, and does not count.
    """
    if attribution.is_turn:
        return "direct"
    enclosing = _enclosing_quotation(attribution, quotations)
    word_count = sum(_count_words(text, span) for span in attribution.content)
    quoted_count = sum(
        _count_words(text, part) for span in attribution.content for part in _quoted_parts(text, span, quotations, enclosing)
    )
    if _is_transcript(text, attribution) and quoted_count < word_count / 2:
        return "direct"
    if quoted_count and word_count - quoted_count <= min(MAX_WORDS_OUTSIDE, quoted_count):
        return "direct"
    return "mixed" if quoted_count else "indirect"


def is_quoted_name(text: Text, quotation: Quotation) -> bool:
    """Whether a quotation is a name or a title of a work, by its capitals."""
    start, end = quotation.span
    words = [word for word in WORD.findall(text.words_at(start, min(end, start + MAX_NAME))) if len(word) > 3]
    if not words or end - start > MAX_NAME or not all(word[0].isupper() for word in words):
        return False
    return len(words) > 2 or NAMING.search(text.text, max(0, start - LOOK_BACK), start) is not None


def _enclosing_quotation(attribution: Attribution, quotations: Sequence[Quotation]) -> Quotation | None:
    """Return the quotation that encloses source and cue; None without one."""
    speaker_spans = (*attribution.source, *attribution.cue)
    index = bisect_right(quotations, attribution.start, key=lambda each: each.span[0]) - 1
    is_around = speaker_spans and index >= 0 and max(end for _, end in speaker_spans) <= quotations[index].span[1]
    return quotations[index] if is_around else None


def _quoted_parts(text: Text, span: Span, quotations: Sequence[Quotation], enclosing: Quotation | None) -> Iterator[Span]:
    """Yield the quoted parts of a span, in order. Cost: the quotations that overlap the span."""
    index = max(0, bisect_right(quotations, span[0], key=lambda each: each.span[0]) - 1)
    while index < len(quotations) and quotations[index].span[0] < span[1]:
        if quotations[index] is enclosing:
            yield from _nested_quotations(text, span)
        elif not is_quoted_name(text, quotations[index]):
            yield from (cut for part in quotations[index].paragraphs if (cut := _intersection(part, span)))
        index += 1


def _nested_quotations(text: Text, span: Span) -> Iterator[Span]:
    """Yield the quotations within a span that is itself part of a quotation."""
    for quotation in find_quotations(Text(text.words_at(*span))):
        if quotation.is_closed:
            yield from ((span[0] + start, span[0] + end) for start, end in quotation.paragraphs)


def _intersection(one: Span, other: Span) -> Span | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def _count_words(text: Text, span: Span) -> int:
    return sum(1 for _ in WORD.finditer(text.text, *span))


def _is_transcript(text: Text, attribution: Attribution) -> bool:
    """Whether whole sentences without marks follow a bare name or nothing, as in interviews and block quotations."""
    return not attribution.cue and all(SENTENCES.fullmatch(text.text, *span) for span in attribution.content)
