"""Read knowledge documents as they were loaded, with the article's text where one is attached."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Select, or_, select

from app.database.compression import decompress_document
from app.document.edits import SPEAKER
from app.queries.administering.edits import list_edits
from app.queries.administering.tombstones import missing_article
from app.queries.rendering.hidden_text import KEPT_TEXT
from app.queries.rendering.shown_documents import shown_document
from app.queries.tables import appearances, articles, claims, documents, edits, entities, events, judgements, rejected

ROWS: Select[Any] = select(articles.c.number, articles.c.id, documents.c.body, KEPT_TEXT, articles.c.text_policy).join(
    documents, articles.c.number == documents.c.article_number
)


def get_document(connection: Connection, article_id: str, *, edited: bool = False) -> dict[str, Any]:
    """Return the knowledge document of an article, local ids kept, with no more of the text than its policy shows.

    Args:
        edited: whether it carries the edits of its claims, events and entities, and the judgements on its entities.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    row = connection.execute(ROWS.where(articles.c.id == article_id)).one_or_none()
    if row is None:
        raise missing_article(connection, article_id)
    document = _shown(row)
    return _with_layers(connection, [row], [document])[0] if edited else document


def list_documents_of_text(connection: Connection, text_sha256: str) -> list[tuple[dict[str, Any], str | None]]:
    """List the documents whose text has this hash, by article id, each with the id of the API key that posted it, if it is not trusted."""
    columns = select(documents.c.body, documents.c.posted_by, KEPT_TEXT)
    rows = columns.join(articles, articles.c.number == documents.c.article_number)
    documents_of_text = connection.execute(rows.where(articles.c.text_sha256 == bytes.fromhex(text_sha256)).order_by(articles.c.id))
    return [(with_text(row.body, row.text), row.posted_by) for row in documents_of_text]


def list_documents(connection: Connection, after: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
    """List pairs of article id and knowledge document, as ``get_document`` returns it edited, by id: the first ``limit`` after an id.

    A fixed number of statements.
    """
    rows = connection.execute(ROWS.where(articles.c.id > after).order_by(articles.c.id).limit(limit)).all()
    found = _with_layers(connection, rows, [_shown(row) for row in rows])
    return [(row.id, document) for row, document in zip(rows, found, strict=True)]


def _shown(row: Any) -> dict[str, Any]:
    """Return the document of a row, without what the article's policy hides from whoever asks."""
    return shown_document(with_text(row.body, row.text), row.text_policy)


def with_text(body: bytes, text: str | None) -> dict[str, Any]:
    """Return the document in a stored, compressed body, with the article's text if there is one."""
    document: dict[str, Any] = orjson.loads(decompress_document(body))
    if text is not None:
        document["article"]["text"] = text
    return document


def _with_layers(connection: Connection, rows: Sequence[Row[Any]], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the documents of these articles with edits and judgements; those without any as they are."""
    numbers = [row.number for row in rows]
    by_article = list_edits(connection, [row.id for row in rows])
    of_entities = _edits_of_entities(connection, numbers)
    local_ids = _local_ids(connection, numbers) if by_article or of_entities else {}
    named = _judgements_by_article(connection, numbers)
    for row, document in zip(rows, found, strict=True):
        edited = [*by_article.get(row.id, ()), *of_entities.get(row.number, ())]
        if edited:
            in_order = sorted(edited, key=lambda edit: (edit.at, edit.number))
            document["edits"] = [each for edit in in_order for each in _edit_fields(edit, local_ids[row.number])]
        if row.number in named:
            document["judgements"] = [*map(_judgement, named[row.number])]
    return found


def _local_ids(connection: Connection, numbers: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the local ids of claims, events and entities, by article and id."""
    found = defaultdict[int, dict[str, str]](dict)
    things = [select(table.c.article_number, table.c.id, table.c.local_id) for table in (claims, events, rejected)]
    of_entities = select(appearances.c.article_number, entities.c.id, appearances.c.local_id).join(
        entities, entities.c.number == appearances.c.key_number
    )
    for statement, table in (*zip(things, (claims, events, rejected), strict=True), (of_entities, appearances)):
        for row in connection.execute(statement.where(table.c.article_number.in_(numbers))):
            found[row.article_number][row.id] = row.local_id
    return found


def _edit_fields(edit: Row[Any], local_ids: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    common = {"who": edit.actor, "when": _moment(edit.at), "why": edit.reason}
    for name, after in edit.after.items():
        values = (edit.before.get(name), after)
        before, after = (local_ids.get(value, value) for value in values) if name == SPEAKER else values
        yield {"target": local_ids.get(edit.thing_id, edit.thing_id), "field": name, "before": before, "after": after, **common}


def _edits_of_entities(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Return the edits of entities that these articles name, by article."""
    named = select(appearances.c.article_number, edits).join_from(edits, entities, edits.c.thing_id == entities.c.id)
    in_articles = named.join(appearances, appearances.c.key_number == entities.c.number)
    found = defaultdict[int, list[Row[Any]]](list)
    for row in connection.execute(in_articles.where(edits.c.article_id.is_(None), appearances.c.article_number.in_(numbers))):
        found[row.article_number].append(row)
    return found


def _judgements_by_article(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Return the judgements on entities that these articles name, by article, in the order in which they were made."""
    of_either = or_(judgements.c.entity_id == entities.c.id, judgements.c.other_id == entities.c.id)
    in_articles = (
        select(appearances.c.article_number, judgements)
        .distinct()
        .join_from(judgements, entities, of_either)
        .join(appearances, appearances.c.key_number == entities.c.number)
        .where(appearances.c.article_number.in_(numbers))
    )
    found = defaultdict[int, list[Row[Any]]](list)
    for row in connection.execute(in_articles.order_by(judgements.c.at, judgements.c.number)):
        found[row.article_number].append(row)
    return found


def _judgement(row: Row[Any]) -> dict[str, Any]:
    judged = {"entities": [row.entity_id, row.other_id], "judgement": row.judgement}
    judged |= {"who": row.actor, "when": _moment(row.at), "why": row.reason}
    if row.taken_back_at is None:
        return judged
    return judged | {
        "taken_back_by": row.taken_back_by,
        "taken_back_when": _moment(row.taken_back_at),
        "taken_back_why": row.taken_back_reason,
    }


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
