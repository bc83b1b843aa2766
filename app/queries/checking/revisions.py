"""Checks of earlier revisions: numbers without gaps, documents and texts that fit their hashes."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, func, select
from zstandard import ZstdError

from app.database.compression import decompress_document
from app.queries.checking.findings import MOST, Finding
from app.queries.tables import articles, earlier_documents, revisions

ROWS_AT_ONCE = 100
UNREADABLE = (ZstdError, ValueError, TypeError, LookupError)


def check_revisions(connection: Connection, _advance: Callable[[int], None]) -> Iterator[Finding]:
    """Read every earlier revision, and look for gaps and for what is of no article."""
    for table in (revisions, earlier_documents):
        orphans = select(table.c.article_id).distinct().outerjoin(articles, articles.c.id == table.c.article_id)
        for (key,) in connection.execute(orphans.where(articles.c.id.is_(None)).limit(MOST)):
            yield Finding(table.name, key, "is of no article that is stored")
    numbers = select(revisions.c.article_id).group_by(revisions.c.article_id)
    gaps = numbers.having((func.min(revisions.c.number) != 1) | (func.max(revisions.c.number) != func.count()))
    for (key,) in connection.execute(gaps.limit(MOST)):
        yield Finding("revisions", key, "numbers are missing")
    for row in connection.execute(select(revisions).execution_options(yield_per=ROWS_AT_ONCE)):
        if problem := _problem_of(row):
            yield Finding("revisions", f"{row.article_id}/{row.number}", problem)


def _problem_of(row: Any) -> str | None:
    try:
        body, _ = decompress_document(row.body), orjson.loads(decompress_document(row.ids))
        text = None if row.text is None else decompress_document(row.text)
        text_sha256 = bytes.fromhex(orjson.loads(body)["article"]["text_sha256"])
    except UNREADABLE as error:
        return f"cannot be read: {error}"
    if hashlib.sha256(body).digest() != row.sha256:
        return "sha256 is not the hash of the document"
    if text is not None and hashlib.sha256(text).digest() != row.text_sha256:
        return "text_sha256 is not the hash of the text"
    return None if text_sha256 == row.text_sha256 else "the document is of another text"
