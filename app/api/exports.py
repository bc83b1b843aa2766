"""Whole lists as NDJSON or CSV for the command line: page after page, as the API streams them."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

from sqlalchemy import Engine

from app.api import formats
from app.db import read_connection
from app.filters import ArticleQuery, ClaimQuery, EntityQuery, EventQuery, Listing
from app.queries.articles import list_articles
from app.queries.claims import list_claims
from app.queries.documents import list_documents
from app.queries.entities import list_entities, list_speakers
from app.queries.events import list_events
from app.schemas import ArticleOut, ClaimOut, EntityOut, EventOut

EXPORTS = Literal["claims", "speakers", "entities", "events", "articles", "documents"]
ExportFormat = Literal["ndjson", "csv"]
PAGE = 200
LISTS: dict[str, tuple[Callable[..., Any], type[Listing], Any]] = {
    "claims": (list_claims, ClaimQuery, ClaimOut),
    "speakers": (list_speakers, EntityQuery, EntityOut),
    "entities": (list_entities, EntityQuery, EntityOut),
    "events": (list_events, EventQuery, EventOut),
    "articles": (list_articles, ArticleQuery, ArticleOut),
}


def lines_of(engine: Engine, what: EXPORTS, format: ExportFormat) -> Iterator[bytes]:
    """Yield a whole list, a page at a time."""
    if what == "documents":
        yield from _documents(engine)
        return
    read, query, item = LISTS[what]
    if format == "csv":
        yield formats.csv_head(item)
    cursor, is_last = None, False
    while not is_last:
        with read_connection(engine) as connection:
            page = read(connection, query(limit=PAGE, cursor=cursor))
        yield formats.csv_rows(item, page["items"]) if format == "csv" else formats.ndjson(page["items"])
        cursor, is_last = page["next_cursor"], page["next_cursor"] is None


def _documents(engine: Engine) -> Iterator[bytes]:
    last = ""
    while True:
        with read_connection(engine) as connection:
            found = list_documents(connection, last, PAGE)
        if not found:
            return
        yield formats.ndjson([document for _, document in found])
        last = found[-1][0]
