"""Read the feed of changes."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select, tuple_

from app.answers.changes import ChangeOut
from app.answers.pages import ChangePage
from app.parameters.changes import ChangeQuery
from app.queries.counting.list_counts import count_rows
from app.queries.listing.keyset import DEFAULT_LIMIT
from app.queries.listing.versions import get_data_state
from app.queries.tables import changes, entities
from app.terms.positions import START, Position, parse_position

merged, survivor = entities.alias("merged"), entities.alias("survivor")
ORDER = (changes.c.version, changes.c.place)
SURVIVORS = select(merged.c.id, survivor.c.id).join(survivor, survivor.c.number == merged.c.survivor_number)


def list_changes(connection: Connection, query: ChangeQuery) -> ChangePage:
    """List changes in the order in which they were committed.

    Returns:
        At most ``limit`` changes behind ``cursor``, or else ``after``. Pages joined in order are the whole feed: no gap, no repeat, also
        while changes are added. Three statements at most.

    Raises:
        PositionInvalid: ``cursor`` or ``after`` is no position.
        OtherDatabase: it is one of another database.
        DatabaseBehind: the database has no version.
    """
    database_id = get_data_state(connection).partition(".")[0]
    limit = query.limit or DEFAULT_LIMIT
    is_after = tuple_(*ORDER) > tuple_(*_start(query, database_id))
    rows = connection.execute(select(changes).where(is_after).order_by(*ORDER).limit(limit + 1)).all()
    items = _build(connection, rows[:limit], database_id)
    page = ChangePage(items=items, next_cursor=items[-1]["cursor"] if len(rows) > limit else None)
    if query.count != "none":
        page["total"] = count_rows(connection, changes, [is_after], capped=query.count == "capped")
    return page


def _start(query: ChangeQuery, database_id: str) -> Position:
    for parameter, position in (("cursor", query.cursor), ("after", query.after)):
        if position is not None:
            return parse_position(position, database_id, parameter)
    return START


def _build(connection: Connection, rows: Collection[Any], database_id: str) -> list[ChangeOut]:
    survivors = _survivors_of(connection, [row.id for row in rows if row.action == "merged"])
    return [
        ChangeOut(
            cursor=Position(row.version, row.place).in_database(database_id),
            version=row.version,
            type=row.type,
            id=row.id,
            action=row.action,
            survivor=survivors.get(row.id) if row.action == "merged" else None,
        )
        for row in rows
    ]


def _survivors_of(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the ids that entities stand for, by their own; without those that are gone, or stand for themselves again."""
    if not ids:
        return {}
    is_merged = merged.c.number != merged.c.survivor_number
    return dict(connection.execute(SURVIVORS.where(merged.c.id.in_(ids), is_merged)).all())
