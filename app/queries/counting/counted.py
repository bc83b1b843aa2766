"""The things that an answer counts: the first under its filters, found once for all that it says about them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Table, select

from app.answers.pages import Total
from app.queries.listing.keyset import Order, find_end, up_to
from app.queries.listing.scans import MOST_FOUND, Scan

# Facets, graph and source mix read each counted claim several times, some 10 microseconds in all. With 3,000 they take
# some 0.1 s at 100,000 claims, and read no more in a larger archive.
MOST_COUNTED = 3_000


class Counted(NamedTuple):
    """The counted things, their numbers first; ``is_cut`` if more pass the filters than are counted, or may pass them.

    ``total`` is the number of all that pass, where it is known.
    """

    rows: Sequence[Row[Any]]
    is_cut: bool
    total: Total | None = None

    @property
    def numbers(self) -> list[int]:
        """The numbers of the counted things."""
        return [row[0] for row in self.rows]

    @property
    def cut_to(self) -> int | None:
        """The number of counted things where more pass the filters, or may; else None."""
        return len(self.rows) if self.is_cut else None


def find_counted(
    connection: Connection,
    table: Table,
    scan: Scan,
    order: Order,
    columns: Sequence[ColumnElement[Any]] = (),
    most: int | None = None,
    *,
    with_total: bool = False,
) -> Counted:
    """Find the first 3,000 rows under the filters, in this order, as far as the scan looks.

    Statements that use the numbers look for no words, and evaluate no filter: on SQLite a join may evaluate it once for each row.

    Args:
        columns: more columns of the rows, behind the number. They are read where the filters are evaluated, for little more.
        most: fewer than 3,000, for what costs more.
        with_total: whether to find the total, too, by reading up to 10,000 rows in place of looking at all twice.
    """
    most = min(MOST_COUNTED, most or MOST_COUNTED)
    read = max(MOST_FOUND, most) if with_total else most
    end = find_end(connection, order, scan, None, scan.most_scanned)
    rows = select(table.c.number, *columns).where(*up_to(order, scan, end)).order_by(*order.order_by(by_tie=True)).limit(read + 1)
    found = connection.execute(rows).all()
    if end is not None and len(found) <= most and (other := scan.otherwise()):
        return find_counted(connection, table, other, order, columns, most, with_total=with_total)
    total = None if len(found) > read else Total(value=len(found), relation="eq" if end is None else "gte")
    return Counted(found[:most], end is not None or len(found) > most, total)
