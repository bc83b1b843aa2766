"""Attributions completed by rule: whole quotations as contents, "according to", and quotations that the tagger missed."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.extract.attribution.boundaries import extend_to_quotations, has_words, merge_overlaps, overlapping
from app.extract.attribution.citations import with_cited_sources
from app.extract.attribution.interruptions import with_interrupted_contents
from app.extract.attribution.modes import is_quoted_name
from app.extract.attribution.negations import is_unsaid
from app.extract.attribution.patterns import attribution_beside, find_according_to, with_source_beside
from app.extract.attribution.pleas import find_pleas, with_plea
from app.extract.attribution.relations import Attribution
from app.extract.attribution.relays import with_quoted_speaker
from app.extract.attribution.sequels import split_sequels
from app.extract.attribution.trims import trim_spans
from app.extract.text.anonymity import anonymity_requests
from app.extract.text.quotations import Quotation
from app.extract.text.segmentation import Span, Text
from app.extract.text.span_sets import SpanSet

# A quotation of so many words is an utterance; fewer are enough if it begins like a sentence.
UTTERANCE_WORDS, SENTENCE_WORDS = 10, 5
NEAR = 300  # characters between an attribution and a quotation that continues it
COUNTED_CHARACTERS = 400  # of a quotation, in which its words are counted
WORD = re.compile(r"\w+")
SENTENCE_START = re.compile(r"\W*[A-Z]")


def complete_attributions(text: Text, attributions: Iterable[Attribution], quotations: Sequence[Quotation]) -> list[Attribution]:
    """Return the attributions, completed by rule, in order of their start.

    Contents are extended to whole quotations. Attributions by "according to" are added, and quotations without an attribution. Such a
    quotation continues the attribution before it, if that ends in a colon. Otherwise it is a claim of its own. Its source is the name
    beside it ("Smith: “...”"), if there is one. What was not said is left out, and so are contents
    without a letter and requests for anonymity.
    """
    quoted = SpanSet(quotation.span for quotation in quotations)
    # what a quotation tells of its own speaker, or of what nobody said, leaves the quotation itself without an attribution
    tagged = [each for each in attributions if not (_is_within(quoted, each.cue) and is_unsaid(text, each))]
    tagged = with_cited_sources(text, with_interrupted_contents(text, tagged, quotations))
    tagged.extend(_without_known([*find_according_to(text), *find_pleas(text, quotations)], tagged))
    whole = _distinct(_whole(text, each, quotations) for each in tagged)
    whole.sort(key=_end)
    joined = _add_unattributed_quotations(text, whole, quotations)
    completed = _distinct(part for each in joined for part in split_sequels(text, each, quotations))
    requests = SpanSet(anonymity_requests(text))
    said = (each for each in completed if _has_letters(text, each) and not is_unsaid(text, each) and not _is_within(requests, each.cue))
    return sorted(said, key=lambda each: each.start)


def _is_within(spans: SpanSet, cue: Sequence[Span]) -> bool:
    return bool(cue) and spans.covers(cue[0][0])


def _whole(text: Text, attribution: Attribution, quotations: Sequence[Quotation]) -> Attribution:
    read = trim_spans(text, with_quoted_speaker(text, with_plea(text, attribution)), quotations)
    return with_source_beside(text, extend_to_quotations(text, read, quotations))


def _distinct(attributions: Iterable[Attribution]) -> list[Attribution]:
    """Return the attributions; of several with the same spans the first. Two that the tagger kept apart may be completed to the same."""
    by_spans: dict[tuple[tuple[Span, ...], ...], Attribution] = {}
    for each in attributions:
        by_spans.setdefault((tuple(each.source), tuple(each.cue), tuple(each.content)), each)
    return [*by_spans.values()]


def _without_known(new: Iterable[Attribution], known: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the new attributions whose cue overlaps no cue or source of the known ones."""
    known_spans = sorted(span for each in known for span in (*each.cue, *each.source))
    longest = max((end - start for start, end in known_spans), default=0)
    for each in new:
        start, end = each.cue[0]
        index = bisect_right(known_spans, (end, 0)) - 1
        while index >= 0 and known_spans[index][0] >= start - longest and known_spans[index][1] <= start:
            index -= 1
        if index < 0 or known_spans[index][1] <= start:
            yield each


