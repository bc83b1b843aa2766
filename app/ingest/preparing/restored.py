"""Edits and judgements that a knowledge document carries, as rows: what an export of another database restores."""

from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from app.document.edits import SPEAKER, EditDocument, JudgementDocument
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused, Fault
from app.ingest.preparing.columns import Row
from app.ingest.preparing.numbering import DocumentIds

ENTITY = "ent_"  # the prefix of the ids of entities, which belong to no article
FOR_REVIEWERS = "are taken from a key with the scope `review` alone"


class Restored(NamedTuple):
    """Rows of ``edits`` and ``judgements``, without their numbers."""

    edits: list[Row] = []  # never changed
    judgements: list[Row] = []


def restored_of(document: KnowledgeDocument, ids: DocumentIds, posted_by: str | None) -> Restored:
    """Return the edits and judgements of a document.

    Raises:
        DocumentRefused: it has some, and was posted by a key that may not review.
    """
    given = [name for name in ("edits", "judgements") if getattr(document, name)]
    if posted_by is not None and given:
        raise DocumentRefused([Fault((name,), FOR_REVIEWERS) for name in given])
    by_edit = groupby(document.edits, key=lambda edit: (edit.target, edit.when, edit.who, edit.why))
    return Restored([_edit_row([*fields], ids) for _, fields in by_edit], [_judgement_row(each) for each in document.judgements])


def without_restored(document: KnowledgeDocument) -> KnowledgeDocument:
    """Return the document as it went in: without edits and judgements."""
    has_some = document.edits or document.judgements
    return document.model_copy(update={"edits": [], "judgements": []}) if has_some else document


def _edit_row(fields: list[EditDocument], ids: DocumentIds) -> Row:
    first = fields[0]
    found = (by_local_id.get(first.target) for by_local_id in (ids.claims, ids.events, ids.entities))
    thing_id = next(filter(None, found), first.target)
    return {
        "thing_id": thing_id,
        "article_id": None if thing_id.startswith(ENTITY) else ids.article_id,
        "at": datetime.fromisoformat(first.when),
        "actor": first.who,
        "reason": first.why,
        "before": {each.field: _value(each.field, each.before, ids) for each in fields},
        "after": {each.field: _value(each.field, each.after, ids) for each in fields},
    }


def _value(field: str, value: Any, ids: DocumentIds) -> Any:
    return ids.entities.get(value, value) if field == SPEAKER else value


def _judgement_row(judgement: JudgementDocument) -> Row:
    smaller, larger = sorted(judgement.entities)
    return {
        "entity_id": smaller,
        "other_id": larger,
        "judgement": judgement.judgement,
        "at": datetime.fromisoformat(judgement.when),
        "actor": judgement.who,
        "reason": judgement.why,
        "taken_back_at": judgement.taken_back_when and datetime.fromisoformat(judgement.taken_back_when),
        "taken_back_by": judgement.taken_back_by,
        "taken_back_reason": judgement.taken_back_why,
    }
