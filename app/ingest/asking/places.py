"""The places in a text of words that somebody says stand there."""

from collections.abc import Iterable, Sequence

from app.terms.spans import Span, cuts_word

NEAR = 300  # code points: as far from what was said as the words of its source and cue are looked for first


def places_of(text: str, words: str, within: Span) -> list[Span]:
    """Return where in a part of the text the words stand, letter for letter and as whole words, in order."""
    found, wanted = [], words.strip()
    at = text.find(wanted, *within) if wanted else -1
    while at >= 0:
        span = at, at + len(wanted)
        found += [] if cuts_word(text, span) else [span]
        at = text.find(wanted, at + len(wanted), within[1])
    return found


def following(places: Sequence[Span], occurrence: int, after: int, *, is_first: bool) -> Span | None:
    """Return the place that is meant: of the first piece the one counted to, of others the next one. None if there is no place.

    Models count badly: where there is no such place, it is the first one after what was found before, or the first of all.
    """
    if is_first and 1 <= occurrence <= len(places):
        return places[occurrence - 1]
    behind = (place for place in places if place[0] >= after)
    return next(behind, places[0] if is_first and places else None)


def nearest(places: Sequence[Span], anchors: Sequence[Span]) -> Span | None:
    """Return the place nearest to the anchors: before or behind them, or within one where there is none near them."""
    outside = [place for place in places if not any(_overlap(place, span) for span in anchors)]
    near = [place for place in outside if _distance(place, anchors) <= NEAR]
    return min(near or places, key=lambda place: _distance(place, anchors), default=None)


def without(text: str, spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return the spans less the holes in them, without blanks at the edges, and nothing that has no word."""
    left = list(spans)
    for hole in holes:
        left = [piece for span in left for piece in ((span[0], min(span[1], hole[0])), (max(span[0], hole[1]), span[1]))]
        left = [piece for piece in dict.fromkeys(left) if piece[0] < piece[1]]
    return in_order(_trimmed(text, span) for span in left if any(letter.isalnum() for letter in text[slice(*span)]))


def in_order(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in the order of the text; of two that overlap the first."""
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
