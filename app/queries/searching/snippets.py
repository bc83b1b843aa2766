"""Cut snippets: the stretch of a hit's text with most search terms, as plain text with the matches marked."""

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
from app.queries.searching.full_text import FEW_WORDS
from app.queries.searching.terms import SearchTerms
from app.terms.words import WORD, LocatedWord, fold_letters, located_words, whole_words_pattern

LENGTH = 160  # of a snippet, in code points
# Characters of a chunk. Long texts are read chunk by chunk until all terms are found close together. In 5 MB of text, locating all words
# takes seconds, and folding all letters half a second, much less if they are ASCII.
CHUNK = 1_024
SPACE = re.compile(r"\s")

Passage = tuple[SnippetField, str | None]  # a field may have several passages


class Place(NamedTuple):
    """A half-open range of a text."""

    start: int
    end: int


class Match(NamedTuple):
    """The terms that a word or a phrase matches, and its place."""

    terms: set[str]
    place: Place


def claim_passages(claim: ClaimOut) -> list[Passage]:
    """Return the searched texts of a claim. The name in the article, which may not be the resolved entity's, is one of them."""
    speaker = claim["speaker"]
    names = [speaker["name"], speaker["descriptor"], speaker["as_said"]] if speaker else []
    return [("gist", claim["gist"]), ("quote", claim["quote"]), *(("speaker", name) for name in names)]


def event_passages(event: EventOut) -> list[Passage]:
    """Return the searched texts of an event."""
    names = [part["name"] or (part["entity"] and part["entity"]["descriptor"]) for part in event["participants"]]
    return [("title", event["title"]), ("place", event["place"]), *(("participants", name) for name in names)]


def entity_passages(entity: EntityOut) -> list[Passage]:
    """Return the searched texts of an entity."""
    return [("name", entity["name"]), *(("aliases", name) for name in entity["aliases"]), ("descriptor", entity["descriptor"])]


def article_passages(article: ArticleOut, text: str | None) -> list[Passage]:
    """Return the searched texts of an article."""
    byline: list[Passage] = [("byline", name) for name in article["byline"]]
    return [("title", article["title"]), ("publisher", article["publisher"]), *byline, ("text", text)]


def snippet_of(passages: Sequence[Passage], search_terms: SearchTerms) -> Snippet:
    """Return a stretch of the first passage with most terms; where none matches, of the first passage that has a text.

    The stretch is the first with most terms, at most 160 code points, cut at word borders. A longer word, or a longer run without
    words, is cut after 160. There are no parts where no passage has a text.
    """
    best_field, best_text, best_place, most = passages[0][0], "", Place(0, 0), -1
    for field, text in passages:
        if text and most < len(search_terms):
            number, place = _densest(text, search_terms)
            if number > most:
                best_field, best_text, best_place, most = field, text, place, number
    stretch = _stretch(best_text, best_place)
    return Snippet(field=best_field, parts=_parts(best_text[stretch.start : stretch.end], search_terms))


