"""Render stored JSON again where it has another version's shape, from the stored knowledge documents.

The data version does not rise, for no answer changes: JSON of another shape was never served; such answers were built from columns
instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Engine, Select, bindparam, func, or_, select, update
from sqlmodel import Session, SQLModel, col

from app.database.engines import write_session
from app.database.tables.articles import Article, Document
from app.database.tables.claims import Claim
from app.database.tables.entities import Appearance, Entity
from app.database.tables.events import Event
from app.database.tables.rejected import Rejected
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused
from app.ingest.preparing.articles import article_row
from app.ingest.preparing.claims import claim_rows
from app.ingest.preparing.columns import RowsByTable
from app.ingest.preparing.edits import ThingEdit, with_edits
from app.ingest.preparing.events import event_rows
from app.ingest.preparing.numbering import DocumentIds
from app.ingest.preparing.policies import apply_policy
from app.ingest.preparing.rejected import rejected_rows, without_rejected
from app.ingest.preparing.rendering import add_rendered
from app.ingest.reading.progress import progress_over
from app.ingest.reading.validation import faults_of
from app.queries.administering.edits import list_edits
from app.queries.documents import with_text
from app.queries.rendering.hidden_text import KEPT_TEXT
from app.queries.rendering.placeholders import RENDERED_SHAPE
from app.terms.vocabulary import TextPolicy

BATCH = 100  # articles in a transaction, which takes some 0.3 s: other writers wait no longer
RenderedArticle = dict[tuple[type[SQLModel], str], dict[str, bytes]]  # JSON of an article: by table and column, then by id
COLUMNS: Sequence[tuple[type[Any], str]] = ((Article, "rendered"), (Claim, "rendered"), (Rejected, "rendered"), (Rejected, "hidden"))


@dataclass
class RerenderResult:
    """Number of articles that were rendered, and by article id the errors of documents that this version refuses."""

    articles: int = 0
    refused: dict[str, DocumentRefused] = field(default_factory=dict)


def rerender(engine: Engine) -> RerenderResult:
    """Render all stored JSON again that has another version's shape, in short transactions, with progress on a terminal.

    If the process is killed, the next run renders the rest.
    """
    done = RerenderResult()
    with progress_over(_count_outdated(engine), "rendering") as advance:
        last = 0
        while batch := _rerender_batch(engine, last, done):
            advance(len(batch))
            last = batch[-1]
    return done


def _is_outdated() -> ColumnElement[bool]:
    """Return the condition that the JSON has another shape, as two ranges of the index: ``<>`` would read every article."""
    return or_(col(Article.rendered_shape) < RENDERED_SHAPE, col(Article.rendered_shape) > RENDERED_SHAPE)


def _count_outdated(engine: Engine) -> int:
    with write_session(engine) as session:
        return session.scalar(select(func.count()).select_from(Article).where(_is_outdated())) or 0


def _rerender_batch(engine: Engine, after: int, done: RerenderResult) -> list[int]:
    """Render the articles that follow the number ``after``; return their numbers."""
    with write_session(engine) as session:
        found = _select_outdated(session, after)
        edits = list_edits(session.connection(), [row.id for row in found])
        ids_by_article = _stored_ids(session, {row.number: row.id for row in found})
        rendered: dict[str, RenderedArticle] = {}
        for row in found:
            try:
                document, ids = _document(row), ids_by_article[row.number]
                ids.is_curated = row.posted_by is None and document.is_curated
                of_people = [ThingEdit(edit.thing_id, edit.after) for edit in edits.get(row.id, ())]
                edited = with_edits(document, ids, of_people) if of_people else document
                rendered[row.id] = render(edited, ids, row.text_policy or "full")
            except DocumentRefused as refused:
                done.refused[row.id] = refused
        _store(session, rendered)
    done.articles += len(rendered)
    return [row.number for row in found]


def _select_outdated(session: Session, after: int) -> list[Any]:
    columns = select(
        col(Article.number), col(Article.id), KEPT_TEXT, col(Article.text_policy), col(Document.body), col(Document.posted_by)
    ).join_from(Article, Document)
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


def _stored_ids(session: Session, articles: dict[int, str]) -> dict[int, DocumentIds]:
    """Return the ids as they are stored. Ids are not derived from the document: the rules of this version may give others."""
    by_article = {number: DocumentIds(key) for number, key in articles.items()}
    appearances = _rows_of(Appearance, articles, "local_id", "position", "name", "descriptor").add_columns(col(Entity.id))
    for row in session.execute(appearances.join(Entity, col(Entity.number) == col(Appearance.key_number))):
        ids = by_article[row.article_number]
        ids.entities[row.local_id], ids.positions[row.local_id] = row.id, row.position
        ids.labels[row.local_id] = row.name or row.descriptor
    for row in session.execute(_rows_of(Claim, articles, "local_id", "id", "as_said", "hidden")):
        ids = by_article[row.article_number]
        ids.claims[row.local_id], ids.as_said[row.local_id] = row.id, (row.hidden or {}).get("as_said", row.as_said)
    for row in session.execute(_rows_of(Event, articles, "local_id", "id")):
        by_article[row.article_number].events[row.local_id] = row.id
    for row in session.execute(_rows_of(Rejected, articles, "local_id", "id", "type")):
        ids = by_article[row.article_number]
        (ids.claims if row.type == "claim" else ids.events)[row.local_id] = row.id
    return by_article


def _rows_of(table: type[SQLModel], articles: Iterable[int], *names: str) -> Select[Any]:
    columns: Any = [col(getattr(table, name)) for name in ("article_number", *names)]
    selected: Select[Any] = select(*columns).where(columns[0].in_(articles))
    return selected


def render(document: KnowledgeDocument, ids: DocumentIds, policy: TextPolicy = "full") -> RenderedArticle:
    """Return the JSON of a document's article, of its claims, and of what people rejected."""
    served = without_rejected(document, ids)
    rows: RowsByTable = {
        Article: [article_row(served, ids)],
        Claim: claim_rows(served, ids),
        Event: event_rows(served, ids),
        Rejected: rejected_rows(document, ids, policy),
    }
    apply_policy(rows, served, ids, policy)
    add_rendered(served, ids, rows)
    return {(table, name): {row["id"]: row[name] for row in rows[table] if row[name] is not None} for table, name in COLUMNS}


def _store(session: Session, rendered: dict[str, RenderedArticle]) -> None:
    connection = session.connection()
    for table, name in COLUMNS:
        values = {name: bindparam("json"), "rendered_shape": RENDERED_SHAPE}
        statement = update(table).where(col(table.id) == bindparam("key")).values(values)
        jsons = [{"key": key, "json": json} for article in rendered.values() for key, json in article[table, name].items()]
        if jsons:
            connection.execute(statement, jsons)
