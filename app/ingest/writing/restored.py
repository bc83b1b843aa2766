"""Edits and judgements that documents carry, stored where they are not there yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import orjson
from sqlalchemy import insert, select
from sqlmodel import Session, SQLModel, col

from app.database.tables import Article, Document, Edit, Judgement
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused, Fault
from app.ingest.preparing.columns import Row
from app.ingest.preparing.documents import PreparedDocument, prepare
from app.ingest.writing.decisions import Decision, Outcome
from app.ingest.writing.edit_numbers import raise_edit_numbers
from app.ingest.writing.resolving.judgements import Judgements
from app.queries.administering.edits import list_edits, list_edits_of
from app.queries.administering.judgements import list_judgements
from app.queries.documents import with_text
from app.queries.rendering.hidden_text import KEPT_TEXT

OF_EDIT = ("thing_id", "at", "actor", "after")
OF_JUDGEMENT = ("entity_id", "other_id", "judgement", "at")
CONTRADICTION = "contradicts other judgements on these entities, which their histories have: take those back first, or leave this one out"


class Restoration(NamedTuple):
    """What became of the edits and judgements that loaded documents carry.

    Attributes:
        decisions: on the documents, with articles changed by that as changed.
        corrected: ids of entities of which edits were stored.
    """

    decisions: list[Decision]
    corrected: set[str]


def restore(session: Session, decisions: Sequence[Decision]) -> Restoration:
    """Store what the loaded documents carry."""
    if not any(document.restored.edits or document.restored.judgements for document, _ in decisions):
        return Restoration([*decisions], set())
    corrected = set[str]()
    return Restoration([_restore(session, document, outcome, corrected) for document, outcome in decisions], corrected)


def _restore(session: Session, document: PreparedDocument, outcome: Outcome | DocumentRefused, corrected: set[str]) -> Decision:
    if isinstance(outcome, DocumentRefused) or outcome.status == "withdrawn":
        return document, outcome
    edits, judgements = _new_edits(session, document), _new_judgements(session, document)
    if faults := _contradictions(session, document.restored.judgements, judgements):
        return document, DocumentRefused(faults)
    for table, rows in ((Edit, edits), (Judgement, judgements)):
        _insert(session, table, rows)
    for row in edits:
        raise_edit_numbers(session, [row["thing_id"]])
    corrected |= {row["thing_id"] for row in edits if row["article_id"] is None}
    names = [f"{name}: {len(rows)} restored" for name, rows in (("edits", edits), ("judgements", judgements)) if rows]
    if not names or outcome.status == "added":
        return document, outcome
    document = _stored(session, document) if outcome.status == "same" else document
    return document, replace(outcome, status="changed", changes=[*outcome.changes, *names])


def _new_edits(session: Session, document: PreparedDocument) -> list[Row]:
    if not document.restored.edits:
        return []
    of_entities = {row["thing_id"] for row in document.restored.edits if row["article_id"] is None}
    stored = list_edits(session.connection(), [document.article_id])[document.article_id]
    stored += list_edits_of(session.connection(), of_entities)
    return _missing(document.restored.edits, (row._asdict() for row in stored), OF_EDIT)


def _new_judgements(session: Session, document: PreparedDocument) -> list[Row]:
    rows = document.restored.judgements
    if not rows:
        return []
    stored = list_judgements(session.connection(), [row["entity_id"] for row in rows])
    return _missing(rows, (row._asdict() for row in stored), OF_JUDGEMENT)


def _contradictions(session: Session, given: Sequence[Row], new: Sequence[Row]) -> list[Fault]:
    """Return the judgements of a document that contradict those which hold here, or earlier ones of the document."""
    held, faults = Judgements(session), list[Fault]()
    for row in new:
        is_held = row["taken_back_at"] is None and row["judgement"] != "unsure"
        if is_held and not held.add(row["entity_id"], row["other_id"], row["judgement"]):
            place = next(index for index, each in enumerate(given) if each is row)
            faults.append(Fault(("judgements", place), CONTRADICTION))
    return faults


def _missing(rows: Iterable[Row], stored: Iterable[Mapping[str, Any]], names: Sequence[str]) -> list[Row]:
    known, missing = {_key(row, names) for row in stored}, list[Row]()
    for row in rows:
        if (key := _key(row, names)) not in known:
            missing.append(row)
            known.add(key)
    return missing


def _key(row: Mapping[str, Any], names: Sequence[str]) -> bytes:
    return orjson.dumps([row[name] for name in names], option=orjson.OPT_SORT_KEYS)


def _insert(session: Session, table: type[SQLModel], rows: Sequence[Row]) -> None:
    if rows:
        session.connection().execute(insert(table), rows)


def _stored(session: Session, document: PreparedDocument) -> PreparedDocument:
    """Return the document that is stored of an article, with its text: the one that carries the edits may lack it."""
    columns = select(col(Document.body), col(Document.posted_by), KEPT_TEXT).join_from(Document, Article)
    row = session.execute(columns.where(col(Article.id) == document.article_id)).one()
    stored = KnowledgeDocument.model_validate(with_text(row.body, row.text))
    return prepare(stored, row.posted_by)._replace(place=document.place)
