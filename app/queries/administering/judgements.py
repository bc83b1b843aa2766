"""Read judgements of people on pairs of entities, and the history of an entity."""

from collections.abc import Collection, Iterator
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from app.answers.edits import EntityEditOut, EntityHistory
from app.errors import Moved, NotFound
from app.queries.administering.edits import edit_out, list_edits_of
from app.queries.tables import entities, judgements

survivor = entities.alias("survivor")
SURVIVORS = select(survivor.c.id, survivor.c.number).join(entities, entities.c.survivor_number == survivor.c.number)


def list_judgements(connection: Connection, entity_ids: Collection[str]) -> list[Row[Any]]:
    """Return all judgements that name one of these entities, those that were taken back too, in the order in which they were made."""
    named = or_(judgements.c.entity_id.in_(entity_ids), judgements.c.other_id.in_(entity_ids))
    return list(connection.execute(select(judgements).where(named).order_by(judgements.c.number)))


def get_entity_history(connection: Connection, entity_id: str) -> EntityHistory:
    """Return edits of an entity and of those merged into it, and judgements on them, latest first.

    A judgement that was taken back is two entries.

    Raises:
        NotFound: there is no entity of this id, and neither edit nor judgement names it.
        Moved: it was merged; the error names the survivor.
    """
    found = connection.execute(SURVIVORS.where(entities.c.id == entity_id)).one_or_none()
    if found is not None and found.id != entity_id:
        raise Moved(entity_id, found.id)
    members = select(entities.c.id).where(entities.c.survivor_number == found.number) if found else None
    ids = [entity_id] if members is None else [*connection.execute(members).scalars()]
    judged, edited = list_judgements(connection, ids), list_edits_of(connection, ids)
    if found is None and not judged and not edited:
        raise NotFound(f"There is no entity {entity_id!r}.")
    entries = [(moment, 1, row.number, place, entry) for row in judged for place, (moment, entry) in enumerate(_entries(row))]
    entries += [(row.at, 0, row.number, 0, EntityEditOut(judgement=None, entities=[], **edit_out(row))) for row in edited]
    return EntityHistory(items=[entry for *_, entry in sorted(entries, key=itemgetter(0, 1, 2, 3), reverse=True)])


def _entries(row: Row[Any]) -> Iterator[tuple[Any, EntityEditOut]]:
    judged, nothing = {"judgement": row.judgement}, {"judgement": None}
    yield row.at, _entry(row, row.at, row.actor, row.reason, nothing, judged)
    if row.taken_back_at is not None:
        yield row.taken_back_at, _entry(row, row.taken_back_at, row.taken_back_by, row.taken_back_reason, judged, nothing)


def _entry(row: Row[Any], at: Any, actor: str | None, reason: str | None, before: Any, after: Any) -> EntityEditOut:
    return EntityEditOut(
        judgement=row.number,
        entities=[row.entity_id, row.other_id],
        edit=None,
        at=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        actor=actor,
        reason=reason,
        before=before,
        after=after,
    )
