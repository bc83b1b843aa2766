"""Pages of a list under plain filters: what is asked for most, read by a statement that is compiled once for each shape.

The statement is made by the same functions that make it for every other page, called once with placeholders for the values.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select

from app.filters import Listing
from app.paging import Key, decode_cursor, encode_cursor
from app.queries.lists import DEFAULT_LIMIT, Conditions, Order, ahead
from app.queries.prepared import Prepared, Value

Q = TypeVar("Q", bound=Listing)
NOT_FILTERS = frozenset({"cursor", "limit", "format", "count", "facet", "units", "sort"})
LOOKED_INTO = frozenset({"q", "include", "min_confidence"})  # filters that make another statement for another value


class PlainPages(Generic[Q]):
    """The plain pages of one list.

    Args:
        name: of the list, which binds its cursors.
        rows: what is selected.
        conditions: what a row must fulfil for the filters of a query.
        orders: by ``sort``.
    """

    def __init__(
        self, name: str, query: type[Q], rows: Select[Any], conditions: Callable[[Any, Any], Conditions], orders: Mapping[str, Order]
    ) -> None:
        self._name, self._query, self._rows, self._conditions, self._orders = name, query, rows, conditions, orders
        self._filters = [field for field in query.model_fields if field not in NOT_FILTERS]
        self._statement = Prepared(self._build)

    def has(self, query: Q) -> bool:
        """Whether this page is plain: nothing is counted, and no filter has a value that makes another statement."""
        given = query.model_fields_set
        if query.count != "none" or getattr(query, "facet", None) or given & LOOKED_INTO:
            return False
        first_days = [name for name in given if name.endswith("_from")]
        return all(_in_order(getattr(query, name), getattr(query, name.replace("_from", "_to"))) for name in first_days)

    def read(self, connection: Connection, query: Q) -> tuple[list[Any], str | None]:
        """Return the rows of a page, and the cursor of the next one, as ``lists.page_of_rows`` does. One statement.

        Raises:
            CursorInvalid: the cursor was not made by this list with these filters.
        """
        limit, order = query.limit or DEFAULT_LIMIT, self._orders[self._sort(query)]
        after: list[Key] = [] if query.cursor is None else decode_cursor(self._scope(query), query.cursor, order.types)
        names, fixed, values = self._split(query)
        found = self._statement.rows(connection, limit + 1, *after, *values, shape=(self._sort(query), len(after), names, fixed))  # type: ignore[arg-type]
        if len(found) <= limit:
            return found, None
        return found[:limit], encode_cursor(self._scope(query), found[limit - 1][-len(order.columns) :])

    def _split(self, query: Q) -> tuple[tuple[str, ...], tuple[tuple[str, bool], ...], list[Value]]:
        """Return the names of the filters by value, those that are true or false, and the values."""
        given = query.model_fields_set
        held = [(name, getattr(query, name)) for name in self._filters if name in given]
        texts = [(name, value) for name, value in held if value is not None and value != [] and not isinstance(value, bool)]
        return tuple(name for name, _ in texts), tuple(item for item in held if isinstance(item[1], bool)), [value for _, value in texts]

    def _build(self, sort: str, keys: int, names: tuple[str, ...], fixed: tuple[tuple[str, bool], ...], *values: Any) -> Select[Any]:
        limit, after, texts = values[0], values[1 : 1 + keys], values[1 + keys :]
        given: dict[str, Any] = {**dict(zip(names, texts, strict=True)), **dict(fixed)}
        query = self._query.model_construct(**given)
        where = self._conditions(None, query)  # only words to search need a connection
        return ahead(self._rows.where(*where), self._orders[sort], after or None).limit(limit)

    def _scope(self, query: Q) -> str:
        return f"{self._name}?{query.scope}"

    @staticmethod
    def _sort(query: Q) -> str:
        sort: str = query.sort  # type: ignore[attr-defined]  # every list that is given here can be sorted
        return sort


def _in_order(first: str | None, last: str | None) -> bool:
    return first is None or last is None or first <= last
