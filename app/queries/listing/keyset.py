"""Read lists by keyset: a page begins after the sort keys of the previous page's last row."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from operator import eq, ge, gt, le, lt
from typing import Any, NamedTuple

from sqlalchemy import BinaryExpression, ColumnElement, Connection, Row, Select, Table, literal_column, select, tuple_

from app.parameters.listing import PageQuery
from app.queries.listing.scans import Scan
from app.queries.statements.compiled import Parameter
from app.queries.tables import articles
from app.terms.cursors import SortKey, decode_cursor, encode_cursor
from app.terms.ties import GREATEST_TIE, TIE_END, tie_of

DEFAULT_LIMIT = 50
FEW_SCANNED = 999  # rows, of which most pages are filled; with the one behind them a thousand are looked at
placed_in = articles.alias("placed_in")
Keys = Sequence[SortKey]


@dataclass(frozen=True)
class Order:
    """The order of a list: columns that together are unique, all in one direction, none of them null.

    Attributes:
        columns: the keys of a row, which its cursor holds.
        tie: the ``tie`` of the id, where that is the second column. Indexes end in it, and only where two ties are equal does the id
            decide.
        join: the conditions that join the table of the id, where rows do not have it.
        prefix: of the ids of the rows, in a list with ids of several prefixes, which are compared first.
    """

    columns: tuple[ColumnElement[Any], ...]
    descending: bool = True
    types: tuple[type, ...] = (str, str)
    tie: ColumnElement[int] | None = None
    join: Sequence[ColumnElement[bool]] = ()
    prefix: str | None = None

    @property
    def sorted_columns(self) -> list[ColumnElement[Any]]:
        """The columns that rows are sorted by: the keys, and the tie before the id."""
        return [*self.columns] if self.tie is None else [self.columns[0], self.tie, *self.columns[1:]]

    def sorted_keys(self, keys: Sequence[SortKey]) -> list[SortKey]:
        """Return the values of ``sorted_columns`` for the keys of a row."""
        return [*keys] if self.tie is None else [keys[0], self._tie_of(str(keys[1])), *keys[1:]]

    def _tie_of(self, key: str) -> int:
        """Return the tie of an id; of one with another prefix a tie before or behind those of all rows."""
        if self.prefix is None or key.startswith(self.prefix):
            return tie_of(key)
        return GREATEST_TIE if self.prefix < key else -1

    def order_by(self, *, by_tie: bool = False) -> list[ColumnElement[Any]]:
        """Return the columns for ORDER BY.

        Args:
            by_tie: without the columns behind the tie. Indexes have this order, while the whole one sorts what it reads, which takes a
                list of 50 claims a fifth longer. It is right as long as no two rows ``may_tie``.
        """
        columns = self.sorted_columns[:2] if by_tie and self.tie is not None else self.sorted_columns
        return [column.desc() if self.descending else column.asc() for column in columns]

    def may_tie(self, rows: Sequence[Any]) -> bool:
        """Return whether two rows that follow each other may have equal ties: ids that begin alike. Their last columns are their keys."""
        if self.tie is None:
            return False
        place = 1 - len(self.columns)
        starts = [row[place][:TIE_END] for row in rows]
        return any(map(eq, starts, starts[1:]))

    def is_after(self, sorted_keys: Sequence[SortKey | Parameter]) -> list[ColumnElement[bool]]:
        """Return the conditions that a row comes after these values of ``sorted_columns``.

        Where the columns are of two tables, no index answers the comparison of rows. The first column alone then limits what is read.
        """
        columns = self.sorted_columns
        row, cursor = tuple_(*columns), tuple_(*sorted_keys)
        first = [] if not self.join else [columns[0] <= sorted_keys[0] if self.descending else columns[0] >= sorted_keys[0]]
        return [row < cursor if self.descending else row > cursor, *first]

    def is_up_to(self, keys: Sequence[SortKey]) -> list[ColumnElement[bool]]:
        """Return the conditions that a row comes before the row with these keys, or is that row."""
        row, end = tuple_(*self.sorted_columns), tuple_(*self.sorted_keys(keys))
        first = [] if not self.join else [self.columns[0] >= keys[0] if self.descending else self.columns[0] <= keys[0]]
        return [row >= end if self.descending else row <= end, *first]


class Source(NamedTuple):
    """Rows of a list, in an order: how far they are looked for."""

    rows: Select[Any]
    order: Order
    scan: Scan


class Part(NamedTuple):
    """The rows of a source for one page; ``end`` are the keys behind which no row was looked at, None if all were."""

    rows: Sequence[Row[Any]]
    end: Keys | None = None


def position_order(things: Table) -> Order:
    """Return the order of claims or events by the id of their article, then as they stand in its text."""
    join = placed_in.c.number == things.c.article_number
    # The second condition tells SQLite to begin with the articles, by id; else it would sort all rows.
    return Order((placed_in.c.id, things.c.position), False, (str, int), join=(join, placed_in.c.id > literal_column("''")))


def read_page(
    connection: Connection, rows: Select[Any], order: Order, scan: Scan, query: PageQuery, name: str
) -> tuple[list[Row[Any]], str | None]:
    """Return one page of ``rows`` that a scan finds, and the cursor of the next page, as ``read_merged_page`` does."""
    return read_merged_page(connection, [Source(rows, order, scan)], query, name)


def read_merged_page(connection: Connection, sources: Sequence[Source], query: PageQuery, name: str) -> tuple[list[Row[Any]], str | None]:
    """Return one page of the rows of all sources in one order, and the cursor of the next page. One statement for each source.

    A page of a scan that ends is shorter than others, but not the last. It takes up to five statements more for each source.

    The orders of the sources have the same direction and types, and no two rows have the same keys.
    """
    limit, scope, order = query.limit or DEFAULT_LIMIT, f"{name}?{query.cursor_scope}", sources[0].order
    after = None if query.cursor is None else decode_cursor(scope, query.cursor, order.types)
    # A single source may fill the page, so up to a page is read of each. One row more shows that there is a next page.
    parts = [read_part(connection, source, after, limit + 1) for source in sources]
    keys, (first_of, *_) = slice(-len(order.columns), None), (max, min) if order.descending else (min, max)
    merged = list(merge(*(part.rows for part in parts), key=lambda row: row[keys], reverse=order.descending))
    end = first_of((tuple(part.end) for part in parts if part.end is not None), default=None)
    if end is not None:  # what another source has behind it waits for the next page
        merged = [row for row in merged if first_of(row[keys], end) == row[keys]]
    last = merged[limit - 1][keys] if len(merged) > limit else end
    return merged[:limit], None if last is None else encode_cursor(scope, last)


def read_part(connection: Connection, source: Source, after: Keys | None, limit: int) -> Part:
    """Read up to ``limit`` rows of a source behind these keys, and the keys of each behind its own columns.

    They are looked for among the first rows in order, then among more of them, and if they are too few, by an index.
    """
    part = Part([])
    for most in [FEW_SCANNED, source.scan.most_scanned]:
        end = find_end(connection, source.order, source.scan, after, most)
        part = Part(_read_in_order(connection, source, after, end, limit), end)
        if end is None or len(part.rows) == limit:
            return Part(part.rows)
    other = source.scan.otherwise()
    return part if other is None else Part(_read_in_order(connection, source._replace(scan=other), after, None, limit))


def find_end(connection: Connection, order: Order, scan: Scan, after: Keys | None, most: int) -> Keys | None:
    """Return the keys of the last row that a scan looks at; None if it looks at all. An index alone is read."""
    if scan.in_order is None:
        return None
    keys = select(*order.columns).where(*scan.in_order, *order.join)
    behind = keys.where(*(order.is_after(order.sorted_keys(after)) if after is not None else ()))
    rows = connection.execute(behind.order_by(*order.order_by(by_tie=True)).offset(most - 1).limit(2)).all()
    return tuple(rows[0]) if len(rows) > 1 else None  # behind the last row there is nothing to look at


def up_to(order: Order, scan: Scan, end: Keys | None) -> list[ColumnElement[bool]]:
    """Return the conditions of a scan that ends behind the row with these keys; of one that looks at all rows without them.

    A bound of the first column that this row keeps to is left out: of two bounds SQLite may follow either.
    """
    if end is None:
        return [*scan.where]
    bounds = {gt, ge} if order.descending else {lt, le}

    def is_implied(condition: ColumnElement[bool]) -> bool:
        return isinstance(condition, BinaryExpression) and condition.left is order.columns[0] and condition.operator in bounds

    is_looked_for = any(map(is_implied, scan.in_order or []))
    return [*(each for each in scan.where if not (is_looked_for and is_implied(each))), *order.is_up_to(end)]


def _read_in_order(connection: Connection, source: Source, keys: Keys | None, end: Keys | None, limit: int) -> Sequence[Row[Any]]:
    order, after = source.order, None if keys is None else source.order.sorted_keys(keys)
    rows = source.rows.where(*up_to(order, source.scan, end))
    found = connection.execute(rows_after(rows, order, after, by_tie=True).limit(limit)).all()
    return connection.execute(rows_after(rows, order, after).limit(limit)).all() if order.may_tie(found) else found


def rows_after(rows: Select[Any], order: Order, after: Sequence[SortKey | Parameter] | None, *, by_tie: bool = False) -> Select[Any]:
    """Return the ``rows`` that come after these values of ``sorted_columns``, in order. The last columns of each row are its own keys."""
    keys = [column.label(f"key_{n}") for n, column in enumerate(order.columns)]
    rows_of_page = rows.where(*order.join, *(order.is_after(after) if after is not None else ()))
    return rows_of_page.add_columns(*keys).order_by(*order.order_by(by_tie=by_tie))
