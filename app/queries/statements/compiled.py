"""Statements with named parameters, compiled once for each database and run on the driver's connection.

SQLAlchemy takes some 150 microseconds to build a statement, find it in its cache and wrap its rows; SQLite runs it in 5 to 20.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Dialect, SelectBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import ExpandedState

Parameter = BindParameter[Any]
Value = str | int | float | list[str] | list[int]
Values = Mapping[str, Value]  # by the name of the parameter
MAX_COMPILED = 256  # of each statement: a form for each database, or for each length of its lists; a form takes up to 20 kB


class Statement:
    """A statement with ``bindparam``s for its values: texts, numbers, and with ``expanding=True`` lists of them for ``IN``."""

    def __init__(self, statement: SelectBase) -> None:
        self._compiled = lru_cache(MAX_COMPILED)(partial(CompiledStatement, statement))

    def rows(self, connection: Connection, **values: Value) -> list[Any]:
        """Run the statement and return its rows as decoded named tuples. An empty list is bound as one null, which equals nothing.

        Raises:
            LookupError: the names of the values are not the names of the parameters.
            DBAPIError: as SQLAlchemy raises it.
        """
        return self._compiled(connection.dialect).run(connection, values)


class CompiledStatement:
    """A statement compiled for one database. SQL for ``IN`` lists is expanded once for each length."""

    def __init__(self, statement: SelectBase, dialect: Dialect) -> None:
        self._compiled = statement.compile(dialect=dialect)
        parameters = {name: bind for name, bind in self._compiled.binds.items() if bind.required}
        self._names, self._lists = parameters.keys(), [name for name, bind in parameters.items() if bind.expanding]
        self._expanded = lru_cache(MAX_COMPILED)(self._expand)
        self._columns = [*statement.selected_columns]
        self._named_tuples: _NamedTuples | None = None  # until the first run: the driver describes the columns then

    def run(self, connection: Connection, values: dict[str, Value]) -> list[Any]:
        """Run the statement with these values, whose lists are padded in place."""
        if values.keys() != self._names:
            raise LookupError(f"parameters {sorted(self._names)} were given as {sorted(values)}")
        expanded = self._expanded(*[pad_list(values, name) for name in self._lists])
        rows, cursor = on_driver(connection, expanded.sql, expanded.bound(values))
        if self._named_tuples is None:
            self._named_tuples = _NamedTuples(self._columns, cursor, connection.dialect)
        return self._named_tuples.from_rows(rows)

    def _expand(self, *lengths: int) -> "_Expanded":
        lists = {name: [""] * length for name, length in zip(self._lists, lengths, strict=True)}
        return _Expanded(
            self._compiled.construct_expanded_state({name: lists.get(name, "") for name in self._names}), self._names, self._lists
        )


class _Expanded:
    """SQL for the driver, and the conversion of values to its parameters."""

    def __init__(self, state: ExpandedState, names: Collection[str], lists: Iterable[str]) -> None:
        self.sql = state.statement
        self._order = state.positiontup
        self._items = {name: state.parameter_expansion[name] for name in lists}
        self._processors = [(name, process) for name, process in state.processors.items() if process is not None]
        expanded = {item for name in names for item in self._items.get(name, [name])}
        self._constants = {name: value for name, value in state.parameters.items() if name not in expanded}

    def bound(self, values: Values) -> Mapping[str, Any] | list[Any]:
        """Return the driver's parameters: a list in the order of the statement, or a dict by name."""
        bound: dict[str, Any] = {**self._constants, **values}
        for name, items in self._items.items():
            bound.update(zip(items, bound[name], strict=True))
        for name, process in self._processors:
            bound[name] = process(bound[name])
        return bound if self._order is None else [bound[name] for name in self._order]


def pad_list(values: dict[str, Value], name: str) -> int:
    """Pad a list to 1, 2, 4, 8, ... items with copies of the last, so that few lengths are compiled. ``IN`` still finds the same rows.

    Returns:
        The number of items after padding.
    """
    value = values[name]
    if not isinstance(value, list):
        raise LookupError(f"parameter {name!r} takes a list, not {value!r}")
    missing = (1 << (len(value) - 1).bit_length()) - len(value) if value else 1
    if missing:
        values[name] = [*value, *[value[-1] if value else None] * missing]
    return len(value) + missing


def on_driver(connection: Connection, sql: str, parameters: Any) -> tuple[list[Any], Any]:
    """Run SQL on the driver's connection, in the connection's transaction.

    Returns:
        The rows, and the driver's cursor, which describes them.

    Raises:
        DBAPIError: as SQLAlchemy raises it.
    """
    driver: Any = connection.connection.dbapi_connection
    try:
        cursor = driver.execute(sql, parameters)
        rows = cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            sql, parameters, error, connection.dialect.loaded_dbapi.Error, connection.engine.hide_parameters, dialect=connection.dialect
        ) from error
    return rows, cursor


class _NamedTuples:
    """Makes named tuples of the driver's rows, decoded as SQLAlchemy decodes them."""

    def __init__(self, columns: Sequence[ColumnElement[Any]], cursor: Any, dialect: Dialect) -> None:
        self._record: Any = namedtuple("Record", [str(column.key) for column in columns])  # type: ignore[misc]  # its fields are known only here
        described = zip(columns, cursor.description, strict=True)
        decoders = enumerate(_decoder(column, description[1], dialect) for column, description in described)
        self._decoders = [(n, decode) for n, decode in decoders if decode]

    def from_rows(self, rows: list[Any]) -> list[Any]:
        """Return the rows as named tuples. The loop is written out here: a call for each row would double the time."""
        record, decoders, new = self._record, self._decoders, tuple.__new__
        if not decoders:
            return [new(record, row) for row in rows]
        named = []
        for row in rows:
            cells = [*row]
            for n, decode in decoders:
                cells[n] = decode(cells[n])
            named.append(new(record, cells))
        return named


def _decoder(column: ColumnElement[Any], driver_type: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(dialect).result_processor(dialect, driver_type)
