"""Snippets: where in a hit the words stand that were searched for. Plain text, the original words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.answers.articles import ArticleOut
from app.answers.claims import ClaimOut
from app.answers.entities import EntityOut
from app.answers.events import EventOut
from app.answers.search import Snippet, SnippetField, SnippetPart
from app.queries.searching.full_text import FEW_WORDS, Wanted
from app.terms.words import WORD, located_words, whole_words_pattern

LENGTH = 160  # of a snippet, in code points
# Long texts are read window by window, only as far as it takes to find all that is wanted near each other. To locate all words of
# 5 MB takes seconds; to fold its letters half a second, and much less where they are ASCII.
WINDOW = 1_024
SPACE = re.compile(r"\s")

Passage = tuple[SnippetField, str | None]  # a field may have several


class Place(NamedTuple):
    """A half-open range of a text."""

    start: int
    end: int


class Spot(NamedTuple):
    """A word that is wanted, and where it stands."""

    found: set[str]
    place: Place


def claim_passages(claim: ClaimOut) -> list[Passage]:
    """Return what a claim is found by. An article may call a speaker otherwise than the name that was resolved."""
    speaker = claim["speaker"]
    named = [speaker["name"], speaker["descriptor"], speaker["as_said"]] if speaker else []
    return [("gist", claim["gist"]), ("quote", claim["quote"]), *(("speaker", name) for name in named)]


def event_passages(event: EventOut) -> list[Passage]:
    """Return what an event is found by."""
    taking_part = [part["name"] or (part["entity"] and part["entity"]["descriptor"]) for part in event["participants"]]
    return [("title", event["title"]), ("place", event["place"]), *(("participants", name) for name in taking_part)]


def entity_passages(entity: EntityOut) -> list[Passage]:
    """Return what an entity is found by."""
    return [("name", entity["name"]), *(("aliases", name) for name in entity["aliases"]), ("descriptor", entity["descriptor"])]


def article_passages(article: ArticleOut, text: str | None) -> list[Passage]:
    """Return what an article is found by."""
    byline: list[Passage] = [("byline", name) for name in article["byline"]]
    return [("title", article["title"]), ("publisher", article["publisher"]), *byline, ("text", text)]


def snippet_of(passages: Sequence[Passage], wanted: Wanted) -> Snippet:
    """Return a stretch of the passage that has most of what is wanted, the first of equals; without a match the first with a text.

    The stretch is the first of those with most of what is wanted, at most 160 code points, cut at word borders; of a word or
    a run without words that is longer, the first 160. No parts where no passage has a text.
    """
    best_field, best_text, best_place, most = passages[0][0], "", Place(0, 0), -1
    for field, text in passages:
        if text and most < len(wanted):
            number, place = _densest(text, wanted)
            if number > most:
                best_field, best_text, best_place, most = field, text, place, number
    stretch = _stretch(best_text, best_place)
    return Snippet(field=best_field, parts=_parts(best_text[stretch.start : stretch.end], wanted))


def _densest(text: str, wanted: Wanted) -> tuple[int, Place]:
    """Return how much of what is wanted the text has, and where most of that stands close together."""
    seen, most, best = set[str](), 0, Place(0, 0)
    for start, window in _windows(text):
        spots = _spots(window, wanted)
        found = set[str]().union(*(spot.found for spot in spots))
        seen |= found
        if len(found) > most:
            number, place = _closest(spots)
            if number > most:
                most, best = number, Place(start + place.start, start + place.end)
        if most == len(wanted):
            break
    return len(seen), best


def _windows(text: str) -> Iterator[tuple[int, str]]:
    """Yield windows with where they start, cut before white space. They overlap, so that each stretch lies in one of them."""
    start = 0
    while start < len(text):
        following = _space(text, start + WINDOW)
        yield start, text[start : _space(text, following + LENGTH)]
        start = following


def _space(text: str, place: int) -> int:
    match = SPACE.search(text, place)
    return match.start() if match else len(text)


def _spots(text: str, wanted: Wanted) -> list[Spot]:
    found = ((wanted.among([word]), start, end) for word, start, end in located_words(text, _pattern(wanted)))
    return [Spot(some, Place(start, end)) for some, start, end in found if some]


@lru_cache(64)
def _pattern(wanted: Wanted) -> re.Pattern[str]:
    return whole_words_pattern(wanted.words, wanted.beginning) if 0 < len(wanted) <= FEW_WORDS else WORD


def _closest(spots: Sequence[Spot]) -> tuple[int, Place]:
    """Return how much of what is wanted stands within the length of a snippet, and where, from the first spot to the last."""
    most, best, first = 0, Place(0, 0), 0
    inside = defaultdict[str, int](int)
    for number, (found, place) in enumerate(spots):
        _add(inside, found, 1)
        while first < number and place.end - spots[first].place.start > LENGTH:
            _add(inside, spots[first].found, -1)
            first += 1
        if len(inside) > most:
            most, best = len(inside), Place(spots[first].place.start, place.end)
    return most, best


def _add(numbers: dict[str, int], words: Iterable[str], number: int) -> None:
    """Add to the number of each word; those that come to nothing go."""
    for word in words:
        numbers[word] += number
        if not numbers[word]:
            del numbers[word]


def _stretch(text: str, core: Place) -> Place:
    """Widen a place to the length of a snippet. One word may be longer than that already."""
    spare = LENGTH - (core.end - core.start)
    if spare <= 0:
        return core
    start = _start(text, core.start, max(0, min(core.start - spare // 2, len(text) - LENGTH)))
    return Place(start, _end(text, core.end, start + LENGTH))


def _start(text: str, core: int, limit: int) -> int:
    """Return where the first word behind the limit starts. The limit may lie within a word: what stands there is left out."""
    whole = [limit + word.start for word in located_words(text[limit:core])][1:]
    return 0 if limit == 0 else min(whole, default=core)


def _end(text: str, core: int, limit: int) -> int:
    """Return where the last word before the limit ends. Where nothing was found, and no word ends, there is nothing to cut at."""
    whole = [core + word.end for word in located_words(text[core:limit])][:-1]
    return len(text) if limit >= len(text) else max(whole, default=core or limit)


def _parts(text: str, wanted: Wanted) -> list[SnippetPart]:
    edges = [0]
    for _, (start, end) in _spots(text, wanted):
        if len(edges) > 1 and start <= edges[-1]:
            edges[-1] = end
        else:
            edges += [start, end]
    parts = pairwise([*edges, len(text)])
    # One word may be longer than a snippet; then it is all there is.
    return [SnippetPart(text=text[start:end][:LENGTH], match=number % 2 == 1) for number, (start, end) in enumerate(parts) if start < end]
