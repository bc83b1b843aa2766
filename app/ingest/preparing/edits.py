"""Edits of people, laid over a knowledge document before its rows are made."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.document.edits import REVIEW, SPEAKER
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused
from app.ingest.preparing.columns import Row, words_of
from app.ingest.preparing.moved_passages import move_passages
from app.ingest.preparing.numbering import DocumentIds
from app.ingest.reading.validation import faults_of
from app.terms.ids import sha256_of
from app.terms.spans import quote_of
from app.terms.vocabulary import ReviewedType

Fields = Mapping[str, Any]
QUOTE = "quote_sha256"  # an edit of a passage has it, so that it does not fit where other words stand in the next text
LISTS = {"clm": "claims", "evt": "events"}  # of a document, by the prefix of the ids
TYPES: Mapping[str, ReviewedType] = {"clm": "claim", "evt": "event"}


class ThingEdit(NamedTuple):
    """What was changed of one claim or event.

    Attributes:
        thing_id: its id, which comes from the document as it went in.
        fields: new values, as the knowledge document has them, and ``review``; a speaker is named by the id that the document gives it.
        number: of the edit, by which it is known.
    """

    thing_id: str
    fields: Fields
    number: int = 0


def with_edits(document: KnowledgeDocument, ids: DocumentIds, edits: Sequence[ThingEdit]) -> KnowledgeDocument:
    """Return the document as it was edited; note in ``ids`` what was reviewed, and which edits are orphaned.

    Edits are left out that another document no longer has the thing for, or the passage that they rest on.
    """
    edited, fitting = fitting_edits(document, ids, edits)
    ids.orphans = _orphans(ids, edits, {edit.number for edit in fitting})
    ids.reviews |= {edit.thing_id: edit.fields.get(REVIEW, "edited") for edit in fitting}
    of_edited = (claim for claim in edited.claims if ids.claims[claim.id] in ids.reviews)
    ids.as_said |= {claim.id: words_of(edited, claim.source, claim.as_said) for claim in of_edited}
    return edited


def _orphans(ids: DocumentIds, edits: Sequence[ThingEdit], fitting: Collection[int]) -> dict[str, list[int]]:
    """Return the numbers of the edits that rest on what is not there, by thing. A later edit of the thing that fits settles them."""
    named, orphans = {None, *ids.entities.values()}, dict[str, list[int]]()
    for edit in edits:
        if edit.number in fitting and edit.fields.get(SPEAKER) in named:
            orphans.pop(edit.thing_id, None)
        else:
            orphans.setdefault(edit.thing_id, []).append(edit.number)
    return orphans


def orphan_rows(ids: DocumentIds) -> list[Row]:
    """Return the rows of ``orphans``."""
    return [
        {"thing_id": key, "type": TYPES[key[:3]], "article_number": ids.article_id, "edits": numbers}
        for key, numbers in ids.orphans.items()
    ]


def fitting_edits(
    document: KnowledgeDocument, ids: DocumentIds, edits: Sequence[ThingEdit]
) -> tuple[KnowledgeDocument, Sequence[ThingEdit]]:
    """Return the document as it was edited, and those of the edits that fit it."""
    there = {*ids.claims.values(), *ids.events.values()}
    wanted = [edit for edit in edits if edit.thing_id in there]
    with suppress(DocumentRefused):
        return edit_document(document, ids, wanted), wanted
    edited, fitting = document, list[ThingEdit]()
    for edit in wanted:
        with suppress(DocumentRefused):
            edited = edit_document(document, ids, [*fitting, edit])
            fitting.append(edit)
    return edited, fitting


def edit_document(document: KnowledgeDocument, ids: DocumentIds, edits: Iterable[ThingEdit]) -> KnowledgeDocument:
    """Return the document with the fields that edits of its claims and events give.

    Raises:
        DocumentRefused: one does not fit the document.
    """
    parts = {name: [thing.model_dump(by_alias=True, exclude_unset=True) for thing in getattr(document, name)] for name in LISTS.values()}
    things = {thing["id"]: thing for name in parts for thing in parts[name]}
    local_ids = {key: local_id for by_local_id in (ids.claims, ids.events) for local_id, key in by_local_id.items()}
    starts = {claim.id: claim.content[0][0] for claim in document.claims}
    for edit in edits:
        local_id = local_ids[edit.thing_id]
        fields = move_passages(edit.fields, document.article, starts.get(local_id, 0))
        _change(things[local_id], fields, ids, document.article.text)
    return _validated(document, parts)


def _change(thing: dict[str, Any], fields: Fields, ids: DocumentIds, text: str | None) -> None:
    by_id = {key: local_id for local_id, key in ids.entities.items()}
    for name, value in fields.items():
        if name == SPEAKER:
            if value is None or value in by_id:  # another document may no longer name the entity
                thing[name] = None if value is None else by_id[value]
        elif name != REVIEW:
            thing[name] = value
    thing.update({kept: None for spans, kept in (("source", "as_said"), ("cue", "cue_text")) if spans in fields and kept in thing})
    if "content" in fields and QUOTE not in fields and text is not None:
        thing[QUOTE] = sha256_of(quote_of(text, thing["content"]))


def _validated(document: KnowledgeDocument, parts: Mapping[str, Any]) -> KnowledgeDocument:
    data = {**document.model_dump(by_alias=True, exclude_unset=True), **parts}
    try:
        return KnowledgeDocument.model_validate(data)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, data)) from error
