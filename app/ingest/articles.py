"""Load one knowledge document in one transaction: added, changed or the same; what was there of the article before is replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from pydantic import ValidationError
from sqlalchemy import Engine, delete, insert, select, update
from sqlmodel import Session, SQLModel, col

from app import models
from app.db import write_session
from app.document import KnowledgeDocument
from app.errors import DatabaseBehind, DocumentRefused
from app.ids import sha256_of
from app.ingest import entities, resolution, rows
from app.ingest.differences import differences
from app.ingest.numbering import Numbered, number
from app.ingest.validation import faults_of

# Children before parents, as the foreign keys want it. Entities that appear nowhere any more go when they are resolved.
OF_ARTICLE = (models.Relation, models.Claim, models.Event, models.Time, models.Member, models.Role, models.Alias, models.Document)


@dataclass(frozen=True)
class Outcome:
    """What loading a document did. ``changes`` says what, where it was changed."""

    status: Literal["added", "changed", "same"]
    article_id: str
    changes: Sequence[str] = ()


def load_document(engine: Engine, document: KnowledgeDocument) -> Outcome:
    """Load a document in one transaction. Loading it again changes nothing, with or without its text.

    Raises:
        DocumentRefused: its spans do not fit the text that is attached to the article; nothing was loaded.
    """
    with write_session(engine) as session:
        outcome = _load(session, document)
        if outcome.status != "same":
            _raise_version(session)
    return outcome


def _load(session: Session, document: KnowledgeDocument) -> Outcome:
    numbered = number(document)
    stored = session.execute(
        select(col(models.Document.body), col(models.Article.text), col(models.Article.text_sha256))
        .join_from(models.Document, models.Article, col(models.Article.id) == col(models.Document.article_id))
        .where(col(models.Article.id) == numbered.article_id)
    ).one_or_none()
    if stored is None:
        _replace(session, document, numbered)
        return Outcome("added", numbered.article_id)
    document = _keep_text(document, stored.text, stored.text_sha256)
    changes = differences(orjson.loads(stored.body), _without_text(document))
    if stored.text != document.article.text:
        changes.append("text attached" if stored.text is None else "text removed" if document.article.text is None else "text replaced")
    if not changes:
        return Outcome("same", numbered.article_id)
    _replace(session, document, number(document))
    return Outcome("changed", numbered.article_id, changes)


def _keep_text(document: KnowledgeDocument, text: str | None, text_sha256: str) -> KnowledgeDocument:
    """A text that was attached stays attached while its hash is the document's."""
    if text is None or document.article.text is not None or document.article.text_sha256 != text_sha256:
        return document
    try:
        return document.with_text(text)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, document.dump())) from error


def _without_text(document: KnowledgeDocument) -> dict[str, Any]:
    body = document.dump()
    body["article"].pop("text", None)
    return body


def _replace(session: Session, document: KnowledgeDocument, numbered: Numbered) -> None:
    before = _remove(session, numbered.article_id)
    body = orjson.dumps(_without_text(document)).decode()
    _insert(session, models.Article, [rows.article_row(document, numbered)])
    _insert(session, models.Document, [{"article_id": numbered.article_id, "sha256": sha256_of(body), "body": body}])
    entities.insert_missing(session, rows.entity_rows(document, numbered))
    _insert(session, models.Appearance, rows.appearance_rows(document, numbered))
    _insert(session, models.Role, rows.role_rows(document, numbered))
    _insert(session, models.Alias, rows.alias_rows(document, numbered))
    looked_at = resolution.resolve(session, before | set(numbered.entities.values()))
    resolution.resolve_article(session, numbered.article_id)
    _insert_resolved(session, document, numbered)
    entities.refresh(session, looked_at)


def _insert_resolved(session: Session, document: KnowledgeDocument, numbered: Numbered) -> None:
    keys = numbered.entities.values()
    found = session.execute(select(col(models.Entity.id), col(models.Entity.survivor_id)).where(col(models.Entity.id).in_(keys)))
    survivors = dict(found.all())
    resolved = {local: survivors[key] for local, key in numbered.entities.items()}
    _insert(session, models.Member, rows.member_rows(document, numbered, resolved))
    _insert(session, models.Claim, rows.claim_rows(document, numbered, resolved))
    _insert(session, models.Event, rows.event_rows(document, numbered))
    _insert(session, models.Holder, rows.holder_rows(document, numbered, resolved))
    _insert(session, models.About, rows.about_rows(document, numbered, resolved))
    _insert(session, models.Participant, rows.participant_rows(document, numbered, resolved))
    _insert(session, models.Figure, rows.figure_rows(document, numbered))
    _insert(session, models.Relation, rows.relation_rows(document, numbered))
    _insert(session, models.Time, rows.time_rows(document, numbered))


def _insert(session: Session, table: type[SQLModel], new: list[dict[str, Any]]) -> None:
    if new:
        session.execute(insert(table), new)


def _remove(session: Session, article_id: str) -> set[str]:
    """Remove all rows of an article; return the entities that appeared in it, or that it may have joined."""
    named = select(col(models.Appearance.key_id)).where(col(models.Appearance.article_id) == article_id)
    appeared = resolution.neighbourhood(session, session.scalars(named))
    for table in (*OF_ARTICLE, models.Appearance):
        session.execute(delete(table).where(col(table.article_id) == article_id))
    session.execute(delete(models.Entity).where(col(models.Entity.article_id) == article_id))
    session.execute(delete(models.Article).where(col(models.Article.id) == article_id))
    return appeared


def _raise_version(session: Session) -> None:
    """Take the next data version: last before commit, so that no reader can have seen it with older data."""
    raised = update(models.DataVersion).values(version=col(models.DataVersion.version) + 1)
    if session.connection().execute(raised).rowcount != 1:
        raise DatabaseBehind
