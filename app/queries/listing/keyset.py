"""Read lists by keyset: a page begins after the sort keys of the previous page's last row."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, tuple_

from app.parameters.listing import ListQuery
from app.queries.statements.compiled import Parameter
from app.terms.cursors import SortKey, decode_cursor, encode_cursor

DEFAULT_LIMIT = 50


@dataclass(frozen=True)
class Order:
    """The order of a list: columns that together are unique, all in one direction, none of them null."""

    columns: tuple[ColumnElement[Any], ...]
    descending: bool = True
    types: tuple[type, ...] = (str, str)

    def order_by(self) -> list[ColumnElement[Any]]:
        """Return the columns for ORDER BY."""
        return [column.desc() if self.descending else column.asc() for column in self.columns]

    def is_after(self, keys: Sequence[SortKey | Parameter]) -> ColumnElement[bool]:
        """Return the condition that a row comes after these keys."""
        row, cursor = tuple_(*self.columns), tuple_(*keys)
        return row < cursor if self.descending else row > cursor


def read_page(connection: Connection, rows: Select[Any], order: Order, query: ListQuery, name: str) -> tuple[list[Row[Any]], str | None]:
    """Return one page of ``rows``, read in one statement, and the cursor of the next page."""
    return read_merged_page(connection, [(rows, order)], query, name)


def read_merged_page(
    connection: Connection, sources: Sequence[tuple[Select[Any], Order]], query: ListQuery, name: str
) -> tuple[list[Row[Any]], str | None]:
    """Return one page of the rows of all sources in one order, and the cursor of the next page. One statement for each source.

    The orders of the sources have the same direction and types, and no two rows have the same keys.
    """
    limit, scope, order = query.limit or DEFAULT_LIMIT, f"{name}?{query.cursor_scope}", sources[0][1]
    after = None if query.cursor is None else decode_cursor(scope, query.cursor, order.types)
    # A single source may fill the page, so up to a page is read of each. One row more shows that there is a next page.
    pages = [connection.execute(rows_after(rows, own_order, after).limit(limit + 1)).all() for rows, own_order in sources]
    keys = slice(-len(order.columns), None)
    merged = list(merge(*pages, key=lambda row: row[keys], reverse=order.descending))
    return merged[:limit], encode_cursor(scope, merged[limit - 1][keys]) if len(merged) > limit else None


def rows_after(rows: Select[Any], order: Order, after: Sequence[SortKey | Parameter] | None) -> Select[Any]:
    """Return the ``rows`` that come after these keys, in order. The last columns of each row are its own keys."""
    keys = [column.label(f"key_{n}") for n, column in enumerate(order.columns)]
    rows_of_page = rows if after is None else rows.where(order.is_after(after))
    return rows_of_page.add_columns(*keys).order_by(*order.order_by())
