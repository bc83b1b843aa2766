"""Find and rank hits among claims, events, entities and articles, best first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from sqlalchemy import Connection, Table, select

from app.answers.pages import Total
from app.answers.search import SearchCounts, SearchHit, SearchPage
from app.parameters.search import SearchQuery
from app.queries.counting import list_counts
from app.queries.counting.counted import MOST_COUNTED
from app.queries.listing.filters import Conditions
from app.queries.listing.keyset import DEFAULT_LIMIT, Keys, Order, find_end, up_to
from app.queries.listing.scans import Scan, Words, choose_scan
from app.queries.searching.full_text import ScoredId, hits_of, rank, search_terms_in
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
    most_scanned: int | None = None


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
    ranked_by_type = {name: _ranked_hits(connection, searched, search_terms) for name, searched in searched_types.items()}
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


def _scan(connection: Connection, searched: SearchedType, search_terms: SearchTerms, rows: int | None) -> Scan:
    def search(most: int | None) -> Words:
        return search_terms_in(connection, searched.table, search_terms, most)

    return choose_scan(connection, searched.table, search, [], searched.more_conditions, rows, most_scanned=searched.most_scanned)


def _ranked_hits(connection: Connection, searched: SearchedType, search_terms: SearchTerms) -> RankedHits:
    scan = _scan(connection, searched, search_terms, CANDIDATES)
    end = find_end(connection, searched.order, scan, None, scan.most_scanned)
    ranked = _rank(connection, searched, scan, end, search_terms)
    if ranked.complete and end is not None:
        other = scan.otherwise()
        return RankedHits(ranked.ranked, complete=False) if other is None else _rank(connection, searched, other, None, search_terms)
    return ranked


def _rank(connection: Connection, searched: SearchedType, scan: Scan, end: Keys | None, search_terms: SearchTerms) -> RankedHits:
    table, where = searched.table, up_to(searched.order, scan, end)
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
            counts[name] = _count(connection, types[name], search_terms, capped)
    return counts


def _count(connection: Connection, searched: SearchedType, search_terms: SearchTerms, capped: bool) -> Total:
    """Count the hits: in full text alone, where it has all that is asked for, else as far as a scan looks."""
    if hits := hits_of(connection, searched.table, search_terms, searched.more_conditions):
        return list_counts.count_rows(connection, *hits, capped)
    scan = _scan(connection, searched, search_terms, list_counts.COUNT_CAP if capped else MOST_COUNTED)
    return list_counts.count_scanned(connection, searched.table, scan, searched.order, capped)
