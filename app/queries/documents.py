"""Read knowledge documents as they were loaded, with the article's text where one is attached."""

from typing import Any

import orjson
from sqlalchemy import Connection, select

from app.database.compression import decompress_document
from app.queries.administering.tombstones import missing_article
from app.queries.rendering.hidden_text import KEPT_TEXT
from app.queries.rendering.shown_documents import shown_document
from app.queries.tables import articles, documents


def get_document(connection: Connection, article_id: str) -> dict[str, Any]:
    """Return the knowledge document of an article, local ids kept, with no more of the text than its policy shows.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    rows = (
        select(documents.c.body, KEPT_TEXT, articles.c.text_policy)
        .join(articles, articles.c.number == documents.c.article_number)
        .where(articles.c.id == article_id)
    )
    row = connection.execute(rows).one_or_none()
    if row is None:
        raise missing_article(connection, article_id)
    return _shown(row)


def list_documents_of_text(connection: Connection, text_sha256: str) -> list[tuple[dict[str, Any], str | None]]:
    """List the documents whose text has this hash, by article id, each with the id of the API key that posted it, if it is not trusted."""
    columns = select(documents.c.body, documents.c.posted_by, KEPT_TEXT)
    rows = columns.join(articles, articles.c.number == documents.c.article_number)
    documents_of_text = connection.execute(rows.where(articles.c.text_sha256 == bytes.fromhex(text_sha256)).order_by(articles.c.id))
    return [(with_text(row.body, row.text), row.posted_by) for row in documents_of_text]


def list_documents(connection: Connection, after: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
    """List pairs of article id and knowledge document, as ``get_document`` returns it, by id: the first ``limit`` after an id."""
    columns = select(articles.c.id, documents.c.body, KEPT_TEXT, articles.c.text_policy)
    rows = columns.join(articles, articles.c.number == documents.c.article_number)
    return [(row.id, _shown(row)) for row in connection.execute(rows.where(articles.c.id > after).order_by(articles.c.id).limit(limit))]


def _shown(row: Any) -> dict[str, Any]:
    """Return the document of a row, without what the article's policy hides from whoever asks."""
    return shown_document(with_text(row.body, row.text), row.text_policy)


def with_text(body: bytes, text: str | None) -> dict[str, Any]:
    """Return the document in a stored, compressed body, with the article's text if there is one."""
    document: dict[str, Any] = orjson.loads(decompress_document(body))
    if text is not None:
        document["article"]["text"] = text
    return document
