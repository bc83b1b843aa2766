"""Read the relations of a claim or an event, both ways."""

from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, exists, func, or_, select

from app.answers.claims import RelationOut
from app.answers.parts import TopicRef
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import claims, events, relations

from_claim, to_claim, from_event, to_event = (
    claims.alias("from_claim"),
    claims.alias("to_claim"),
    events.alias("from_event"),
    events.alias("to_event"),
)
ROWS = (
    select(
        relations.c.type,
        func.coalesce(relations.c.from_claim_id, relations.c.from_event_id).label("from_id"),
        func.coalesce(relations.c.to_claim_id, relations.c.to_event_id).label("to_id"),
        relations.c.from_claim_id.is_not(None).label("from_claim"),
        relations.c.to_claim_id.is_not(None).label("to_claim"),
        func.coalesce(from_claim.c.gist, from_claim.c.quote, from_event.c.title).label("from_label"),
        func.coalesce(to_claim.c.gist, to_claim.c.quote, to_event.c.title).label("to_label"),
    )
    .outerjoin(from_claim, from_claim.c.id == relations.c.from_claim_id)
    .outerjoin(to_claim, to_claim.c.id == relations.c.to_claim_id)
    .outerjoin(from_event, from_event.c.id == relations.c.from_event_id)
    .outerjoin(to_event, to_event.c.id == relations.c.to_event_id)
    .order_by(relations.c.article_id, relations.c.position)
)

# The condition that a claim is at either end of a relation.
IS_RELATED = or_(*(exists().where(relations.c[end] == claims.c.id) for end in ("from_claim_id", "to_claim_id")))


def _relations_of(kind: str) -> Statement:
    thing: Parameter = bindparam("thing_id")
    return Statement(ROWS.where(or_(relations.c[f"from_{kind}_id"] == thing, relations.c[f"to_{kind}_id"] == thing)))


RELATIONS_OF = {kind: _relations_of(kind) for kind in ("claim", "event")}


def list_relations(connection: Connection, kind: Literal["claim", "event"], thing_id: str) -> list[RelationOut]:
    """List the relations from and to a claim or an event, in the order of the document."""
    return [_build_relation(row, thing_id) for row in RELATIONS_OF[kind].rows(connection, thing_id=thing_id)]


def target_of(row: Row[Any]) -> TopicRef:
    """Return a reference to the target of a row of ``ROWS``."""
    return TopicRef(id=row.to_id, type="claim" if row.to_claim else "event", label=row.to_label)


def _build_relation(row: Row[Any], thing_id: str) -> RelationOut:
    if row.from_id == thing_id:
        return RelationOut(type=row.type, direction="outgoing", other=target_of(row))
    other = TopicRef(id=row.from_id, type="claim" if row.from_claim else "event", label=row.from_label)
    return RelationOut(type=row.type, direction="incoming", other=other)
