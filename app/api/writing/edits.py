"""Edit claims, events and entities, and revert edits."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, Engine

from app.api.serving.etags import body_etag, edit_numbers_in
from app.api.writing.actions import WriteRequest, Written
from app.database.engines import read_connection
from app.errors import DocumentRefused, NotFound
from app.ingest.reading.files import read_posted
from app.queries.administering.edits import get_edit_number
from app.queries.claims import get_claim
from app.queries.entities import get_entity
from app.queries.events import get_event
from app.queries.rendering.hidden_text import hidden_text_shown
from app.review import edits, entities

BODY = "body"


def edit_claim(engine: Engine, request: WriteRequest) -> Written:
    """Change a claim by a merge patch; raises what ``_edit`` raises."""
    return _edit(engine, request, "clm_")


def edit_event(engine: Engine, request: WriteRequest) -> Written:
    """Change an event by a merge patch; raises what ``_edit`` raises."""
    return _edit(engine, request, "evt_")


def edit_entity(engine: Engine, request: WriteRequest) -> Written:
    """Correct an entity by a merge patch; raises what ``_edit`` raises, and Moved."""
    return _edit(engine, request, "ent_")


def revert_claim(engine: Engine, request: WriteRequest) -> Written:
    """Revert an edit of a claim; raises what ``_revert`` raises."""
    return _revert(engine, request, "clm_")


def revert_event(engine: Engine, request: WriteRequest) -> Written:
    """Revert an edit of an event; raises what ``_revert`` raises."""
    return _revert(engine, request, "evt_")


def revert_entity(engine: Engine, request: WriteRequest) -> Written:
    """Revert an edit of an entity; raises what ``_revert`` raises, and Moved."""
    return _revert(engine, request, "ent_")


def _edit(engine: Engine, request: WriteRequest, prefix: str) -> Written:
    """Change a claim, event or entity by a merge patch.

    Raises:
        DocumentRefused, NotFound, EditConflict: as ``review.edits.edit`` raises them.
        PreconditionMissing: there is no If-Match.
    """
    thing_id, reviewer = _thing_id(request, prefix), _reviewer(request)
    item = read_posted(BODY, request.body)
    if item.refused:
        raise DocumentRefused(item.refused.faults)
    change = entities.edit_entity if prefix == "ent_" else edits.edit
    change(engine, thing_id, item.data, reviewer)
    return _shown(engine, thing_id)


def _revert(engine: Engine, request: WriteRequest, prefix: str) -> Written:
    """Revert an edit of a claim, event or entity.

    Raises:
        NotFound, EditConflict: as ``review.edits.revert`` raises them.
        PreconditionMissing: there is no If-Match.
    """
    thing_id = _thing_id(request, prefix)
    change = entities.revert_entity if prefix == "ent_" else edits.revert
    change(engine, thing_id, request.query.edit, _reviewer(request))
    return _shown(engine, thing_id)


def _thing_id(request: WriteRequest, prefix: str) -> str:
    thing_id = request.path_ids[0]
    if not thing_id.startswith(prefix):
        raise NotFound(f"Nothing has the id {thing_id!r} here.")
    return thing_id


def _reviewer(request: WriteRequest) -> edits.Reviewer:
    return edits.Reviewer(request.asker.name, request.query.reason, edit_numbers_in(request.if_match))


def _shown(engine: Engine, thing_id: str) -> Written:
    """Return the thing as it is now, with the ETag that its address gives."""
    with read_connection(engine) as connection, hidden_text_shown(connection):  # whoever may edit sees all
        answer = READS[thing_id[:3]](connection, thing_id)
        return Written(200, answer, etag=body_etag(orjson.dumps(answer), get_edit_number(connection, thing_id)))


READS: Mapping[str, Callable[[Connection, str], Any]] = {"clm": get_claim, "evt": get_event, "ent": get_entity}  # by prefix of ids
