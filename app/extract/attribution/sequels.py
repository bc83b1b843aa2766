"""Sequels: quotations that follow a claim without a cue, and are claims of their own by the same speaker."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from app.extract.attribution.relations import Attribution
from app.extract.text.quotations import Quotation
from app.extract.text.segmentation import Span, Text


def split_sequels(text: Text, attribution: Attribution, quotations: Sequence[Quotation]) -> Iterator[Attribution]:
    """Yield an attribution with the quotations beside its cue alone, and each other whole quotation as a claim without source and cue.

    "“A,” she said. “B.”" are two claims; "“A,” she said, “and b.”" is one. An attribution without a cue stays as it is.
    """
    groups = [tuple(spans) for _, spans in groupby(attribution.content, lambda span: _quotation_at(span, quotations))]
    own = [spans for spans in groups if not attribution.cue or not _is_sequel(text, attribution, spans, quotations)] or groups[:1]
    yield replace(attribution, content=tuple(span for spans in own for span in spans))
    yield from (Attribution((), (), spans, score=attribution.score) for spans in groups if spans not in own)


def _quotation_at(span: Span, quotations: Sequence[Quotation]) -> int:
    """Return the index of the last quotation that begins at or before the start of a span; -1 without one."""
    return bisect_right(quotations, span[0], key=lambda each: each.span[0]) - 1


def _is_sequel(text: Text, attribution: Attribution, spans: Sequence[Span], quotations: Sequence[Quotation]) -> bool:
    """Whether spans are a whole quotation that begins a sentence, and are not beside the cue."""
    at, start = _quotation_at(spans[0], quotations), spans[0][0]
    begins = at >= 0 and quotations[at].span[0] == start and text.sentence_at(start)[0] == start
    return begins and not _is_beside_cue(text, attribution, (start, spans[-1][1]))


def _is_beside_cue(text: Text, attribution: Attribution, span: Span) -> bool:
    """Whether a span is the last before the cue, or reaches into its sentence, or follows that after a colon."""
    cue, (first, last) = attribution.cue[0][0], text.sentence_at(attribution.cue[0][0])
    if span[1] <= cue:
        return span[1] > first or not any(span[1] <= start < cue for start, _ in attribution.content)
    return span[0] < last or text.words_at(last - 1, span[0]).strip().endswith(":")