@dataclass
class _QuotationChain:
    """An attribution and the quotations that continue it."""

    attribution: Attribution
    end: int
    added_spans: list[Span] = field(default_factory=list)

    def add(self, quotation: Quotation) -> None:
        self.added_spans.extend(quotation.paragraphs)
        self.end = quotation.span[1]

    def merged(self) -> Attribution:
        content = merge_overlaps([*self.attribution.content, *self.added_spans])
        return replace(self.attribution, content=content) if self.added_spans else self.attribution


def _add_unattributed_quotations(text: Text, known: list[Attribution], quotations: Sequence[Quotation]) -> list[Attribution]:
    """Return the known attributions, which are in order of their end, and those of quotations that had none."""
    chains = [_QuotationChain(each, _end(each)) for each in known]
    ends, attributed, latest = [each.end for each in chains], _attributed_quotations(text, known, quotations), None
    marks_are_single = all(each.is_single for each in quotations)  # otherwise single marks are scare quotes and headings
    for quotation in quotations:
        if quotation.span in attributed or quotation.is_single != marks_are_single or not _is_utterance(text, quotation):
            continue
        index = bisect_right(ends, quotation.span[0]) - 1
        preceding = chains[index] if index >= 0 and (latest is None or ends[index] >= latest.end) else latest
        attribution = attribution_beside(text, quotation)
        if preceding and not attribution and _continues(text, preceding, quotation):
            preceding.add(quotation)
            latest = preceding
        else:
            latest = _QuotationChain(attribution or Attribution((), (), quotation.paragraphs), quotation.span[1])
            chains.append(latest)
    return [each.merged() for each in chains]


def _attributed_quotations(text: Text, known: Sequence[Attribution], quotations: Sequence[Quotation]) -> set[Span]:
    """Return the spans of the quotations that share a word with an attribution."""
    return {
        quotation.span
        for each in known
        for span in (*each.content, *each.source, *each.cue)
        for quotation in overlapping(span, quotations)
        if has_words(text, max(span[0], quotation.span[0]), min(span[1], quotation.span[1]))
    }


def _is_utterance(text: Text, quotation: Quotation) -> bool:
    """Whether a quotation is something said: no name, no scare quotes, not in the headline."""
    start, end = quotation.span
    words = len(WORD.findall(text.words_at(start, min(end, start + COUNTED_CHARACTERS))))
    is_sentence = text.sentence_at(start)[0] == start and text.words_at(start, end).rstrip("\"”’'»")[-1:] in tuple(".!?…")
    is_heading = words < SENTENCE_WORDS and (start, end) == text.paragraphs[text.paragraph_at(start)]
    is_long = words >= UTTERANCE_WORDS or (words >= SENTENCE_WORDS and SENTENCE_START.match(text.text, start) is not None)
    in_headline = text.has_headline and text.paragraph_at(start) == 0
    is_said = quotation.is_closed and words > 0 and (is_long or is_sentence)
    return is_said and not is_heading and not in_headline and not is_quoted_name(text, quotation)


def _continues(text: Text, preceding: _QuotationChain, quotation: Quotation) -> bool:
    """Whether a quotation continues the attribution before it, which ends in a colon."""
    start, end = quotation.span[0], preceding.end
    if not 0 <= start - end <= NEAR or text.words_at(end, start).strip() not in (":", ""):
        return False
    return text.words_at(end - 1, start).strip().endswith(":")


def _has_letters(text: Text, attribution: Attribution) -> bool:
    return any(any(map(str.isalpha, text.words_at(*span))) for span in attribution.content)


def _end(attribution: Attribution) -> int:
    return max(end for _, end in (*attribution.source, *attribution.cue, *attribution.content))
