"""Insert many rows by the driver itself: ``executemany`` of one prepared statement on SQLite, COPY on PostgreSQL.

SQLAlchemy's executemany makes a dictionary of each row and converts each value, which takes twice the time.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from app.ingest.preparing.driver_rows import table_name
from app.ingest.writing.numbers import Columns


def insert_columns(session: Session, table: type[SQLModel], columns: Columns) -> None:
    """Insert rows, given as columns of equal length."""
    if not columns or not next(iter(columns.values())):
        return
    with _driver(session) as (connection, is_sqlite):
        insert: Callable[..., None] = _insert if is_sqlite else _copy
        insert(connection, table_name(table), tuple(columns), zip(*columns.values(), strict=True))


def execute_many(session: Session, statement: str, rows: Iterable[Any]) -> None:
    """Execute a statement for each row of parameters, which it marks by ``?``."""
    with _driver(session) as (connection, is_sqlite):
        connection.cursor().executemany(statement if is_sqlite else statement.replace("?", "%s"), rows)


@contextmanager
def _driver(session: Session) -> Iterator[tuple[Any, bool]]:
    """Lend the driver's connection, in the session's transaction. Its errors are raised as SQLAlchemy raises them."""
    connection = session.connection()
    try:
        yield connection.connection.dbapi_connection, connection.dialect.name == "sqlite"
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(None, None, error, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect) from error


def _insert(connection: Any, table: str, names: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    connection.executemany(_insert_statement(table, names), rows)


@lru_cache
def _insert_statement(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({_quoted(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608  # names of this program's tables and columns


def _copy(connection: Any, table: str, names: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor().copy(f"COPY {table} ({_quoted(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
