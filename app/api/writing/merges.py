"""Merge entities, and split them again."""

import orjson
from sqlalchemy import Engine

from app.api.serving.etags import body_etag, edit_numbers_in
from app.api.writing.actions import WriteRequest, Written
from app.database.engines import read_connection
from app.errors import DocumentRefused, Moved
from app.ingest.reading.files import read_posted
from app.queries.administering.edits import get_edit_number
from app.queries.entities import get_entity
from app.review.judgements import Judge, judge, take_back
from app.review.merges import merge_of

BODY = "body"


def merge_entities(engine: Engine, request: WriteRequest) -> Written:
    """Keep a judgement on two entities.

    Raises:
        DocumentRefused, NotFound, EditConflict, JudgementRefused: as ``merge_of`` and ``judge`` raise them.
        PreconditionMissing: there are no tags.
    """
    item = read_posted(BODY, request.body)
    if item.refused:
        raise DocumentRefused(item.refused.faults)
    wanted = merge_of(item.data)
    one, other = wanted.if_match
    numbers = edit_numbers_in(one), edit_numbers_in(other)
    pair = request.path_ids[0], wanted.with_id
    judge(engine, pair, wanted.judgement, numbers, Judge(request.asker.name, wanted.reason))
    return _shown(engine, pair[0])


def split_entity(engine: Engine, request: WriteRequest) -> Written:
    """Take back a judgement on an entity.

    Raises:
        NotFound, EditConflict: as ``take_back`` raises them.
        PreconditionMissing: there is no If-Match.
    """
    entity_id, by = request.path_ids[0], Judge(request.asker.name, request.query.reason)
    take_back(engine, entity_id, request.query.judgement, edit_numbers_in(request.if_match), by)
    return _shown(engine, entity_id)


def _shown(engine: Engine, entity_id: str) -> Written:
    """Return the entity as it is now, or the one that stands for it, with the ETag that its address gives."""
    with read_connection(engine) as connection:
        try:
            answer = get_entity(connection, entity_id)
        except Moved as moved:
            answer = get_entity(connection, moved.survivor)
        return Written(200, answer, etag=body_etag(orjson.dumps(answer), get_edit_number(connection, answer["id"])))
