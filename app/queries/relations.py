"""Read the relations of a claim or an event, both ways."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, exists, func, or_, select

from app.answers.claims import RelationOut
from app.answers.parts import TopicRef
from app.queries.rendering.hidden_text import hidden_quotes
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import articles, claims, events, relations

from_claim, to_claim, from_event, to_event = (
    claims.alias("from_claim"),
    claims.alias("to_claim"),
    events.alias("from_event"),
    events.alias("to_event"),
)
related_article = articles.alias("related_article")  # which contains both ends
ROWS = (
    select(
        relations.c.type,
        func.coalesce(from_claim.c.id, from_event.c.id).label("from_id"),
        func.coalesce(to_claim.c.id, to_event.c.id).label("to_id"),
        relations.c.from_claim_number,
        relations.c.from_event_number,
        relations.c.from_claim_number.is_not(None).label("from_claim"),
        relations.c.to_claim_number.is_not(None).label("to_claim"),
        func.coalesce(from_claim.c.gist, from_claim.c.quote, from_event.c.title).label("from_label"),
        func.coalesce(to_claim.c.gist, to_claim.c.quote, to_event.c.title).label("to_label"),
    )
    .join(related_article, related_article.c.number == relations.c.article_number)
    .outerjoin(from_claim, from_claim.c.number == relations.c.from_claim_number)
    .outerjoin(to_claim, to_claim.c.number == relations.c.to_claim_number)
    .outerjoin(from_event, from_event.c.number == relations.c.from_event_number)
    .outerjoin(to_event, to_event.c.number == relations.c.to_event_number)
    .order_by(related_article.c.id, relations.c.position)
)

# The condition that a claim is at either end of a relation.
IS_RELATED = or_(*(exists().where(relations.c[end] == claims.c.number) for end in ("from_claim_number", "to_claim_number")))


def _relations_of(kind: str) -> Statement:
    thing: Parameter = bindparam("number")
    return Statement(ROWS.where(or_(relations.c[f"from_{kind}_number"] == thing, relations.c[f"to_{kind}_number"] == thing)))


RELATIONS_OF = {kind: _relations_of(kind) for kind in ("claim", "event")}


def list_relations(connection: Connection, kind: Literal["claim", "event"], number: int) -> list[RelationOut]:
    """List the relations from and to a claim or an event, by its number, in the order of the document."""
    rows = with_hidden_labels(connection, RELATIONS_OF[kind].rows(connection, number=number))
    return [_build_relation(row, is_outgoing=getattr(row, f"from_{kind}_number") == number) for row in rows]


def with_hidden_labels(connection: Connection, rows: Sequence[Any]) -> Sequence[Any]:
    """Return rows of ``ROWS`` with hidden quotes as labels of claims that have no other, if these are shown."""
    quotes = hidden_quotes(connection, {key for row in rows for key in (row.from_id, row.to_id)})
    return [_with_labels(row, quotes) for row in rows] if quotes else rows


def _with_labels(row: Any, quotes: Mapping[str, str]) -> Any:
    labels = {f"{end}_label": getattr(row, f"{end}_label") or quotes.get(getattr(row, f"{end}_id")) for end in ("from", "to")}
    return SimpleNamespace(**{**row._asdict(), **labels})


def target_of(row: Row[Any]) -> TopicRef:
    """Return a reference to the target of a row of ``ROWS``."""
    return TopicRef(id=row.to_id, type="claim" if row.to_claim else "event", label=row.to_label)


def _build_relation(row: Row[Any], *, is_outgoing: bool) -> RelationOut:
    if is_outgoing:
        return RelationOut(type=row.type, direction="outgoing", other=target_of(row))
    other = TopicRef(id=row.from_id, type="claim" if row.from_claim else "event", label=row.from_label)
    return RelationOut(type=row.type, direction="incoming", other=other)
