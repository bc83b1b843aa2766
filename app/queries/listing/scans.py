"""Scans: reads that look at all rows of an index, if it gives few, else at the next 5,000."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import isqrt
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Connection, FromClause, Select, Table, func, select

from app.queries.listing.filters import Conditions

# A row costs some 4 microseconds to look at in the order of a list, and 2 where an index gives it, with sorting: 20 ms either way.
MOST_SCANNED, MOST_FOUND = 5_000, 10_000


def no_other() -> "Scan | None":
    """Return no other way to read."""
    return None


@dataclass(frozen=True)
class Scan:
    """The conditions of a read, and how far it looks for rows that fulfil them.

    Attributes:
        where: the conditions of all filters.
        in_order: those of the conditions that the index of the order answers. The read looks at the first rows that fulfil them; None
            if it looks at all rows.
        otherwise: returns the read by an index that gives at most 10,000 rows, for where those first rows are not enough; None if no
            index does.
        most_scanned: how many rows it looks at in order.
        hits: what counts all rows for less; None if nothing does.
    """

    where: Conditions
    in_order: Conditions | None = None
    otherwise: Callable[[], "Scan | None"] = no_other
    most_scanned: int = field(default_factory=lambda: MOST_SCANNED)
    hits: "Hits | None" = None

    @property
    def is_in_index(self) -> bool:
        """Whether the index of the order answers all conditions, so that it takes no look at the rows to count them."""
        return self.in_order is not None and len(self.in_order) == len(self.where)

    def with_conditions(self, *more: ColumnElement[bool]) -> "Scan":
        """Return the scan under more conditions, which are looked at row by row."""
        others = self.otherwise

        def otherwise() -> "Scan | None":
            other = others()
            return None if other is None else other.with_conditions(*more)

        return replace(self, where=[*self.where, *more], otherwise=otherwise, hits=None)

    def with_indexed(self, condition: ColumnElement[bool]) -> "Scan":
        """Return the scan under one more condition, which the index of the order answers."""
        narrowed = self.with_conditions(condition)
        return narrowed if self.in_order is None else replace(narrowed, in_order=[*self.in_order, condition])


class IndexedFilter(NamedTuple):
    """A filter: the numbers of the rows that pass it, which an index gives, and the same as a condition on each row.

    ``on_column`` is the same where the index is one of the column itself; ``is_in_order`` if that has the order of the list.
    """

    numbers: Select[tuple[int]]
    row_by_row: ColumnElement[bool]
    on_column: ColumnElement[bool] | None = None
    is_in_order: bool = False

    def by_index(self, table: Table) -> ColumnElement[bool]:
        """Return the condition that uses the index."""
        return table.c.number.in_(self.numbers) if self.on_column is None else self.on_column


class Hits(NamedTuple):
    """An index alone that has all rows which fulfil these conditions."""

    source: FromClause
    where: Conditions


class Words(NamedTuple):
    """The conditions of a search for words; ``by_index`` if full text gives the rows, else each row is looked at.

    ``hits`` are the rows in full text alone, None where that does not have all that is asked for.
    """

    conditions: Conditions
    by_index: bool
    hits: Hits | None = None


def most_by_index(rows: int | None, number: int) -> int:
    """Return the most rows that an index may give to be used in place of the order.

    With ``number`` rows, of which an index gives ``size``, ``rows`` of them are found by reading ``rows * number / size`` rows in order,
    or by sorting ``size``, each at twice the cost.

    Args:
        rows: the most rows that are read; None where the order did not find them.
    """
    return MOST_FOUND if rows is None else min(MOST_FOUND, isqrt(rows * number // 2))


def choose_scan(
    connection: Connection,
    table: Table,
    search: Callable[[int | None], Words],
    filters: Sequence[IndexedFilter],
    others: Conditions,
    rows: int | None,
    *,
    bounds: Conditions = (),
    has_few: bool = False,
    most_scanned: int | None = None,
) -> Scan:
    """Return the scan of a list: by the filter whose index gives least, by full text, or in the order of the list.

    Args:
        search: returns the conditions of the words for the most rows that are read.
        others: conditions that no index answers.
        rows: as ``most_by_index`` takes it.
        bounds: conditions that the index of the order answers.
        has_few: whether ``others`` has a condition that an index answers, and few rows fulfil.
        most_scanned: how many rows are looked at in order, if not 5,000.
    """
    words, most = search(rows), most_by_index(rows, last_number(connection, table)) if filters else 0
    sizes = [count_up_to(connection, each.numbers, most) for each in filters]
    usable = [] if has_few else [place for place, each in enumerate(filters) if sizes[place] <= most or each.is_in_order]
    used = min(usable, key=sizes.__getitem__, default=None)
    is_planned = connection.dialect.name == "postgresql"  # which knows how common values are
    where = [
        *words.conditions,
        *(each.by_index(table) if is_planned or place == used else each.row_by_row for place, each in enumerate(filters)),
        *others,
        *bounds,
    ]
    hits = words.hits if len(where) == len(words.conditions) else None
    if words.by_index or has_few or (used is not None and sizes[used] <= most):
        return Scan(where, hits=hits)
    in_order = [*bounds] if used is None else [*bounds, filters[used].by_index(table)]

    def otherwise() -> Scan | None:
        return indexed_scan(choose_scan(connection, table, search, filters, [*others, *bounds], None))

    return Scan(where, in_order, otherwise, most_scanned or MOST_SCANNED, hits)


def indexed_scan(scan: Scan) -> Scan | None:
    """Return a scan that looks at all rows that an index gives; None if it is none."""
    return scan if scan.in_order is None else None


def count_up_to(connection: Connection, numbers: Select[tuple[int]] | CompoundSelect[int], most: int) -> int:
    """Return the number of rows, or one more than ``most``."""
    counted: int = connection.execute(select(func.count()).select_from(numbers.limit(most + 1).subquery())).scalar_one()
    return counted


def last_number(connection: Connection, table: Table) -> int:
    """Return the number of the last row of a table that numbers its rows, which is about how many it has."""
    number: Any = connection.execute(select(func.max(table.c.number))).scalar_one()
    return number or 0
