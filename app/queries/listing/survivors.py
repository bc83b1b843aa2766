"""Ids of entities as filters take them: an id that was merged means its survivor."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from app.errors import Moved, NotFound
from app.queries.listing.filters import one_of
from app.queries.statements.compiled import Parameter
from app.queries.tables import entities

named = entities.alias("named")  # an alias, so that it is not taken for the table of the query around it


def is_survivor_of(column: ColumnElement[Any], ids: Parameter) -> ColumnElement[bool]:
    """The column is one of these entities, as resolved. One id compares equal, which keeps the index's order."""
    survivors = select(named.c.survivor_id).where(*one_of(named.c.id, ids))
    return column.in_(survivors) if ids.expanding else column == survivors.scalar_subquery()


def require_entity(connection: Connection, entity_id: str) -> None:
    """Check that the id is one of an entity that was not merged.

    Raises:
        NotFound: no entity has this id.
        Moved: it was merged; the error names the survivor.
    """
    survivor = connection.execute(select(entities.c.survivor_id).where(entities.c.id == entity_id)).scalar_one_or_none()
    if survivor is None:
        raise NotFound(f"There is no entity {entity_id!r}.")
    if survivor != entity_id:
        raise Moved(survivor)
