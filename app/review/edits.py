"""Edits of claims and events: rows over the document, from which the article is written anew."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine, insert, or_, select
from sqlmodel import Session, col

from app.database.engines import write_session
from app.database.tables import Appearance, Article, Claim, Document, Edit, Entity, Event, Orphan, Rejected
from app.document.edits import PASSAGE, RESTS_ON, REVIEW, SPEAKER
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused, EditConflict, Fault, NotFound
from app.ingest.preparing.documents import prepare
from app.ingest.preparing.edits import LISTS, QUOTE, TYPES, ThingEdit, edit_document, fitting_edits, with_edits
from app.ingest.preparing.moved_passages import move_passages, rests_on
from app.ingest.preparing.numbering import DocumentIds, assign_ids
from app.ingest.writing.edit_numbers import raise_edit_numbers
from app.ingest.writing.transactions import replace_article
from app.queries.administering.edits import get_edit_number, list_edits
from app.queries.documents import with_text
from app.queries.rendering.hidden_text import KEPT_TEXT
from app.review.patches import fields_of, place_in_patch
from app.terms.ids import sha256_of
from app.terms.spans import quote_of
from app.terms.vocabulary import ChangeAction

TABLES: Mapping[str, Any] = {"clm": Claim, "evt": Event}


class Reviewer(NamedTuple):
    """Who edits, and why.

    Attributes:
        numbers: edit numbers that the thing may have now; None for any.
    """

    actor: str | None
    reason: str | None
    numbers: Sequence[int] | None


def edit(engine: Engine, thing_id: str, patch: Any, reviewer: Reviewer) -> None:
    """Change a claim or event. What says nothing new changes nothing.

    Raises:
        NotFound: nothing has this id.
        EditConflict: it was changed meanwhile.
        DocumentRefused: the patch is wrong, or does not fit the article.
    """
    with write_session(engine) as session:
        _Editing(session, thing_id, reviewer).change(fields_of(thing_id, patch))


def revert(engine: Engine, thing_id: str, edit_number: int | None, reviewer: Reviewer) -> None:
    """Give the fields that an edit changed the values that they had before it: the last edit if no other is named.

    Raises:
        NotFound: nothing has this id, or there is no such edit of it.
        EditConflict: it was changed meanwhile.
    """
    with write_session(engine) as session:
        editing = _Editing(session, thing_id, reviewer)
        found = [row for row in editing.rows if row.thing_id == thing_id and edit_number in (None, row.number)]
        if not found:
            raise NotFound(f"There is no such edit of {thing_id!r}.")
        editing.change(found[-1].before, is_stored_form=True)


class _Editing:
    """One change of one thing, in one transaction."""

    def __init__(self, session: Session, thing_id: str, reviewer: Reviewer) -> None:
        self._session, self._thing_id, self._reviewer = session, thing_id, reviewer
        self._stored = _find(session, thing_id)
        number = get_edit_number(session.connection(), thing_id)
        if reviewer.numbers is not None and number not in reviewer.numbers:
            raise EditConflict(thing_id, number)
        self.rows = list_edits(session.connection(), [self._stored.article_id])[self._stored.article_id]

    def change(self, fields: Mapping[str, Any], *, is_stored_form: bool = False) -> None:
        """Make an edit of the fields that get another value; one of none settles orphaned edits."""
        document = KnowledgeDocument.model_validate(with_text(self._stored.body, self._stored.text))
        ids = assign_ids(document, is_trusted=self._stored.posted_by is None)
        _refuse_passages_without_text(document, fields)
        wanted = self._moved(document, fields) if is_stored_form else self._in_stored_form(fields, ids)
        if document.article.text is not None and "content" in wanted and not is_stored_form:
            wanted[QUOTE] = sha256_of(quote_of(document.article.text, wanted["content"]))
        before = self._current(document, ids, wanted)
        wanted = {REVIEW: before[REVIEW] if wanted.keys() <= {REVIEW} else "edited"} | wanted
        after = {name: value for name, value in wanted.items() if name == REVIEW or value != before[name]}
        has_orphaned_edits = self._session.get(Orphan, self._thing_id) is not None
        if after != {REVIEW: before[REVIEW]} or has_orphaned_edits:
            self._refuse_unfitting(document, ids, ThingEdit(self._thing_id, after))
            self._write(document, *(self._with_basis(document, {name: values[name] for name in after}) for values in (before, after)))

    def _in_stored_form(self, fields: Mapping[str, Any], ids: DocumentIds) -> dict[str, Any]:
        """Return the fields, with the speaker named by the id that the document gives it."""
        speaker = fields.get(SPEAKER)
        if speaker is None:
            return dict(fields)
        is_meant = or_(col(Appearance.entity_number) == col(Entity.number), col(Appearance.key_number) == col(Entity.number))
        named = select(col(Appearance.local_id)).join(Entity, is_meant).where(col(Entity.id) == speaker)
        in_article = named.where(col(Appearance.article_number) == self._stored.article_number).order_by(col(Appearance.position))
        local_id = self._session.execute(in_article).scalars().first()
        if local_id is None:
            raise DocumentRefused([Fault((SPEAKER, "id"), f"the article names no entity {speaker!r}")])
        return {**fields, SPEAKER: ids.entities[local_id]}

    def _moved(self, document: KnowledgeDocument, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of an edit, which may have been made of another text, with its passages where they stand in this one."""
        return move_passages(fields, document.article, self._content_start(document))

    def _with_basis(self, document: KnowledgeDocument, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the fields, with what their passages rest on if there are any."""
        if not {*PASSAGE} & fields.keys():
            return fields
        return fields | {RESTS_ON: rests_on(document.article, self._content_start(document), fields)}

    def _content_start(self, document: KnowledgeDocument) -> int:
        """Return where the claim's content begins, in the document as it went in; 0 for an event."""
        return next((claim.content[0][0] for claim in document.claims if claim.id == self._stored.local_id), 0)

    @property
    def _edits(self) -> list[ThingEdit]:
        return [ThingEdit(row.thing_id, row.after, row.number) for row in self.rows]

    def _current(self, document: KnowledgeDocument, ids: DocumentIds, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the wanted fields are now, and the review."""
        edited = with_edits(document, ids, self._edits)
        things = getattr(edited, LISTS[self._thing_id[:3]])
        thing = next(thing for thing in things if thing.id == self._stored.local_id)
        values = {name: getattr(thing, name) for name in wanted if name != REVIEW}
        if values.get(SPEAKER) is not None:
            values[SPEAKER] = ids.entities[values[SPEAKER]]
        return values | {REVIEW: ids.review_of(self._thing_id)}

    def _refuse_unfitting(self, document: KnowledgeDocument, ids: DocumentIds, edit: ThingEdit) -> None:
        """Refuse an edit that does not fit the document, over those before it that still do."""
        _, fitting = fitting_edits(document, ids, self._edits)
        try:
            edit_document(document, ids, [*fitting, edit])
        except DocumentRefused as refused:
            raise DocumentRefused([Fault(place_in_patch(fault.path), fault.message) for fault in refused.faults]) from refused

    def _write(self, document: KnowledgeDocument, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        row = {
            "thing_id": self._thing_id,
            "article_id": self._stored.article_id,
            "at": max([datetime.now(UTC), *(row.at + timedelta(microseconds=1) for row in self.rows)]),  # edits are in order of time
            "actor": self._reviewer.actor,
            "reason": self._reviewer.reason,
            "before": before,
            "after": after,
        }
        number = self._session.connection().execute(insert(Edit).values(row).returning(col(Edit.number))).scalar_one()
        edits = [*self._edits, ThingEdit(self._thing_id, after, number)]
        prepared = prepare(document, self._stored.posted_by, edits, self._stored.text_policy or "full")
        raise_edit_numbers(self._session, [self._thing_id])
        change = TYPES[self._thing_id[:3]], _action_of(before[REVIEW], after[REVIEW]), self._thing_id
        replace_article(self._session, prepared, self._stored.article_number, change)


def _refuse_passages_without_text(document: KnowledgeDocument, fields: Mapping[str, Any]) -> None:
    if document.article.text is None and {*PASSAGE} & fields.keys():
        raise DocumentRefused([Fault(("passage",), "cannot be changed while the article's text is not attached")])


def _action_of(before: str, after: str) -> ChangeAction:
    """Return what the feed says of a thing whose review changed: lists, of which it tells, lose what is rejected."""
    if (before == "rejected") == (after == "rejected"):
        return "updated"
    return "deleted" if after == "rejected" else "created"


def _find(session: Session, thing_id: str) -> Any:
    """Return the article, document and local id of a claim or event, also of a rejected one."""
    table = TABLES.get(thing_id[:3])
    found = None if table is None else _find_in(session, table, thing_id) or _find_in(session, Rejected, thing_id)
    if found is None:
        raise NotFound(f"There is no claim or event {thing_id!r}.")
    return found


def _find_in(session: Session, table: Any, thing_id: str) -> Any:
    columns: tuple[Any, ...] = (
        col(table.local_id),
        col(Article.number).label("article_number"),
        col(Article.id).label("article_id"),
        KEPT_TEXT,
        col(Article.text_policy),
        col(Document.body),
        col(Document.posted_by),
    )
    joined = select(*columns).join(Article, col(Article.number) == col(table.article_number)).join(Document)
    return session.execute(joined.where(col(table.id) == thing_id)).first()
