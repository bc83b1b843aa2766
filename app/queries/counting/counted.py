"""The things that an answer counts: the first under its filters, found once for all that it says about them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Table, select

from app.queries.listing.filters import Conditions
from app.queries.listing.keyset import Order

# Facets, graph and source mix read each counted claim several times, some 10 microseconds in all. With 10,000 they take
# some 0.1 to 0.2 s at 100,000 claims, and read no more in a larger archive.
MOST_COUNTED = 10_000


class Counted(NamedTuple):
    """The counted things, their numbers first; ``is_cut`` if more pass the filters than are counted."""

    rows: Sequence[Row[Any]]
    is_cut: bool

    @property
    def numbers(self) -> list[int]:
        """The numbers of the counted things."""
        return [row[0] for row in self.rows]

    @property
    def cut_to(self) -> int | None:
        """The number of counted things where more pass the filters; else None."""
        return len(self.rows) if self.is_cut else None


def find_counted(
    connection: Connection,
    table: Table,
    where: Conditions,
    order: Order,
    columns: Sequence[ColumnElement[Any]] = (),
    most: int | None = None,
) -> Counted:
    """Find the first 10,000 rows under the filters, in this order.

    Statements that use the numbers look for no words, and evaluate no filter: on SQLite a join may evaluate it once for each row.

    Args:
        columns: more columns of the rows, behind the number. They are read where the filters are evaluated, for little more.
        most: fewer than 10,000, for what costs more.
    """
    most = min(MOST_COUNTED, most or MOST_COUNTED)
    rows = select(table.c.number, *columns).where(*where).order_by(*order.order_by(by_tie=True)).limit(most + 1)
    found = connection.execute(rows).all()
    return Counted(found[:most], len(found) > most)
