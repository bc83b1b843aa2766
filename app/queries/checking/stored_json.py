"""Checks of stored documents, texts and JSON: they can be unpacked and parsed, and hashes fit."""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, select

from app.database.compression import decompress_document, decompress_json
from app.queries.checking.findings import UNREADABLE, Finding
from app.queries.checking.passages import check_passages
from app.queries.rendering.hidden_text import KEPT_TEXT
from app.queries.rendering.placeholders import CLAIMS_PLACEHOLDER, EDGE, RENDERED_SHAPE
from app.queries.tables import articles, claims, documents, rejected
from app.terms.ids import sha256_of

BATCH = 100  # articles that are in memory at a time
PLACEHOLDER = re.compile(EDGE + b"[^" + EDGE + b"]*" + EDGE)


def check_stored_json(connection: Connection, advance: Callable[[int], None]) -> Iterator[Finding]:
    """Read the document, text and JSON of every article, and its claims and passages; ``advance`` is called with numbers of articles."""
    last = -1
    while rows := _articles_after(connection, last):
        last = rows[-1].number
        for row in rows:
            yield from _check_article(row)
        yield from _check_claims(connection, [row.number for row in rows])
        yield from check_passages(connection, {row.number: row.text for row in rows if row.text is not None})
        advance(len(rows))


def _articles_after(connection: Connection, number: int) -> list[Any]:
    columns = (articles.c.number, articles.c.id, KEPT_TEXT, articles.c.text_sha256, articles.c.rendered, articles.c.rendered_shape)
    rows = select(*columns, documents.c.sha256, documents.c.body).outerjoin_from(articles, documents)
    return list(connection.execute(rows.where(articles.c.number > number).order_by(articles.c.number).limit(BATCH)))


def _check_article(row: Any) -> Iterator[Finding]:
    if row.text is not None and bytes.fromhex(sha256_of(row.text)) != row.text_sha256:
        yield Finding("articles", row.id, "text_sha256 is not the hash of the text")
    if row.rendered_shape == RENDERED_SHAPE and (problem := _problem_of_json(row.rendered, row.id)):
        yield Finding("articles", row.id, problem)
    if row.body is None:
        yield Finding("articles", row.id, "has no document")
    elif problem := _problem_of_document(row):
        yield Finding("documents", row.id, problem)


def _problem_of_document(row: Any) -> str | None:
    try:
        body = decompress_document(row.body)
        text_sha256 = bytes.fromhex(orjson.loads(body)["article"]["text_sha256"])
    except UNREADABLE as error:
        return f"the document cannot be read: {error}"
    if hashlib.sha256(body).digest() != row.sha256:
        return "sha256 is not the hash of the document"
    return None if text_sha256 == row.text_sha256 else "the document is of another text than its article"


def _check_claims(connection: Connection, numbers: list[int]) -> Iterator[Finding]:
    for table, order in ((claims, claims.c.number), (rejected, rejected.c.id)):
        rows = select(table.c.id, table.c.rendered).where(table.c.article_number.in_(numbers), table.c.rendered_shape == RENDERED_SHAPE)
        for row in connection.execute(rows.order_by(order)):
            if problem := _problem_of_json(row.rendered, row.id):
                yield Finding(table.name, row.id, problem)


def _problem_of_json(compressed: bytes, key: str) -> str | None:
    """Return what is wrong with stored JSON, in which placeholders stand for ids and names; JSON of another shape is never served."""
    try:
        found_id = orjson.loads(PLACEHOLDER.sub(b"null", decompress_json(compressed).replace(CLAIMS_PLACEHOLDER, b"")))["id"]
    except UNREADABLE as error:
        return f"the stored JSON cannot be read: {error}"
    return None if found_id == key else "the stored JSON is of another id"
