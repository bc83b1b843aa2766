"""Read knowledge documents as they were loaded, with the article's text where one is attached."""

from typing import Any

import orjson
from sqlalchemy import Connection, select

from app.database.compression import decompress_document
from app.queries.administering.tombstones import missing_article
from app.queries.tables import articles, documents


def get_document(connection: Connection, article_id: str) -> dict[str, Any]:
    """Return the knowledge document of an article, local ids kept.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    rows = (
        select(documents.c.body, articles.c.text)
        .join(articles, articles.c.number == documents.c.article_number)
        .where(articles.c.id == article_id)
    )
    row = connection.execute(rows).one_or_none()
    if row is None:
        raise missing_article(connection, article_id)
    return with_text(row.body, row.text)


def list_documents_of_text(connection: Connection, text_sha256: str) -> list[tuple[dict[str, Any], str | None]]:
    """List the documents whose text has this hash, by article id, each with the id of the API key that posted it, if it is not trusted."""
    columns = select(documents.c.body, documents.c.posted_by, articles.c.text)
    rows = columns.join(articles, articles.c.number == documents.c.article_number)
    documents_of_text = connection.execute(rows.where(articles.c.text_sha256 == bytes.fromhex(text_sha256)).order_by(articles.c.id))
    return [(with_text(row.body, row.text), row.posted_by) for row in documents_of_text]


def list_documents(connection: Connection, after: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
    """List pairs of article id and knowledge document, by id: the first ``limit`` after an id."""
    rows = select(articles.c.id, documents.c.body, articles.c.text).join(articles, articles.c.number == documents.c.article_number)
    return [
        (row.id, with_text(row.body, row.text))
        for row in connection.execute(rows.where(articles.c.id > after).order_by(articles.c.id).limit(limit))
    ]


def with_text(body: bytes, text: str | None) -> dict[str, Any]:
    """Return the document in a stored, compressed body, with the article's text if there is one."""
    document: dict[str, Any] = orjson.loads(decompress_document(body))
    if text is not None:
        document["article"]["text"] = text
    return document
