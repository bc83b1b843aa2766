"""Differences between two SQLite files of the same documents: definitions, rows, and full text that is not that of the rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest
from typing import Any

from sqlalchemy import Table as Columns
from sqlalchemy.engine import make_url

from app.database.tables import Table

DEFINITIONS = "SELECT type, name, sql FROM sqlite_master"
FULL_TEXT_INDEXES = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%' ORDER BY name"
MADE_AT_RANDOM = "database_id"
OF_TRANSACTIONS = "version_starts"  # the only table that shows which articles were written in one transaction


def stored_differences(url: str, other: str) -> Iterator[str]:
    """Yield each definition that only one of two archives has, and of each table the first row that differs."""
    with closing(_open(url)) as one, closing(_open(other)) as two:
        for kind, name, _ in sorted({*one.execute(DEFINITIONS)} ^ {*two.execute(DEFINITIONS)}, key=str):
            yield f"{kind} {name}"
        for table in Table.metadata.sorted_tables:
            if table.name != OF_TRANSACTIONS and (key := _different_row(one, two, table)):
                yield f"row {key} of {table.name}"


def full_text_faults(url: str) -> Iterator[str]:
    """Yield the full-text indexes that do not hold the words of the rows. SQLite's check of the whole file leaves this out before 3.44."""
    with closing(_open(url)) as connection:
        for (index,) in connection.execute(FULL_TEXT_INDEXES).fetchall():
            try:
                connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608  # a name of this database
            except sqlite3.DatabaseError as error:
                yield f"{index}: {error}"


def _open(url: str) -> sqlite3.Connection:
    return sqlite3.connect(make_url(url).database or "", isolation_level=None)


def _different_row(one: sqlite3.Connection, two: sqlite3.Connection, table: Columns) -> tuple[Any, ...] | None:
    """Return the primary key of the first row that differs; None where the tables are equal. Rows are read one at a time."""
    keys = [column.name for column in table.primary_key]
    names = [*keys, *(column.name for column in table.columns if column.name not in (*keys, MADE_AT_RANDOM))]
    ordered = f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {', '.join(keys)}"  # noqa: S608  # names of this program's tables
    pairs = zip_longest(one.execute(ordered), two.execute(ordered))
    return next(((row or other)[: len(keys)] for row, other in pairs if row != other), None)
