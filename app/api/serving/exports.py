"""Whole lists as NDJSON or CSV for the command line: page after page, as the API streams them."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

from sqlalchemy import Connection, Engine

from app.answers.articles import ArticleOut
from app.answers.claims import ClaimOut
from app.answers.entities import EntityOut
from app.answers.events import EventOut
from app.api.serving import formats
from app.database.engines import read_connection
from app.parameters.articles import ArticleQuery
from app.parameters.claims import ClaimQuery
from app.parameters.entities import EntityQuery
from app.parameters.events import EventQuery
from app.parameters.listing import ListQuery
from app.queries.articles import list_articles
from app.queries.claims import list_claims, write_claims_page
from app.queries.documents import list_documents
from app.queries.entities import list_entities, list_speakers
from app.queries.events import list_events

EXPORTS = Literal["claims", "speakers", "entities", "events", "articles", "documents"]
ExportFormat = Literal["ndjson", "csv"]
LISTS: dict[str, tuple[Callable[..., Any], type[ListQuery], Any]] = {
    "claims": (list_claims, ClaimQuery, ClaimOut),
    "speakers": (list_speakers, EntityQuery, EntityOut),
    "entities": (list_entities, EntityQuery, EntityOut),
    "events": (list_events, EventQuery, EventOut),
    "articles": (list_articles, ArticleQuery, ArticleOut),
}


def lines_of(engine: Engine, what: EXPORTS, format: ExportFormat) -> Iterator[bytes]:
    """Yield a whole list, a page at a time, from one moment of the data."""
    with read_connection(engine) as connection:
        yield from _documents(connection) if what == "documents" else _items(connection, what, format)


def _items(connection: Connection, what: EXPORTS, format: ExportFormat) -> Iterator[bytes]:
    read, query, item = LISTS[what]
    if (what, format) == ("claims", "ndjson"):
        read = write_claims_page
    yield formats.head(format, item)
    cursor, is_last = None, False
    while not is_last:
        page = read(connection, query(cursor=cursor).for_export(formats.EXPORT_PAGE, format))
        yield formats.rows(format, item, page["items"])
        cursor, is_last = page["next_cursor"], page["next_cursor"] is None


def _documents(connection: Connection) -> Iterator[bytes]:
    last = ""
    while found := list_documents(connection, last, formats.EXPORT_PAGE):
        yield formats.ndjson([document for _, document in found])
        last = found[-1][0]
