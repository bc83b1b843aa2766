"""Render stored JSON of another shape again, from the stored knowledge documents.

Answers stay as they are, byte for byte: JSON of another shape is not served. So the data version does not rise.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Engine, bindparam, func, or_, select, update
from sqlmodel import Session, SQLModel, col

from app.database.engines import write_session
from app.database.tables.articles import Article, Document
from app.database.tables.claims import Claim
from app.database.tables.entities import Appearance
from app.database.tables.events import Event
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused
from app.ingest.preparing.articles import article_row
from app.ingest.preparing.claims import claim_rows
from app.ingest.preparing.columns import RowsByTable
from app.ingest.preparing.events import event_rows
from app.ingest.preparing.numbering import Numbered
from app.ingest.preparing.rendering import add_rendered
from app.ingest.reading.progress import progress_over
from app.ingest.reading.validation import faults_of
from app.queries.documents import with_text
from app.queries.rendering.placeholders import RENDERED_SHAPE

BATCH = 100  # articles in a transaction, which takes some 0.3 s: other writers wait no longer
Json = tuple[bytes, dict[str, bytes]]  # of an article, and of its claims by id


@dataclass
class Rerendered:
    """The number of articles that were rendered, and by id the errors of those that this version refuses."""

    articles: int = 0
    refused: dict[str, DocumentRefused] = field(default_factory=dict)


def rerender(engine: Engine) -> Rerendered:
    """Render all stored JSON of another shape, in short transactions, with progress on a terminal.

    If it is killed, the next run renders the rest.
    """
    done = Rerendered()
    with progress_over(_count_outdated(engine), "rendering") as advance:
        last = 0
        while batch := _rerender_batch(engine, last, done):
            advance(len(batch))
            last = batch[-1]
    return done


def _is_outdated() -> ColumnElement[bool]:
    """Return the condition as two ranges of the index: ``<>`` would read every article."""
    return or_(col(Article.rendered_shape) < RENDERED_SHAPE, col(Article.rendered_shape) > RENDERED_SHAPE)


def _count_outdated(engine: Engine) -> int:
    with write_session(engine) as session:
        return session.scalar(select(func.count()).select_from(Article).where(_is_outdated())) or 0


def _rerender_batch(engine: Engine, after: int, done: Rerendered) -> list[int]:
    """Render the next articles after a number; return their numbers."""
    with write_session(engine) as session:
        found = _outdated(session, after)
        numbered = _stored_ids(session, [row.id for row in found])
        rendered: dict[str, Json] = {}
        for row in found:
            try:
                rendered[row.id] = render(_document(row), numbered[row.id])
            except DocumentRefused as refused:
                done.refused[row.id] = refused
        _store(session, rendered)
    done.articles += len(rendered)
    return [row.number for row in found]


def _outdated(session: Session, after: int) -> list[Any]:
    columns = select(col(Article.number), col(Article.id), col(Article.text), col(Document.body)).join_from(Article, Document)
    rows = columns.where(_is_outdated(), col(Article.number) > after).order_by(col(Article.number)).limit(BATCH)
    return list(session.execute(rows))


def _document(row: Any) -> KnowledgeDocument:
    """Return the stored document.

    Raises:
        DocumentRefused: it is not valid in this version.
    """
    stored = with_text(row.body, row.text)
    try:
        return KnowledgeDocument.model_validate(stored)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, stored)) from error


def _stored_ids(session: Session, articles: list[str]) -> dict[str, Numbered]:
    """Return the stored ids. They are not made again: the rules of this version may give other ids."""
    found = defaultdict[str, Numbered](lambda: Numbered(""))
    for article in articles:
        found[article].article_id = article
    for row in _rows_of(session, Appearance, articles, "local_id", "key_id", "position", "name", "descriptor"):
        numbered = found[row.article_id]
        numbered.entities[row.local_id], numbered.positions[row.local_id] = row.key_id, row.position
        numbered.labels[row.local_id] = row.name or row.descriptor
    for row in _rows_of(session, Claim, articles, "local_id", "id", "as_said"):
        numbered = found[row.article_id]
        numbered.claims[row.local_id], numbered.as_said[row.local_id] = row.id, row.as_said
    for row in _rows_of(session, Event, articles, "local_id", "id"):
        found[row.article_id].events[row.local_id] = row.id
    return found


def _rows_of(session: Session, table: type[SQLModel], articles: list[str], *names: str) -> Iterable[Any]:
    columns = [col(getattr(table, name)) for name in ("article_id", *names)]
    return session.execute(select(*columns).where(columns[0].in_(articles)))


def render(document: KnowledgeDocument, numbered: Numbered) -> Json:
    """Return the JSON of a document's article and claims."""
    rows: RowsByTable = {
        Article: [article_row(document, numbered)],
        Claim: claim_rows(document, numbered),
        Event: event_rows(document, numbered),
    }
    add_rendered(document, numbered, rows)
    return rows[Article][0]["rendered"], {row["id"]: row["rendered"] for row in rows[Claim]}


def _store(session: Session, rendered: dict[str, Json]) -> None:
    connection = session.connection()
    of_claims = [each for _, claims in rendered.values() for each in claims.items()]
    for table, jsons in ((Claim, of_claims), (Article, [(key, article) for key, (article, _) in rendered.items()])):
        statement = update(table).where(col(table.id) == bindparam("key")).values(rendered=bindparam("json"), rendered_shape=RENDERED_SHAPE)
        if jsons:
            connection.execute(statement, [{"key": key, "json": json} for key, json in jsons])
