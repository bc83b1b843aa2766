"""Hits: what a search finds among claims, events, entities and articles, best first."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Select, Table, select

from app.answers.search import ArticleHit, ClaimHit, EntityHit, EventHit, SearchCounts, SearchHit, SearchPage
from app.parameters.search import SearchQuery
from app.queries import articles, claims, entities, events, tables
from app.queries.listing import lists
from app.queries.listing.lists import DEFAULT_LIMIT, Conditions, Order
from app.queries.rendering.articles import shape_article
from app.queries.searching import ranking
from app.queries.searching.full_text import Ranked, Wanted, holds, ranked, to_count, wanted_of
from app.queries.searching.snippets import article_passages, claim_passages, entity_passages, event_passages, snippet_of
from app.terms.cursors import decode_cursor, encode_cursor
from app.terms.vocabulary import Units

CANDIDATES = 500  # of each type: what is ranked is read, whole articles' words too, for every letter that is typed ahead
# Who types a name looks for who has it, before all that mentions them.
ENTITY_WEIGHT = 3.0

Type = Literal["claim", "event", "entity", "article"]
Scores = Mapping[str, float]  # by id
Hits = Iterable[tuple[str, SearchHit]]  # by id
ENTITY_ROWS: Select[Any] = select(*entities.COLUMNS)
ARTICLE_ROWS: Select[Any] = select(*articles.COLUMNS, tables.articles.c.text)


@dataclass(frozen=True)
class Searched:
    """How a type is searched: which table, which of its rows are candidates first, how hits are shaped."""

    table: Table
    order: Order
    shape: Callable[[Connection, Scores, Wanted, Units], Hits]
    usual_length: int  # in words
    weight: float = 1
    also: Conditions = ()


@dataclass(frozen=True)
class Found:
    """What is ranked, best first, and whether that is all."""

    ranked: Sequence[Ranked]
    complete: bool


def list_hits(connection: Connection, query: SearchQuery) -> SearchPage:
    """List what holds all words of ``query.q``, by score, then by id, both descending.

    The first 500 hits of each type are ranked, in the order of that type's list.

    Returns:
        At most ``limit`` hits. Pages joined in order are all that is ranked. A fixed number of statements for the types searched.

    Raises:
        CursorInvalid: the cursor was not made by this search.
    """
    scope = f"search?{query.cursor_scope}"
    after = decode_cursor(scope, query.cursor, (float, str)) if query.cursor is not None else None
    wanted = wanted_of(query.q, query.prefix)
    where = _conditions(connection, query, wanted)
    found = {kind: _found(connection, kind, conditions, wanted) for kind, conditions in where.items()}
    hits = sorted((hit for some in found.values() for hit in some.ranked if after is None or hit < tuple(after)), reverse=True)
    chosen = hits[: query.limit or DEFAULT_LIMIT]
    page = SearchPage(
        items=_shaped(connection, found, chosen, wanted, query.units),
        next_cursor=encode_cursor(scope, chosen[-1]) if len(hits) > len(chosen) else None,
        complete=all(some.complete for some in found.values()),
    )
    if query.count != "none":
        page["counts"] = _counts(connection, found, wanted, capped=query.count == "capped")
    return page


def _conditions(connection: Connection, query: SearchQuery, wanted: Wanted) -> dict[Type, Conditions]:
    kinds = [kind for kind in SEARCHED if kind in query.type or not query.type]
    return {kind: [*holds(connection, SEARCHED[kind].table, wanted, CANDIDATES), *SEARCHED[kind].also] for kind in kinds}


def _found(connection: Connection, kind: Type, where: Conditions, wanted: Wanted) -> Found:
    table, order = SEARCHED[kind].table, SEARCHED[kind].order
    candidates = select(table.c.id, table.c.words).where(*where).order_by(*order.by()).limit(CANDIDATES + 1)
    rows = connection.execute(candidates.execution_options(yield_per=50))  # an article's words are many
    best = ranked(((key, words) for key, words in islice(rows, CANDIDATES)), wanted, SEARCHED[kind].usual_length, SEARCHED[kind].weight)
    return Found(best, complete=rows.first() is None)


def _shaped(connection: Connection, found: Mapping[Type, Found], chosen: Sequence[Ranked], wanted: Wanted, units: Units) -> list[SearchHit]:
    scores = {key: score for score, key in chosen}
    shaped: dict[str, SearchHit] = {}
    for kind, some in found.items():
        own = {key: scores[key] for _, key in some.ranked if key in scores}
        shaped.update(SEARCHED[kind].shape(connection, own, wanted, units) if own else [])
    return [shaped[key] for key in scores]


def _counts(connection: Connection, found: Mapping[Type, Found], wanted: Wanted, capped: bool) -> SearchCounts:
    counts = SearchCounts()
    for kind, some in found.items():
        if some.complete:
            counts[kind] = lists.total_of(len(some.ranked), capped)
        else:
            source, conditions = to_count(connection, SEARCHED[kind].table, wanted, SEARCHED[kind].also)
            counts[kind] = lists.total(connection, source, conditions, capped)
    return counts


def _claims(connection: Connection, scores: Scores, wanted: Wanted, units: Units) -> Iterator[tuple[str, ClaimHit]]:
    rows = connection.execute(claims.CLAIM_ROWS.where(tables.claims.c.id.in_(scores))).all()
    for claim in claims.shape_claims(connection, rows, units):
        snippet = snippet_of(claim_passages(claim), wanted)
        yield claim["id"], ClaimHit(type="claim", score=scores[claim["id"]], snippet=snippet, claim=claim)


def _events(connection: Connection, scores: Scores, wanted: Wanted, units: Units) -> Iterator[tuple[str, EventHit]]:
    rows = connection.execute(events.EVENT_ROWS.where(tables.events.c.id.in_(scores))).all()
    for event in events.shape_events(connection, rows, units):
        snippet = snippet_of(event_passages(event), wanted)
        yield event["id"], EventHit(type="event", score=scores[event["id"]], snippet=snippet, event=event)


def _entities(connection: Connection, scores: Scores, wanted: Wanted, _: Units) -> Iterator[tuple[str, EntityHit]]:
    rows = connection.execute(ENTITY_ROWS.where(tables.entities.c.id.in_(scores))).all()
    for entity in entities.shape_entities(connection, rows):
        snippet = snippet_of(entity_passages(entity), wanted)
        yield entity["id"], EntityHit(type="entity", score=scores[entity["id"]], snippet=snippet, entity=entity)


def _articles(connection: Connection, scores: Scores, wanted: Wanted, _: Units) -> Iterator[tuple[str, ArticleHit]]:
    rows = ARTICLE_ROWS.where(tables.articles.c.id.in_(scores)).execution_options(yield_per=1)  # one long text in memory at a time
    for row in connection.execute(rows):
        article = shape_article(row)
        snippet = snippet_of(article_passages(article, row.text), wanted)
        yield article["id"], ArticleHit(type="article", score=scores[article["id"]], snippet=snippet, article=article)


SEARCHED: dict[Type, Searched] = {
    "claim": Searched(tables.claims, claims.SAID, _claims, ranking.USUAL_LENGTH),
    "event": Searched(tables.events, events.ORDERS["-date"], _events, usual_length=10),
    "entity": Searched(tables.entities, entities.ORDERS["-claims"], _entities, 4, ENTITY_WEIGHT, [entities.RESOLVED]),
    "article": Searched(tables.articles, articles.ORDERS["-published"], _articles, usual_length=700),
}
