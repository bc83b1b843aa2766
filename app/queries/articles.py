"""Read articles: one with its speakers, claims and events, or a list by filters."""

from dataclasses import replace
from functools import cache, partial
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, false, literal, select

from app.answers.articles import ArticleDetail
from app.answers.pages import ArticlePage
from app.answers.parts import EntityRef
from app.database.compression import decompress_json
from app.parameters.articles import ArticleQuery
from app.queries import claims as claim_queries
from app.queries import events as event_queries
from app.queries.administering.tombstones import missing_article
from app.queries.claims import ClaimReader
from app.queries.counting import list_counts
from app.queries.counting.facets import FacetColumns
from app.queries.listing import keyset
from app.queries.listing.additions import added_since
from app.queries.listing.filters import Conditions, day_is_within, filter_parameters, filters_of, if_given, one_of
from app.queries.listing.keyset import DEFAULT_LIMIT, Order
from app.queries.listing.survivors import is_survivor_of
from app.queries.rendering.articles import build_article
from app.queries.rendering.hidden_text import is_hidden_text_shown
from app.queries.rendering.parts import ARTICLE_COLUMNS, entity_columns, entity_ref
from app.queries.rendering.placeholders import CLAIMS_PLACEHOLDER, fill_placeholders, stored_json
from app.queries.searching.full_text import matches_search
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import appearances, articles, bylines, claims, entities, events
from app.terms.vocabulary import Units
from app.terms.words import words_of

FILTERS = filters_of(ArticleQuery)
PUBLISHED = Order((articles.c.published_order, articles.c.id), tie=articles.c.tie)
CLAIMS = Order((articles.c.claims, articles.c.id), types=(int, str), tie=articles.c.tie)
ORDERS = {
    "-published": PUBLISHED,
    "published": replace(PUBLISHED, descending=False),
    "-claims": CLAIMS,
    "claims": replace(CLAIMS, descending=False),
}
FACETS = {"publisher": FacetColumns(("publisher_folded", "publisher")), "language": FacetColumns(("language",))}
MORE_COLUMNS = (
    *("byline", "dateline", "language", "text_sha256", "claims", "speakers", "events", "producer_name", "producer_version", "text_policy"),
)
COLUMNS: list[ColumnElement[Any]] = [articles.c.number, *ARTICLE_COLUMNS, *(articles.c[name] for name in MORE_COLUMNS)]

# Speakers are found by their appearances. If they were found by claims, PostgreSQL might read all claims of a frequent speaker.
SPEAKER_ROWS = (
    select(*entity_columns(entities, "entity"))
    .join(appearances, appearances.c.entity_number == entities.c.number)
    .where(appearances.c.claims > 0)
)
ARTICLE_ID: Parameter = bindparam("article_id")
ARTICLE: Parameter = bindparam("article")  # its number
STORED_JSON_BY_ID = Statement(select(articles.c.number, stored_json(articles)).where(articles.c.id == ARTICLE_ID))
ARTICLE_BY_ID = Statement(select(*COLUMNS).where(articles.c.id == ARTICLE_ID))
EVENTS_IN_ARTICLE = Statement(event_queries.EVENT_ROWS.where(events.c.article_number == ARTICLE).order_by(events.c.position))
SPEAKERS_IN_ARTICLE = Statement(SPEAKER_ROWS.where(appearances.c.article_number == ARTICLE).order_by(appearances.c.position))


@cache
def _claims_in_article(rows: Select[Any]) -> Statement:
    return Statement(rows.where(claims.c.article_number == ARTICLE).order_by(claims.c.position))


