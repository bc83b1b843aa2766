"""Whole lists for the commands ``export`` and ``list``, page after page, as the API streams them."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

from sqlalchemy import Connection, Engine

from app.answers.articles import ArticleOut
from app.answers.claims import ClaimOut
from app.answers.entities import EntityOut
from app.answers.events import EventOut
from app.api.serving import formats
from app.api.serving.fields import columns_of
from app.database.engines import read_connection
from app.parameters.articles import ArticleQuery
from app.parameters.claims import ClaimQuery
from app.parameters.entities import EntityQuery
from app.parameters.events import EventQuery
from app.parameters.listing import ListQuery
from app.queries.articles import list_articles
from app.queries.claims import list_claims_json
from app.queries.documents import list_documents
from app.queries.entities import list_entities, list_speakers
from app.queries.events import list_events
from app.queries.exported_claims import all_claims_ndjson
from app.queries.rendering.hidden_text import hidden_text_shown

ExportName = Literal["claims", "speakers", "entities", "events", "articles", "documents"]
ExportFormat = Literal["ndjson", "csv"]
# name: the read, its query parameters, the type of an item
LISTS: dict[str, tuple[Callable[..., Any], type[ListQuery], Any]] = {
    "claims": (list_claims_json, ClaimQuery, ClaimOut),
    "speakers": (list_speakers, EntityQuery, EntityOut),
    "entities": (list_entities, EntityQuery, EntityOut),
    "events": (list_events, EventQuery, EventOut),
    "articles": (list_articles, ArticleQuery, ArticleOut),
}


def export_pages(engine: Engine, name: ExportName, format_name: ExportFormat, *, shows_hidden: bool = False) -> Iterator[bytes]:
    """Yield a whole list, some of its items at a time, all from one snapshot of the data; if asked for, with what policies hide."""
    with read_connection(engine) as connection, hidden_text_shown(connection, if_=shows_hidden):
        if name == "documents":
            yield from _document_pages(connection)
        elif (name, format_name) == ("claims", "ndjson"):
            yield from (formats.encode_items(format_name, (), items) for items in all_claims_ndjson(connection))
        else:
            yield from _item_pages(connection, name, format_name)


def article_pages(engine: Engine, query: ArticleQuery) -> Iterator[list[ArticleOut]]:
    """Yield the articles that a query selects, some at a time, all from one snapshot of the data."""
    with read_connection(engine) as connection:
        yield from _pages_of_items(connection, list_articles, query)


def _item_pages(connection: Connection, name: ExportName, format_name: ExportFormat) -> Iterator[bytes]:
    read, query_model, item_type = LISTS[name]
    columns = columns_of(item_type)
    yield formats.encode_header(format_name, columns)
    for items in _pages_of_items(connection, read, query_model()):
        yield formats.encode_items(format_name, columns, items)


def _pages_of_items(connection: Connection, read: Callable[..., Any], query: ListQuery) -> Iterator[Any]:
    query, is_last = query.for_export(formats.EXPORT_PAGE_SIZE), False
    while not is_last:
        page = read(connection, query)
        yield page["items"]
        query, is_last = query.model_copy(update={"cursor": page["next_cursor"]}), page["next_cursor"] is None


def _document_pages(connection: Connection) -> Iterator[bytes]:
    last_id = ""
    while page := list_documents(connection, last_id, formats.EXPORT_PAGE_SIZE):
        yield formats.ndjson_lines([document for _, document in page])
        last_id = page[-1][0]
