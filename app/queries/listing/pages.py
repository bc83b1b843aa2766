"""Read pages of a list with statements compiled once for each order and combination of filters."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Dialect, Select, bindparam

from app.parameters.listing import ListQuery
from app.queries.listing.filters import NOT_PARAMETERS, Conditions, FilterParameters, filter_values, filters_of
from app.queries.listing.keyset import DEFAULT_LIMIT, Order, rows_after
from app.queries.statements.compiled import MAX_COMPILED, CompiledStatement, Parameter, Value, pad_list
from app.terms.cursors import decode_cursor, encode_cursor

# The name of each parameter, and the number of values if it takes a list.
ParameterLengths = tuple[tuple[str, int | None], ...]
Q = TypeVar("Q", bound=ListQuery)
LIMIT = "limit"  # the name of the parameter for the number of rows


class CompiledPages(Generic[Q]):
    """Those pages of one list that need no counting and whose filters are all parameters.

    Args:
        name: the name of the list, part of the scope of its cursors.
        rows: the select without filters and order.
        conditions: a function from filter parameters to conditions on rows.
        orders: the orders by value of ``sort``.
    """

    def __init__(
        self,
        name: str,
        query: type[Q],
        rows: Select[Any],
        conditions: Callable[[FilterParameters], Conditions],
        orders: Mapping[str, Order],
    ) -> None:
        self._name, self._rows, self._conditions, self._orders = name, rows, conditions, orders
        self._filters = filters_of(query)
        self._compiled = lru_cache(MAX_COMPILED)(self._compile)

    def has(self, query: Q) -> bool:
        """Return whether the query is for such a page: without total, facets and filters that are no parameters."""
        return query.count == "none" and not getattr(query, "facet", None) and not query.model_fields_set & NOT_PARAMETERS

    def read(self, connection: Connection, query: Q) -> tuple[list[Any], str | None]:
        """Return the rows of a page, and the cursor of the next one, as ``keyset.read_page`` does. One statement.

        Raises:
            CursorInvalid: the cursor was not made by this list with these filters.
        """
        limit, sort = query.limit or DEFAULT_LIMIT, _sort(query)
        values: dict[str, Value] = {LIMIT: limit + 1, **self._keys(query), **filter_values(query, self._filters)}
        lengths = tuple([(name, pad_list(values, name) if isinstance(value, list) else None) for name, value in [*values.items()]])
        rows = self._compiled(connection.dialect, sort, lengths, by_tie=True).run(connection, values)
        if self._orders[sort].may_tie(rows):
            rows = self._compiled(connection.dialect, sort, lengths, by_tie=False).run(connection, values)
        if len(rows) <= limit:
            return rows, None
        return rows[:limit], encode_cursor(self._scope(query), rows[limit - 1][-len(self._orders[sort].columns) :])

    def _keys(self, query: Q) -> dict[str, Value]:
        if query.cursor is None:
            return {}
        keys = decode_cursor(self._scope(query), query.cursor, self._orders[_sort(query)].types)
        return {key_name(n): key for n, key in enumerate(self._orders[_sort(query)].sorted_keys(keys))}

    def _compile(self, dialect: Dialect, sort: str, lengths: ParameterLengths, *, by_tie: bool) -> CompiledStatement:
        parameters = {name: _parameter(name, length) for name, length in lengths}
        where = self._conditions({name: parameter for name, parameter in parameters.items() if name in self._filters})
        order = self._orders[sort]
        keys = (
            [bindparam(key_name(n), type_=column.type) for n, column in enumerate(order.sorted_columns)]
            if key_name(0) in parameters
            else None
        )
        return CompiledStatement(rows_after(self._rows.where(*where), order, keys, by_tie=by_tie).limit(parameters[LIMIT]), dialect)

    def _scope(self, query: Q) -> str:
        return f"{self._name}?{query.cursor_scope}"


def key_name(number: int) -> str:
    """Return the name of the parameter for one value that rows are sorted by, of the previous page's last row."""
    return f"after_{number}"


def _parameter(name: str, length: int | None) -> Parameter:
    return bindparam(name, expanding=length is not None)


def _sort(query: ListQuery) -> str:
    sort: str = query.sort  # type: ignore[attr-defined]  # every list that has compiled pages can be sorted
    return sort
