"""Resolve ids of entities: a merged entity's id stands for its survivor."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from app.errors import Moved, NotFound
from app.queries.listing.filters import one_of
from app.queries.statements.compiled import Parameter
from app.queries.tables import entities

requested = entities.alias("requested")  # by a requested id; an alias, so that sub-selects are not correlated to the query around them


def is_survivor_of(column: ColumnElement[Any], ids: Parameter) -> ColumnElement[bool]:
    """Return the condition that the column is the survivor of one of the ids. A single id is compared with ``=``, as in ``one_of``."""
    survivors = select(requested.c.survivor_id).where(*one_of(requested.c.id, ids))
    return column.in_(survivors) if ids.expanding else column == survivors.scalar_subquery()


def require_entity(connection: Connection, entity_id: str) -> None:
    """Check that an entity has this id and was not merged into another.

    Raises:
        NotFound: no entity has this id.
        Moved: it was merged; the error names the survivor.
    """
    survivor = connection.execute(select(entities.c.survivor_id).where(entities.c.id == entity_id)).scalar_one_or_none()
    if survivor is None:
        raise NotFound(f"There is no entity {entity_id!r}.")
    if survivor != entity_id:
        raise Moved(survivor)
