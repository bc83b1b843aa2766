"""Places where words stand in a text, and operations on spans."""

from collections.abc import Iterable, Sequence

from app.terms.spans import Span, cuts_word

NEAR = 300  # code points: words of source and cue are looked for within this distance of the content first, then anywhere


def find_places(text: str, words: str, within: Span) -> list[Span]:
    """Return the spans of words in a part of the text, letter for letter and as whole words, in order."""
    found, wanted = [], words.strip()
    at = text.find(wanted, *within) if wanted else -1
    while at >= 0:
        span = at, at + len(wanted)
        found += [] if cuts_word(text, span) else [span]
        at = text.find(wanted, at + len(wanted), within[1])
    return found


def next_place(places: Sequence[Span], occurrence: int, after: int, *, is_first: bool) -> Span | None:
    """Return the place of a piece of content: for the first piece number ``occurrence``, for a later piece the first from ``after`` on.

    Models count badly: if number ``occurrence`` does not exist, return the first place from ``after`` on, or else the very first.
    """
    if is_first and 1 <= occurrence <= len(places):
        return places[occurrence - 1]
    later = (place for place in places if place[0] >= after)
    return next(later, places[0] if is_first and places else None)


def nearest_place(places: Sequence[Span], anchors: Sequence[Span]) -> Span | None:
    """Return the place nearest to the anchors: one outside of them if it is at most ``NEAR`` away, else any."""
    outside = [place for place in places if not any(_overlap(place, span) for span in anchors)]
    near = [place for place in outside if _distance(place, anchors) <= NEAR]
    return min(near or places, key=lambda place: _distance(place, anchors), default=None)


def subtract_spans(text: str, spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return the spans less the holes in them, without blanks at the edges, and without pieces that hold no word."""
    pieces = list(spans)
    for hole in holes:
        pieces = [piece for span in pieces for piece in ((span[0], min(span[1], hole[0])), (max(span[0], hole[1]), span[1]))]
        pieces = [piece for piece in dict.fromkeys(pieces) if piece[0] < piece[1]]
    return sorted_without_overlaps(_trimmed(text, span) for span in pieces if any(letter.isalnum() for letter in text[slice(*span)]))


def sorted_without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in the order of the text, and of two that overlap only the first."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept


def _trimmed(text: str, span: Span) -> Span:
    words = text[slice(*span)]
    return span[0] + len(words) - len(words.lstrip()), span[1] - len(words) + len(words.rstrip())


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _distance(place: Span, anchors: Sequence[Span]) -> int:
    return min(max(span[0] - place[1], place[0] - span[1], 0) for span in anchors)