def _densest(text: str, search_terms: SearchTerms) -> tuple[int, Place]:
    """Return the number of terms in the text, and the place where most of them stand close together."""
    seen, most, best = set[str](), 0, Place(0, 0)
    for start, chunk in _chunks(text):
        matches = _matches(chunk, search_terms)
        terms = set[str]().union(*(match.terms for match in matches))
        seen |= terms
        if len(terms) > most:
            number, place = _closest(matches)
            if number > most:
                most, best = number, Place(start + place.start, start + place.end)
        if most == len(search_terms):
            break
    return len(seen), best


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield (start, chunk), cut before white space. Chunks overlap, so that each stretch lies within one."""
    start = 0
    while start < len(text):
        following = _next_space(text, start + CHUNK)
        yield start, text[start : _next_space(text, following + LENGTH)]
        start = following


def _next_space(text: str, place: int) -> int:
    match = SPACE.search(text, place)
    return match.start() if match else len(text)


def _matches(text: str, search_terms: SearchTerms) -> list[Match]:
    """Return the matches in the text, in order. None overlaps another: matches that do become one, of all their terms."""
    located = located_words(text, _pattern(search_terms))
    if not search_terms.has_phrases:
        return [Match(terms, Place(start, end)) for word, start, end in located if (terms := search_terms.found_in([word]))]
    words = [*located]
    singles = [Match(terms, Place(start, end)) for word, start, end in words if (terms := search_terms.found_in([word]))]
    return _merge_overlapping([*singles, *_phrase_matches(text, words, search_terms)])


def _phrase_matches(text: str, words: Sequence[LocatedWord], search_terms: SearchTerms) -> Iterator[Match]:
    """Yield the phrases among the words of a text, of which some may be left out."""
    is_next = [not WORD.search(fold_letters(text[one.end : other.start])) for one, other in pairwise(words)]
    phrases = [
        *((phrase, False) for phrase in search_terms.phrases),
        *([(search_terms.begun_phrase, True)] if search_terms.begun_phrase else []),
    ]
    for phrase, is_begun in phrases:
        *first, last = phrase.split()
        for number in range(len(words) - len(first)):
            end = number + len(first)
            ends_well = words[end].word.startswith(last) if is_begun else words[end].word == last
            if ends_well and all(is_next[number:end]) and [each.word for each in words[number:end]] == first:
                yield Match({f"{phrase}*" if is_begun else phrase}, Place(words[number].start, words[end].end))


def _merge_overlapping(matches: Iterable[Match]) -> list[Match]:
    merged = list[Match]()
    for terms, place in sorted(matches, key=lambda match: match.place):
        if merged and place.start < merged[-1].place.end:
            last = merged.pop()
            merged.append(Match(last.terms | terms, Place(last.place.start, max(last.place.end, place.end))))
        else:
            merged.append(Match(terms, place))
    return merged


@lru_cache(64)
def _pattern(search_terms: SearchTerms) -> re.Pattern[str]:
    words, prefix = search_terms.all_words, search_terms.any_prefix
    return whole_words_pattern(words, prefix) if 0 < len(words) + (prefix is not None) <= FEW_WORDS else WORD


def _closest(matches: Sequence[Match]) -> tuple[int, Place]:
    """Return the number of terms in the stretch with most of them, and its place, from the first match to the last."""
    most, best, first = 0, Place(0, 0), 0
    inside = defaultdict[str, int](int)
    for number, (terms, place) in enumerate(matches):
        _add(inside, terms, 1)
        while first < number and place.end - matches[first].place.start > LENGTH:
            _add(inside, matches[first].terms, -1)
            first += 1
        if len(inside) > most:
            most, best = len(inside), Place(matches[first].place.start, place.end)
    return most, best


def _add(numbers: dict[str, int], words: Iterable[str], number: int) -> None:
    """Add to the number of each word, and drop words whose number becomes 0."""
    for word in words:
        numbers[word] += number
        if not numbers[word]:
            del numbers[word]


def _stretch(text: str, core: Place) -> Place:
    """Widen a place to the length of a snippet. A single long word may exceed it already."""
    spare = LENGTH - (core.end - core.start)
    if spare <= 0:
        return core
    start = _first_start(text, core.start, max(0, min(core.start - spare // 2, len(text) - LENGTH)))
    return Place(start, _last_end(text, core.end, start + LENGTH))


def _first_start(text: str, core: int, limit: int) -> int:
    """Return the start of the first word after the limit. A word that the limit cuts is left out."""
    whole_words = [limit + word.start for word in located_words(text[limit:core])][1:]
    return 0 if limit == 0 else min(whole_words, default=core)


def _last_end(text: str, core: int, limit: int) -> int:
    """Return the end of the last word before the limit; the limit itself if no word ends and nothing was found."""
    whole_words = [core + word.end for word in located_words(text[core:limit])][:-1]
    return len(text) if limit >= len(text) else max(whole_words, default=core or limit)


def _parts(text: str, search_terms: SearchTerms) -> list[SnippetPart]:
    edges = [0]
    for _, (start, end) in _matches(text, search_terms):
        if len(edges) > 1 and start <= edges[-1]:
            edges[-1] = end
        else:
            edges += [start, end]
    parts = pairwise([*edges, len(text)])
    # Cut a single word that is longer than a snippet.
    return [SnippetPart(text=text[start:end][:LENGTH], match=number % 2 == 1) for number, (start, end) in enumerate(parts) if start < end]
