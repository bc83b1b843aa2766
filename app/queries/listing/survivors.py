"""Numbers of things by their ids. A merged entity's id stands for its survivor."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, select

from app.errors import Moved, NotFound
from app.queries.listing.filters import one_of
from app.queries.statements.compiled import Parameter
from app.queries.tables import articles, claims, entities, events

REQUESTED_ARTICLES, REQUESTED_CLAIMS, REQUESTED_EVENTS = (table.alias(f"requested_{table.name}") for table in (articles, claims, events))
requested = entities.alias("requested")  # by a requested id; an alias, so that sub-selects are not correlated to the query around them
SURVIVOR = select(entities.c.number, entities.c.id).join(requested, requested.c.survivor_number == entities.c.number)


def refers_to(column: ColumnElement[Any], table: FromClause, ids: Parameter) -> ColumnElement[bool]:
    """Return the condition that the column is the number of the row of ``table`` with one of the ids.

    A single id is compared with ``=``, as in ``one_of``.

    Args:
        table: an alias, so that the sub-select is not correlated to the query around it.
    """
    numbers = select(table.c.number).where(*one_of(table.c.id, ids))
    return column.in_(numbers) if ids.expanding else column == numbers.scalar_subquery()


def is_survivor_of(column: ColumnElement[Any], ids: Parameter) -> ColumnElement[bool]:
    """Return the condition that the column is the number of the survivor of one of the ids."""
    survivors = select(requested.c.survivor_number).where(*one_of(requested.c.id, ids))
    return column.in_(survivors) if ids.expanding else column == survivors.scalar_subquery()


def require_entity(connection: Connection, entity_id: str) -> int:
    """Return the number of the entity with this id.

    Raises:
        NotFound: no entity has this id.
        Moved: it was merged; the error names the survivor.
    """
    survivor = connection.execute(SURVIVOR.where(requested.c.id == entity_id)).one_or_none()
    if survivor is None:
        raise NotFound(f"There is no entity {entity_id!r}.")
    if survivor.id != entity_id:
        raise Moved(entity_id, survivor.id)
    return int(survivor.number)
