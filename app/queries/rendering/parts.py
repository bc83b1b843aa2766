"""Build the parts that several answers share: references, dates, spans."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_

from app.answers.parts import ArticleRef, DateOut, EntityRef, SpanOut
from app.queries.rendering.hidden_text import HAS_TEXT
from app.queries.tables import articles, claims
from app.terms.dates import EARLIEST_DAY, LATEST_DAY
from app.terms.spans import to_utf16
from app.terms.vocabulary import Units

ARTICLE_COLUMNS: list[ColumnElement[Any]] = [
    articles.c.id.label("article_id"),
    articles.c.title.label("article_title"),
    articles.c.publisher.label("article_publisher"),
    articles.c.published.label("article_published"),
    articles.c.url.label("article_url"),
    HAS_TEXT,
    articles.c.astral,
]


def belongs_to_speaker(rows: Any) -> ColumnElement[bool]:
    """Return the condition that one of ``rows`` belongs to the appearance of a claim's speaker."""
    return and_(rows.c.article_number == claims.c.article_number, rows.c.position == claims.c.speaker_position)


def article_ref(row: Row[Any]) -> ArticleRef:
    """Build the reference to an article from the ``ARTICLE_COLUMNS`` of a row."""
    return {
        "id": row.article_id,
        "label": row.article_title,
        "title": row.article_title,
        "publisher": row.article_publisher,
        "published": row.article_published,
        "url": row.article_url,
    }


ENTITY_FIELDS = ("id", "kind", "name", "anonymous", "descriptor")


def entity_columns(entities: Table | Any, prefix: str) -> list[ColumnElement[Any]]:
    """Return the columns of ``entities``, or an alias of it, that ``entity_ref`` needs."""
    return [entities.c[name].label(f"{prefix}_{name}") for name in ENTITY_FIELDS]


@cache
def _entity_getter(prefix: str) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(f"{prefix}_{name}" for name in ENTITY_FIELDS))


def entity_ref(row: Row[Any], prefix: str) -> EntityRef | None:
    """Build the reference to an entity from the ``entity_columns`` of a row; None where a LEFT JOIN found no entity."""
    id, kind, name, anonymous, descriptor = _entity_getter(prefix)(row)
    if id is None:
        return None
    return {"id": id, "kind": kind, "label": name or descriptor, "name": name, "anonymous": anonymous, "descriptor": descriptor}


def date_out(edtf: str | None, earliest: str, latest: str, precision: Any) -> DateOut | None:
    """Build a date; an open or unknown end is null."""
    if edtf is None:
        return None
    first, last = None if earliest == EARLIEST_DAY else earliest, None if latest == LATEST_DAY else latest
    return {"edtf": edtf, "earliest": first, "latest": last, "precision": precision}


class Offsets:
    """The spans of a row in the requested units. Without the article's text they stay in code points."""

    def __init__(self, units: Units, row: Any) -> None:
        self.units: Units = units if units == "codepoint" or row.has_text else "codepoint"
        self._astral: Sequence[int] = row.astral if self.units == "utf16" else ()

    def span(self, span: Sequence[int]) -> SpanOut:
        """Build one span."""
        return SpanOut(start=to_utf16(span[0], self._astral), end=to_utf16(span[1], self._astral))

    def spans(self, spans: Iterable[Sequence[int]]) -> list[SpanOut]:
        """Build a list of spans."""
        if self._astral:
            return [self.span(span) for span in spans]
        return [{"start": start, "end": end} for start, end in spans]

    def pairs(self, spans: list[list[int]]) -> list[list[int]]:
        """Build a list of spans as pairs of start and end."""
        if not self._astral:
            return spans
        return [[to_utf16(offset, self._astral) for offset in span] for span in spans]
