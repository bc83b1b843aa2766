"""Read the feed of changes in batches, as webhooks send them."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select, tuple_

from app.queries.tables import changes
from app.terms.positions import START, Position

ORDER = (changes.c.version, changes.c.place)


class Batch(NamedTuple):
    """Changes that follow each other in the feed, without those that a filter leaves out.

    Attributes:
        end: the position behind them, and behind what was left out next.
        number: how many there are.
    """

    end: Position
    number: int


class Filter(NamedTuple):
    """Which changes are selected: those of one of these types and one of these actions. Empty ones select all."""

    types: Collection[str]
    actions: Collection[str]


def get_last_position(connection: Connection) -> Position:
    """Return the position behind the last change of the feed."""
    last = connection.execute(select(*ORDER).order_by(*(column.desc() for column in ORDER)).limit(1)).one_or_none()
    return Position(*last) if last else START


def find_batch(connection: Connection, start: Position, chosen: Filter, most: int) -> Batch:
    """Return the next changes behind a position: at most so many, fewer only where the feed ends."""
    last = get_last_position(connection)
    wanted = select(*ORDER).where(*_between(start, last), *_selected(chosen)).order_by(*ORDER).limit(most)
    places = connection.execute(wanted).all()
    return Batch(Position(*places[-1]) if len(places) == most else max(start, last), len(places))


def read_batch(connection: Connection, start: Position, end: Position, chosen: Filter) -> Sequence[Row[Any]]:
    """Return the changes behind a position, up to another one, in order. They are the same whenever they are read."""
    wanted = select(changes).where(*_between(start, end), *_selected(chosen)).order_by(*ORDER)
    return connection.execute(wanted).all()


def _between(start: Position, end: Position) -> list[Any]:
    return [tuple_(*ORDER) > tuple_(*start), tuple_(*ORDER) <= tuple_(*end)]


def _selected(chosen: Filter) -> list[Any]:
    by_column = {changes.c.type: chosen.types, changes.c.action: chosen.actions}
    return [column.in_(values) for column, values in by_column.items() if values]
