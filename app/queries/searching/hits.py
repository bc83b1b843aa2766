"""Find and rank hits among claims, events, entities and articles, best first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from sqlalchemy import Connection, Table, select

from app.answers.search import SearchCounts, SearchHit, SearchPage
from app.parameters.search import SearchQuery
from app.queries.counting import list_counts
from app.queries.listing.filters import Conditions
from app.queries.listing.keyset import DEFAULT_LIMIT, Order
from app.queries.searching.full_text import ScoredId, contains_all, count_source, rank
from app.queries.searching.terms import SearchTerms, parse_search
from app.terms.cursors import decode_cursor, encode_cursor
from app.terms.vocabulary import Units

CANDIDATES = 500  # hits of each type that are ranked. Their words are read, of whole articles too, for every letter that somebody types.

HitType = Literal["claim", "event", "entity", "article"]
Scores = Mapping[str, float]  # by id
Hits = Iterable[tuple[str, SearchHit]]  # by id


@dataclass(frozen=True)
class SearchedType:
    """The table of a searched type, the order that chooses its candidates, and the function that builds its hits."""

    table: Table
    order: Order
    build_hits: Callable[[Connection, Scores, SearchTerms, Units], Hits]
    usual_length: int  # in words
    weight: float = 1
    more_conditions: Conditions = ()


SearchedTypes = Mapping[HitType, SearchedType]


@dataclass(frozen=True)
class RankedHits:
    """The ranked hits of a type, best first; ``complete`` if they are all its hits."""

    ranked: Sequence[ScoredId]
    complete: bool


def list_hits(connection: Connection, query: SearchQuery, types: SearchedTypes) -> SearchPage:
    """List the rows of these types that hold what ``query.q`` asks for, by score, then by id, both descending.

    The first 500 hits of each type are ranked, in the order of that type's list.

    Returns:
        At most ``limit`` hits. Pages joined in order are all ranked hits. A fixed number of statements for each searched type.

    Raises:
        CursorInvalid: the cursor was not made by this search.
    """
    scope = f"search?{query.cursor_scope}"
    after = decode_cursor(scope, query.cursor, (float, str)) if query.cursor is not None else None
    search_terms = parse_search(query.q, query.prefix)
    searched_types = {name: searched for name, searched in types.items() if name in query.type or not query.type}
    where = {name: _conditions(connection, searched, search_terms) for name, searched in searched_types.items()}
    ranked_by_type = {name: _ranked_hits(connection, searched, where[name], search_terms) for name, searched in searched_types.items()}
    hits = sorted(
        (hit for ranked_hits in ranked_by_type.values() for hit in ranked_hits.ranked if after is None or hit < tuple(after)), reverse=True
    )
    chosen = hits[: query.limit or DEFAULT_LIMIT]
    page = SearchPage(
        items=_build_hits(connection, searched_types, ranked_by_type, chosen, search_terms, query.units),
        next_cursor=encode_cursor(scope, chosen[-1]) if len(hits) > len(chosen) else None,
        complete=all(ranked_hits.complete for ranked_hits in ranked_by_type.values()),
    )
    if query.count != "none":
        page["counts"] = _counts(connection, searched_types, ranked_by_type, search_terms, capped=query.count == "capped")
    return page


def _conditions(connection: Connection, searched: SearchedType, search_terms: SearchTerms) -> Conditions:
    return [*contains_all(connection, searched.table, search_terms, CANDIDATES), *searched.more_conditions]


def _ranked_hits(connection: Connection, searched: SearchedType, where: Conditions, search_terms: SearchTerms) -> RankedHits:
    table = searched.table
    candidates = select(table.c.id, table.c.words).where(*where).order_by(*searched.order.order_by()).limit(CANDIDATES + 1)
    rows = connection.execute(candidates.execution_options(yield_per=50))  # few at a time: an article has many words
    best = rank(((key, words) for key, words in islice(rows, CANDIDATES)), search_terms, searched.usual_length, searched.weight)
    return RankedHits(best, complete=rows.first() is None)


def _build_hits(
    connection: Connection,
    types: SearchedTypes,
    ranked_by_type: Mapping[HitType, RankedHits],
    chosen: Sequence[ScoredId],
    search_terms: SearchTerms,
    units: Units,
) -> list[SearchHit]:
    scores = {key: score for score, key in chosen}
    hits_by_id: dict[str, SearchHit] = {}
    for name, ranked_hits in ranked_by_type.items():
        scores_of_type = {key: scores[key] for _, key in ranked_hits.ranked if key in scores}
        hits_by_id.update(types[name].build_hits(connection, scores_of_type, search_terms, units) if scores_of_type else [])
    return [hits_by_id[key] for key in scores]


def _counts(
    connection: Connection, types: SearchedTypes, ranked_by_type: Mapping[HitType, RankedHits], search_terms: SearchTerms, capped: bool
) -> SearchCounts:
    counts = SearchCounts()
    for name, ranked_hits in ranked_by_type.items():
        if ranked_hits.complete:
            counts[name] = list_counts.total_of(len(ranked_hits.ranked), capped)
        else:
            source, conditions = count_source(connection, types[name].table, search_terms, types[name].more_conditions)
            counts[name] = list_counts.count_rows(connection, source, conditions, capped)
    return counts
