"""Rows and JSON of claims as cards show them: the parameter ``view=compact``."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, select

from app.answers.claims import CompactClaim
from app.queries.rendering.claims import build_compact_claim
from app.queries.rendering.hidden_text import HAS_TEXT, with_hidden_passages
from app.queries.tables import articles, claims, entities
from app.terms.vocabulary import Units

speaker = entities.alias("speaker")
COLUMNS: list[ColumnElement[Any]] = [
    *(claims.c[name] for name in ("id", "gist", "quote", "said_edtf")),
    cast(claims.c.content, Text).label("content"),
    func.coalesce(speaker.c.name, speaker.c.descriptor).label("speaker_label"),
    *(articles.c[name].label(f"article_{name}") for name in ("id", "title", "publisher", "published")),
]
# Few columns and two joins: a page takes no longer than one of stored JSON, of which most would be thrown away.
ROWS: Select[Any] = (
    select(*COLUMNS)
    .join(articles, articles.c.number == claims.c.article_number)
    .outerjoin(speaker, speaker.c.number == claims.c.speaker_number)
)
DATE_COLUMNS = [claims.c[f"said_{name}"] for name in ("earliest", "latest", "precision")]
# SQLite has to read the article's text to find the column behind it, so only UTF-16 offsets select it.
UTF16_ROWS = ROWS.add_columns(HAS_TEXT, articles.c.astral)


def compact_rows(units: Units) -> Select[Any]:
    """Return the rows that ``build_compact_claims`` needs for offsets in these units."""
    return UTF16_ROWS if units == "utf16" else ROWS


def build_compact_claims(connection: Connection, rows: Sequence[Any], units: Units) -> list[CompactClaim]:
    """Build claims from rows of ``compact_rows``, without another statement unless hidden text is shown."""
    return [build_compact_claim(row, units) for row in with_hidden_passages(connection, rows)]
