"""Read articles: one with its speakers, claims and events, or a list by filters."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, false, literal, select

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
from app.queries.listing.additions import added_since, adds_few
from app.queries.listing.filters import Conditions, day_is_within, filter_parameters, filters_of, one_of, without_its_index
from app.queries.listing.keyset import DEFAULT_LIMIT, Order
from app.queries.listing.scans import IndexedFilter, Scan, Words, choose_scan
from app.queries.listing.survivors import is_survivor_of
from app.queries.rendering.articles import build_article
from app.queries.rendering.hidden_text import is_hidden_text_shown
from app.queries.rendering.parts import ARTICLE_COLUMNS, entity_columns, entity_ref
from app.queries.rendering.placeholders import CLAIMS_PLACEHOLDER, fill_placeholders, stored_json
from app.queries.searching.full_text import search_words
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
    scan = _scan(connection, query, query.limit or DEFAULT_LIMIT, query.sort)
    rows, next_cursor = keyset.read_page(connection, select(*COLUMNS), ORDERS[query.sort], scan, query, "articles")
    envelope = list_counts.list_envelope(connection, query, next_cursor, articles, partial(_scan, connection, query), FACETS, PUBLISHED)
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


def _scan(connection: Connection, query: ArticleQuery, rows: int | None, sort: str = "-published") -> Scan:
    filters = filter_parameters(query, FILTERS)
    others = [
        *_has_title(connection, query.title),
        *one_of(articles.c.id, filters.get("id")),
        *one_of(articles.c.language, filters.get("language")),
        *added_since(connection, articles.c.number, query.added_since),
    ]
    has_publisher = partial(_has_publisher, sort=sort)
    makes: dict[str, Callable[[Parameter], IndexedFilter]] = {
        "byline": _has_byline,
        "speaker": _has_speaker,
        "entity": _names_entity,
        "publisher": has_publisher,
    }
    indexed = [make(parameter) for name, make in makes.items() if (parameter := filters.get(name)) is not None]
    has_few = "id" in filters or adds_few(connection, query.added_since) or _has_few_titles(connection, query.title)
    days = day_is_within(articles.c.published_order, filters.get("published_from"), filters.get("published_to"))
    others, bounds = (others, days) if sort.endswith("published") else ([*others, *days], [])
    search = partial(search_words, connection, articles, query.q)
    return choose_scan(connection, articles, search, indexed, others, rows, bounds=bounds, has_few=has_few)


def _has_title(connection: Connection, title: str | None) -> Conditions:
    """Return the conditions that the title has all these words."""
    if title is None or not title.strip():
        return []
    words = sorted({*words_of(title)})
    if not words:
        return [false()]
    in_title = [(literal(" ") + articles.c.title_folded + literal(" ")).like(f"% {word} %") for word in words]
    return [*(_words_of_title(connection, title).conditions), *in_title]


def _words_of_title(connection: Connection, title: str) -> Words:
    """Return the search for the words of a title in full text, which holds them."""
    return search_words(connection, articles, " ".join(sorted({*words_of(title)})), None)


def _has_few_titles(connection: Connection, title: str | None) -> bool:
    return bool(title and title.strip()) and (not words_of(title or "") or _words_of_title(connection, title or "").by_index)


def _has_byline(names: Parameter) -> IndexedFilter:
    # Without the index of names, which SQLite would search for each of 200 names in each article.
    is_named, in_article = (one_of(column, names) for column in (bylines.c.folded, without_its_index(bylines.c.folded)))
    return IndexedFilter(
        select(bylines.c.article_number).where(*is_named), exists().where(bylines.c.article_number == articles.c.number, *in_article)
    )


def _has_speaker(ids: Parameter) -> IndexedFilter:
    # In an article appearances that make claims are fewer than the claims, and shorter.
    speaks, in_article = appearances.c.claims > 0, without_its_index(appearances.c.entity_number)
    return IndexedFilter(
        select(claims.c.article_number).where(is_survivor_of(claims.c.speaker_number, ids)),
        exists().where(appearances.c.article_number == articles.c.number, speaks, is_survivor_of(in_article, ids)),
    )


def _names_entity(ids: Parameter) -> IndexedFilter:
    is_named, in_article = is_survivor_of(appearances.c.entity_number, ids), without_its_index(appearances.c.entity_number)
    return IndexedFilter(
        select(appearances.c.article_number).where(is_named),
        exists().where(appearances.c.article_number == articles.c.number, is_survivor_of(in_article, ids)),
    )


def _has_publisher(names: Parameter, sort: str) -> IndexedFilter:
    published = articles.alias("published_articles")
    columns = published.c.publisher_folded, without_its_index(articles.c.publisher_folded), articles.c.publisher_folded
    is_there, is_here, on_column = (condition for column in columns for condition in one_of(column, names))
    is_in_order = not names.expanding and sort.endswith("published")
    return IndexedFilter(select(published.c.number).where(is_there), is_here, on_column, is_in_order)


def _speakers(connection: Connection, article: int) -> list[EntityRef]:
    references = [entity_ref(row, "entity") for row in SPEAKERS_IN_ARTICLE.rows(connection, article=article)]
    return list({ref["id"]: ref for ref in references if ref}.values())
