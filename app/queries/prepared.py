"""Statements put together once, and run on the driver.

SQLAlchemy takes some 150 microseconds to put a statement together, look it up and wrap its rows; SQLite runs one in 5 to 20. So the
statements of the answers that are asked most are compiled once for each database and shape, and their values put in afterwards. A statement
is still written with SQLAlchemy, as a function of its values: it is called with placeholders, which are found again among the parameters.
"""

from collections import namedtuple
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import JSON, Boolean, Connection, Dialect, SelectBase
from sqlalchemy.exc import DBAPIError

from app.words import fold

Value = str | int | Sequence[str]
Slot = tuple[int, int | None, bool]  # which value, which of its items, and whether it is folded
SHAPES = 256  # that a statement is kept in: each takes some 20 kB
FIRST_NUMBER = 2_014_710_000  # of the placeholders of numbers: no constant of a statement is as large
# What SQLite has no types for; PostgreSQL's driver gives them as they are.
DECODERS: dict[type, Callable[[Any], Any]] = {JSON: orjson.loads, Boolean: bool}


class Prepared:
    """A statement as a function of its values: texts, whole numbers, and lists of texts that it compares with by ``IN``.

    ``build`` gets the values, or placeholders for them, which it may fold and may put into the statement, but not look into. What it
    decides by comes first, as ``shape``; a statement is compiled for each shape and number of items.
    """

    def __init__(self, build: Callable[..., SelectBase]) -> None:
        self._build = build
        self._compiled = lru_cache(SHAPES)(self._compile)

    def rows(self, connection: Connection, *values: Value, shape: tuple[Hashable, ...] = ()) -> list[Any]:
        """Run it and return its rows: named tuples, decoded. An empty list is that of one empty text, which is no id.

        Raises:
            DBAPIError: as SQLAlchemy raises it.
        """
        filled = [value if isinstance(value, str | int) else _padded(value) for value in values]
        lengths = tuple([None if isinstance(value, str) else -1 if isinstance(value, int) else len(value) for value in filled])
        return self._compiled(connection.dialect, shape, lengths).run(connection, filled)

    def _compile(self, dialect: Dialect, shape: tuple[Hashable, ...], lengths: tuple[int | None, ...]) -> "Compiled":
        placeholders = [_placeholder(n, length) for n, length in enumerate(lengths)]
        return Compiled(self._build(*shape, *placeholders), dialect, _slots(lengths))


class Compiled:
    """A statement compiled for one database and shape."""

    def __init__(self, statement: SelectBase, dialect: Dialect, slots: dict[Value, Slot]) -> None:
        compiled: Any = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        given = compiled.construct_params()
        self._names = None if compiled.positional else list(given)
        constants = [given[name] for name in (compiled.positiontup if compiled.positional else given)]
        self._parameters = [(slots.get(constant), constant) for constant in constants]
        _check({slot[:2] for slot, _ in self._parameters if slot}, {slot[:2] for slot in slots.values()})
        self.sql = str(compiled)
        columns = compiled._result_columns
        self._records = _records([column.keyname for column in columns], [column.type for column in columns], dialect)

    def run(self, connection: Connection, values: Sequence[Value]) -> list[Any]:
        """Run it with these values."""
        parameters = [constant if slot is None else _value(values, slot) for slot, constant in self._parameters]
        given = parameters if self._names is None else dict(zip(self._names, parameters, strict=True))
        return self._records(on_driver(connection, self.sql, given))


def _records(names: Sequence[str], types: Sequence[Any], dialect: Dialect) -> Callable[[list[Any]], list[Any]]:
    """Return what makes named tuples of rows, their values decoded.

    Written out as one expression, as ``namedtuple`` writes its own: with a call for each row it takes twice as long, with a loop over its
    values four times, 4 microseconds a claim.
    """
    decoders = DECODERS if dialect.name == "sqlite" else {}
    found = [next((decoders[kind] for kind in decoders if isinstance(each, kind)), None) for each in types]
    cells = [f"c{n} if c{n} is None else f[{n}](c{n})" if decode else f"c{n}" for n, decode in enumerate(found)]
    record: Any = namedtuple("Record", names)  # type: ignore[misc]  # its fields are known only here
    values = ", ".join(f"c{n}" for n in range(len(names)))
    code = f"lambda rows: [new(record, ({', '.join(cells)},)) for ({values},) in rows]"
    made: Callable[[list[Any]], list[Any]] = eval(code, {"new": tuple.__new__, "record": record, "f": found})
    return made


def on_driver(connection: Connection, sql: str, parameters: Any) -> list[Any]:
    """Run a statement on the driver's connection, in the transaction that the connection is in.

    Raises:
        DBAPIError: as SQLAlchemy raises it.
    """
    driver: Any = connection.connection.dbapi_connection
    try:
        rows: list[Any] = driver.execute(sql, parameters).fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(sql, parameters, error, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect) from error
    return rows


def _padded(values: Sequence[str]) -> list[str]:
    """Repeat the last item until there are 1, 2, 4, 8, ... of them, so that there are few shapes; to ``IN`` it is the same."""
    if not values:
        return [""]
    missing = (1 << (len(values) - 1).bit_length()) - len(values)
    return [*values, *[values[-1]] * missing]


def _placeholder(n: int, length: int | None) -> Value:
    """Return what stands for a value: a text where there is no length, a number where it is -1, else a list."""
    if length == -1:
        return FIRST_NUMBER + n
    return f"Slot{n:03}" if length is None else [f"Slot{n:03}of{item}" for item in range(length)]


def _slots(lengths: Sequence[int | None]) -> dict[Value, Slot]:
    """Return which value each placeholder stands for, as it is and folded."""
    slots: dict[Value, Slot] = {}
    for n, length in enumerate(lengths):
        placeholder = _placeholder(n, length)
        for item, name in enumerate([placeholder] if isinstance(placeholder, str | int) else placeholder):
            slots[name] = (n, None if isinstance(placeholder, str | int) else item, False)
            if isinstance(name, str):
                slots[fold(name)] = (*slots[name][:2], True)
    return slots


def _check(found: set[Any], wanted: set[Any]) -> None:
    if found != wanted:
        raise LookupError(f"values {sorted(wanted - found)} are not in the statement as they were given")


def _value(values: Sequence[Any], slot: Slot) -> Any:
    n, item, folded = slot
    value = values[n] if item is None else values[n][item]
    return fold(value) if folded else value
