"""Search claims, events, entities and articles at once: the table, order and hits of each type."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from app.answers.search import ArticleHit, ClaimHit, EntityHit, EventHit, SearchPage
from app.parameters.search import SearchQuery
from app.queries import articles, claims, entities, events, tables
from app.queries.rendering.articles import build_article
from app.queries.rendering.hidden_text import shown_text
from app.queries.searching import hits, ranking
from app.queries.searching.hits import HitType, Scores, SearchedType
from app.queries.searching.snippets import article_passages, claim_passages, entity_passages, event_passages, snippet_of
from app.queries.searching.terms import SearchTerms
from app.terms.vocabulary import Units

# Somebody who types a name looks for the entity of that name first, and then for things that mention it.
ENTITY_WEIGHT = 3.0
ENTITY_ROWS: Select[Any] = select(*entities.COLUMNS)
ARTICLE_ROWS: Select[Any] = select(*articles.COLUMNS)


def search(connection: Connection, query: SearchQuery) -> SearchPage:
    """List the claims, events, entities and articles that hold what ``query.q`` asks for, as ``hits.list_hits`` does."""
    return hits.list_hits(connection, query, SEARCHED_TYPES)


def _claims(connection: Connection, scores: Scores, search_terms: SearchTerms, units: Units) -> Iterator[tuple[str, ClaimHit]]:
    rows = connection.execute(claims.CLAIM_ROWS.where(tables.claims.c.id.in_(scores))).all()
    for claim in claims.build_claims(connection, rows, units):
        snippet = snippet_of(claim_passages(claim), search_terms)
        yield claim["id"], ClaimHit(type="claim", score=scores[claim["id"]], snippet=snippet, claim=claim)


def _events(connection: Connection, scores: Scores, search_terms: SearchTerms, units: Units) -> Iterator[tuple[str, EventHit]]:
    rows = connection.execute(events.EVENT_ROWS.where(tables.events.c.id.in_(scores))).all()
    for event in events.build_events(connection, rows, units):
        snippet = snippet_of(event_passages(event), search_terms)
        yield event["id"], EventHit(type="event", score=scores[event["id"]], snippet=snippet, event=event)


def _entities(connection: Connection, scores: Scores, search_terms: SearchTerms, _: Units) -> Iterator[tuple[str, EntityHit]]:
    rows = connection.execute(ENTITY_ROWS.where(tables.entities.c.id.in_(scores))).all()
    for entity in entities.build_entities(connection, rows):
        snippet = snippet_of(entity_passages(entity), search_terms)
        yield entity["id"], EntityHit(type="entity", score=scores[entity["id"]], snippet=snippet, entity=entity)


def _articles(connection: Connection, scores: Scores, search_terms: SearchTerms, _: Units) -> Iterator[tuple[str, ArticleHit]]:
    rows = (
        ARTICLE_ROWS.add_columns(shown_text().label("text")).where(tables.articles.c.id.in_(scores)).execution_options(yield_per=1)
    )  # one long text in memory at a time
    for row in connection.execute(rows):
        article = build_article(row)
        snippet = snippet_of(article_passages(article, row.text), search_terms)
        yield article["id"], ArticleHit(type="article", score=scores[article["id"]], snippet=snippet, article=article)


SEARCHED_TYPES: dict[HitType, SearchedType] = {
    "claim": SearchedType(tables.claims, claims.SAID, _claims, ranking.USUAL_LENGTH),
    "event": SearchedType(tables.events, events.ORDERS["-date"], _events, usual_length=10),
    "entity": SearchedType(
        tables.entities, entities.ORDERS["-claims"], _entities, 4, ENTITY_WEIGHT, [entities.IS_SURVIVOR], entities.MOST_SCANNED
    ),
    "article": SearchedType(tables.articles, articles.ORDERS["-published"], _articles, usual_length=700),
}
