"""Statements with named parameters, compiled once for each database and run on the driver's connection.

SQLAlchemy takes some 150 microseconds to put a statement together, look it up and wrap its rows; SQLite runs one in 5 to 20.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Dialect, SelectBase
from sqlalchemy.exc import DBAPIError

Parameter = BindParameter[Any]
Value = str | int | float | list[str]
Values = Mapping[str, Value]  # by the name of the parameter
Shape = tuple[tuple[str, int | None], ...]  # the names of the parameters; of one that takes a list, for how many values
SHAPES = 256  # that a statement is kept in: each takes some 20 kB


class Statement:
    """A statement whose values are ``bindparam``s: texts, numbers, and with ``expanding=True`` lists of texts for ``IN``."""

    def __init__(self, statement: SelectBase) -> None:
        self._statement = statement
        self._compiled = lru_cache(SHAPES)(self._compile)

    def rows(self, connection: Connection, **values: Value) -> list[Any]:
        """Run it and return its rows: named tuples, decoded. An empty list is that of one empty text, which is no id.

        Raises:
            LookupError: the values are not those of the statement's parameters.
            DBAPIError: as SQLAlchemy raises it.
        """
        shape = pad_lists(values)
        return self._compiled(connection.dialect, shape).run(connection, values)

    def _compile(self, dialect: Dialect, shape: Shape) -> "CompiledStatement":
        return CompiledStatement(self._statement, dialect, shape)


class CompiledStatement:
    """A statement compiled for one database and shape."""

    def __init__(self, statement: SelectBase, dialect: Dialect, shape: Shape) -> None:
        compiled = statement.compile(dialect=dialect)
        _check({name: bind.expanding for name, bind in compiled.binds.items() if bind.required}, shape)
        state = compiled.construct_expanded_state({name: "" if length is None else [""] * length for name, length in shape})
        self.sql = state.statement
        self._order = state.positiontup
        self._items = {name: state.parameter_expansion[name] for name, length in shape if length is not None}
        self._processors = [(name, process) for name, process in state.processors.items() if process is not None]
        given = {item for name, _ in shape for item in self._items.get(name, [name])}
        self._constants = {name: value for name, value in state.parameters.items() if name not in given}
        self._columns = [*statement.selected_columns]
        self._named_tuples: _NamedTuples | None = None  # until the driver has described the columns

    def run(self, connection: Connection, values: Values) -> list[Any]:
        """Run it with these values."""
        rows, cursor = on_driver(connection, self.sql, self._bound(values))
        if self._named_tuples is None:
            self._named_tuples = _NamedTuples(self._columns, cursor, connection.dialect)
        return self._named_tuples.of(rows)

    def _bound(self, values: Values) -> Mapping[str, Any] | list[Any]:
        """Return the parameters as the driver takes them: in the order of the statement, or by name."""
        bound: dict[str, Any] = {**self._constants, **values}
        for name, items in self._items.items():
            bound.update(zip(items, bound[name], strict=True))
        for name, process in self._processors:
            bound[name] = process(bound[name])
        return bound if self._order is None else [bound[name] for name in self._order]


def pad_lists(values: dict[str, Value]) -> Shape:
    """Repeat the last item of each list until there are 1, 2, 4, 8, ... of them: to ``IN`` it is the same, and there are few shapes.

    Returns:
        The shape that a statement is compiled in for these values.
    """
    shape: list[tuple[str, int | None]] = []
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = value = _padded(value)
            shape.append((name, len(value)))
        else:
            shape.append((name, None))
    return tuple(shape)


def on_driver(connection: Connection, sql: str, parameters: Any) -> tuple[list[Any], Any]:
    """Run a statement on the driver's connection, in the transaction that the connection is in.

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
        raise DBAPIError.instance(sql, parameters, error, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect) from error
    return rows, cursor


def _padded(values: list[str]) -> list[str]:
    if not values:
        return [""]
    missing = (1 << (len(values) - 1).bit_length()) - len(values)
    return [*values, *[values[-1]] * missing]


def _check(wanted: Mapping[str, bool], shape: Shape) -> None:
    given = {name: length is not None for name, length in shape}
    if given != wanted:
        raise LookupError(f"parameters {sorted(wanted.items())} were given as {sorted(given.items())}")


class _NamedTuples:
    """Makes named tuples of rows, decoded as SQLAlchemy decodes them."""

    def __init__(self, columns: Sequence[ColumnElement[Any]], cursor: Any, dialect: Dialect) -> None:
        self._record: Any = namedtuple("Record", [str(column.key) for column in columns])  # type: ignore[misc]  # its fields are known only here
        described = zip(columns, cursor.description, strict=True)
        decoders = enumerate(_decoder(column, description[1], dialect) for column, description in described)
        self._decoders = [(n, decode) for n, decode in decoders if decode]

    def of(self, rows: list[Any]) -> list[Any]:
        """Return the rows as named tuples. Only cells that are decoded are looked at."""
        return list(map(tuple.__new__, repeat(self._record), map(self._decoded, rows) if self._decoders else rows))

    def _decoded(self, row: Any) -> list[Any]:
        cells = list(row)
        for n, decode in self._decoders:
            cells[n] = decode(cells[n])
        return cells


def _decoder(column: ColumnElement[Any], driver_type: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(dialect).result_processor(dialect, driver_type)