def list_articles(connection: Connection, query: ArticleQuery) -> ArticlePage:
    """List articles, latest published first (undated last), then by id, both descending; or as ``query.sort`` says.

    Returns:
        At most ``limit`` articles. Pages joined in order are the whole list. A fixed number of statements.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    where = _conditions(connection, query, query.limit or DEFAULT_LIMIT)
    rows, next_cursor = keyset.read_page(connection, select(*COLUMNS).where(*where), ORDERS[query.sort], query, "articles")
    envelope = list_counts.list_envelope(
        connection, query, next_cursor, articles, partial(_conditions, connection, query), FACETS, PUBLISHED
    )
    return ArticlePage(items=[build_article(row) for row in rows], **envelope)


def get_article(
    connection: Connection, article_id: str, units: Units = "codepoint", reader: ClaimReader = claim_queries.FROM_COLUMNS
) -> ArticleDetail:
    """Return one article with its speakers, claims and events, in the order of its text.

    The number of statements is fixed, and lower where the article has no events.

    Args:
        reader: the way to read its claims.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    row = require_article(connection, article_id)
    claim_rows = _claims_in_article(reader.rows).rows(connection, article=row.number)
    return ArticleDetail(
        **build_article(row),
        speakers=_speakers(connection, row.number),
        claims=reader.render(connection, claim_rows, units),
        events=event_queries.build_events(connection, EVENTS_IN_ARTICLE.rows(connection, article=row.number), units) if row.events else [],
    )


def get_article_json(connection: Connection, article_id: str, units: Units = "codepoint", view: str = "full") -> Any:
    """Return the stored JSON of the article; where it is missing, has another shape or is too much, the answer of ``get_article``."""
    is_stored = (units, view) == ("codepoint", "full") and not is_hidden_text_shown()
    rows = STORED_JSON_BY_ID.rows(connection, article_id=article_id) if is_stored else []
    claim_rows = (
        _claims_in_article(claim_queries.STORED_JSON_ROWS).rows(connection, article=rows[0].number) if rows and rows[0].rendered else []
    )
    claims_json = [claim.rendered for claim in claim_rows]
    if not claims_json or not all(claims_json):
        return get_article(connection, article_id, units, claim_queries.json_reader(units, view))
    article_json = decompress_json(rows[0].rendered).replace(CLAIMS_PLACEHOLDER, b",".join(map(decompress_json, claims_json)))
    return orjson.Fragment(fill_placeholders(connection, [article_json]))


def require_article(connection: Connection, article_id: str) -> Row[Any]:
    """Return the row of an article, by ``COLUMNS``.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    rows: list[Row[Any]] = ARTICLE_BY_ID.rows(connection, article_id=article_id)
    if not rows:
        raise missing_article(connection, article_id)
    return rows[0]


def _conditions(connection: Connection, query: ArticleQuery, rows: int) -> Conditions:
    filters = filter_parameters(query, FILTERS)
    return [
        *matches_search(connection, articles, query.q, rows),
        *_has_title(connection, query.title),
        *one_of(articles.c.id, filters.get("id")),
        *one_of(articles.c.publisher_folded, filters.get("publisher")),
        *if_given(_has_byline, filters.get("byline")),
        *one_of(articles.c.language, filters.get("language")),
        *if_given(_has_speaker, filters.get("speaker")),
        *if_given(_names_entity, filters.get("entity")),
        *day_is_within(articles.c.published_order, filters.get("published_from"), filters.get("published_to")),
        *added_since(connection, articles.c.number, query.added_since),
    ]


def _has_title(connection: Connection, title: str | None) -> Conditions:
    """Return the conditions that the title has all these words. Full text, which holds the words of titles, finds the articles."""
    if title is None or not title.strip():
        return []
    words = sorted({*words_of(title)})
    if not words:
        return [false()]
    in_title = [(literal(" ") + articles.c.title_folded + literal(" ")).like(f"% {word} %") for word in words]
    return [*matches_search(connection, articles, " ".join(words)), *in_title]


def _has_byline(names: Parameter) -> ColumnElement[bool]:
    return articles.c.number.in_(select(bylines.c.article_number).where(*one_of(bylines.c.folded, names)))


def _has_speaker(ids: Parameter) -> ColumnElement[bool]:
    return articles.c.number.in_(select(claims.c.article_number).where(is_survivor_of(claims.c.speaker_number, ids)))


def _names_entity(ids: Parameter) -> ColumnElement[bool]:
    return articles.c.number.in_(select(appearances.c.article_number).where(is_survivor_of(appearances.c.entity_number, ids)))


def _speakers(connection: Connection, article: int) -> list[EntityRef]:
    references = [entity_ref(row, "entity") for row in SPEAKERS_IN_ARTICLE.rows(connection, article=article)]
    return list({ref["id"]: ref for ref in references if ref}.values())
