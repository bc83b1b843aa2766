"""Judgements of people on pairs of entities: made, and taken back. Entities are resolved again by them, and as-said stays."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, insert, select, update
from sqlmodel import Session, col

from app.database.engines import write_session
from app.database.tables import Entity
from app.database.tables import Judgement as JudgementRow
from app.errors import DocumentRefused, EditConflict, Fault, JudgementRefused, NotFound
from app.ingest.writing.edit_numbers import raise_edit_numbers
from app.ingest.writing.resolving.clashes import settle
from app.ingest.writing.resolving.judgements import Judgements
from app.ingest.writing.transactions import resolve_again
from app.queries.administering.edits import get_edit_number
from app.queries.administering.judgements import list_judgements
from app.terms.vocabulary import Judgement

Numbers = Sequence[int] | None  # edit numbers that an entity may have now; None for any
SENT_AS = "in `if_match`, where the tag of the entity in the address comes first"


class Judge(NamedTuple):
    """Who judges, and why."""

    actor: str | None
    reason: str | None


def judge(engine: Engine, pair: tuple[str, str], judgement: Judgement, numbers: tuple[Numbers, Numbers], by: Judge) -> None:
    """Keep a judgement on two entities, and resolve them by it. One that says nothing new changes nothing.

    Args:
        pair: the ids of the entities: as they are served, or those of merged ones.
        numbers: edit numbers that each may have now.

    Raises:
        NotFound: there is no entity of the first id.
        DocumentRefused: there is none of the second.
        EditConflict: one was changed meanwhile.
        JudgementRefused: it contradicts other judgements, joins what they have joined, or an entity has no name.
    """
    with write_session(engine) as session:
        one, other = _find(session, pair[0]), _find_other(session, pair[1])
        for entity, allowed in zip((one, other), numbers, strict=True):
            _require_number(session, entity, allowed, SENT_AS)
        if _is_news(session, one, other, judgement):
            smaller, larger = sorted((one.id, other.id))
            row = {"entity_id": smaller, "other_id": larger, "judgement": judgement, "at": datetime.now(UTC), **by._asdict()}
            session.connection().execute(insert(JudgementRow), [row])
            _resolve(session, (one, other))


def take_back(engine: Engine, entity_id: str, number: int | None, numbers: Numbers, by: Judge) -> None:
    """Take back a judgement on an entity, or on one that was merged into it: the last merge if no number is given.

    Raises:
        NotFound: there is no such entity, or no such judgement on it that holds.
        EditConflict: the entity was changed meanwhile.
    """
    with write_session(engine) as session:
        entity = _find(session, entity_id)
        _require_number(session, entity, numbers, "as If-Match")
        rows = [row for row in list_judgements(session.connection(), _members(session, entity)) if row.taken_back_at is None]
        found = [row for row in rows if (row.judgement == "positive" if number is None else row.number == number)]
        if not found:
            raise NotFound(f"There is no such judgement on {entity_id!r} that holds.")
        row = found[-1]
        taken_back = {"taken_back_at": datetime.now(UTC), "taken_back_by": by.actor, "taken_back_reason": by.reason}
        session.execute(update(JudgementRow).where(col(JudgementRow.number) == row.number).values(taken_back))
        _resolve(session, _present(session, (row.entity_id, row.other_id)))


def _resolve(session: Session, entities: Collection[Any]) -> None:
    """Resolve entities again, and count a change of them, of all that resolve otherwise than before, and of their survivors."""
    settle(session, [entity.id for entity in entities])
    before = {entity.survivor_number for entity in entities}
    changes = resolve_again(session, {entity.number for entity in entities})
    numbers = before | {entity.number for entity in entities} | changes.affected
    raise_edit_numbers(session, session.scalars(select(col(Entity.id)).where(col(Entity.number).in_(numbers))).all())


def _is_news(session: Session, one: Any, other: Any, judgement: Judgement) -> bool:
    """Return whether a judgement says what no other one says."""
    if one.id == other.id:
        raise JudgementRefused(f"{one.id} is one entity, and cannot be judged with itself.")
    if judgement == "unsure":
        rows = list_judgements(session.connection(), [one.id])
        return not any(
            other.id in (row.entity_id, row.other_id) and row.judgement == judgement and row.taken_back_at is None for row in rows
        )
    for entity in (one, other):
        if entity.anonymous and judgement == "positive":
            raise JudgementRefused(f"{entity.id} is a source that its article does not name: it is merged with no other entity.")
    are_joined, are_apart = Judgements(session).relation_of(one.id, other.id)
    if judgement == "positive" and are_joined:
        raise JudgementRefused(f"{one.id} and {other.id} are merged already, by this judgement or in a circle of others.")
    if judgement == "positive" and are_apart:
        raise JudgementRefused(f"Somebody judged that {one.id} and {other.id} are two. Take that back first: their histories have it.")
    if judgement == "negative" and are_joined:
        raise JudgementRefused(f"Somebody judged that {one.id} and {other.id} are one. Split them first: their histories have it.")
    return judgement == "positive" or not are_apart


def _find(session: Session, entity_id: str) -> Any:
    found = _present(session, [entity_id])
    if not found:
        raise NotFound(f"There is no entity {entity_id!r}.")
    return found[0]


def _find_other(session: Session, entity_id: str) -> Any:
    try:
        return _find(session, entity_id)
    except NotFound as error:
        raise DocumentRefused([Fault(("with",), f"is no entity: {entity_id!r}")]) from error


def _present(session: Session, ids: Collection[str]) -> Sequence[Any]:
    survivor = select(col(Entity.number), col(Entity.id), col(Entity.survivor_number), col(Entity.anonymous))
    return session.execute(survivor.where(col(Entity.id).in_(ids))).all()


def _require_number(session: Session, entity: Any, numbers: Numbers, sent_as: str) -> None:
    """Compare the number of changes of an entity, or of the one that stands for it: its address gives the tag of that one."""
    survivor_id = session.scalars(select(col(Entity.id)).where(col(Entity.number) == entity.survivor_number)).one()
    number = get_edit_number(session.connection(), survivor_id)
    if numbers is not None and number not in numbers:
        raise EditConflict(entity.id, number, sent_as)


def _members(session: Session, entity: Any) -> Sequence[str]:
    return session.scalars(select(col(Entity.id)).where(col(Entity.survivor_number) == entity.survivor_number)).all()
