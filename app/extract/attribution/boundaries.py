"""Content spans adjusted to quotation marks: a quotation is part of a claim as a whole or not at all."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.extract.attribution.relations import Attribution
from app.extract.text.quotations import Quotation
from app.extract.text.segmentation import Span, Text

BLANKS = " \t\xa0"


def extend_to_quotations(text: Text, attribution: Attribution, quotations: Sequence[Quotation]) -> Attribution:
    """Return the attribution with contents extended to whole quotations.

    A quotation is included, with its marks, if the content has a word of it, or nothing but a mark of it, and cut off otherwise. Quotations
    that are not closed, or that enclose the source or the cue as well, change nothing.
    """
    speaker_spans = (*attribution.source, *attribution.cue)
    is_bare = not any(has_words(text, *span) for span in attribution.content)
    extended: list[Span] = []
    for span in attribution.content:
        extended.extend(
            _extended(text, span, [each for each in overlapping(span, quotations) if _counts(each, speaker_spans)], is_bare=is_bare)
        )
    content = merge_overlaps(extended)
    return replace(attribution, content=content) if content else attribution


def overlapping(span: Span, quotations: Sequence[Quotation]) -> Iterator[Quotation]:
    """Yield the quotations that overlap a span, from a list in order of the text."""
    index = max(0, bisect_right(quotations, span[0], key=lambda each: each.span[0]) - 1)
    while index < len(quotations) and quotations[index].span[0] < span[1]:
        if quotations[index].span[1] > span[0]:
            yield quotations[index]
        index += 1


def has_words(text: Text, start: int, end: int) -> bool:
    """Whether there is a letter or a digit between two offsets."""
    return any(map(str.isalnum, text.text[start:end]))


def merge_overlaps(spans: list[Span]) -> tuple[Span, ...]:
    """Return the spans in order, overlapping ones merged."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return tuple(merged)


def _counts(quotation: Quotation, speaker_spans: Sequence[Span]) -> bool:
    """Whether a quotation changes a content: it is closed, and has no word of the source or the cue."""
    first, last = quotation.span
    return quotation.is_closed and not any(first < end and start < last for start, end in speaker_spans)


def _extended(text: Text, span: Span, quotations: Sequence[Quotation], *, is_bare: bool) -> Iterator[Span]:
    """Yield the span, extended or cut at both ends, and the other paragraphs of the quotations that it includes."""
    start, end = span
    for quotation in quotations:
        first, last = next((part for part in quotation.paragraphs if part[0] < span[1] and span[0] < part[1]), quotation.span)
        if is_bare or has_words(text, max(first, span[0]), min(last, span[1])):
            start, end = min(start, first), max(end, last)
            yield from (part for part in quotation.paragraphs if part != (first, last))
        elif first <= span[0]:
            start = last
        elif last >= span[1]:
            end = first
    while start < end and text.text[start] in BLANKS:
        start += 1
    while start < end and text.text[end - 1] in BLANKS:
        end -= 1
    if start < end:
        yield start, end
