"""Rows as the database driver takes them: tuples in the order of a table's columns, JSON as text."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import JSON
from sqlmodel import SQLModel

from app.ingest.preparing.columns import Row

Tuples = list[tuple[Any, ...]]
Rows = dict[str, Tuples]  # by table


def driver_rows(table: type[SQLModel], rows: Sequence[Row]) -> Tuples:
    """Return rows as tuples. The rows' own JSON columns become text."""
    for name in _json_columns(table):
        for row in rows:
            row[name] = None if row[name] is None else orjson.dumps(row[name]).decode()
    return list(map(itemgetter(*columns_of(table)), rows))


@lru_cache
def columns_of(table: type[SQLModel]) -> tuple[str, ...]:
    """Return the columns that are given, in order: not the number that the database counts up."""
    columns = table.__table__.columns  # type: ignore[attr-defined]
    return tuple(column.name for column in columns if not (column.primary_key and column.name == "number" and "id" in columns))


@lru_cache
def _json_columns(table: type[SQLModel]) -> list[str]:
    return [column.name for column in table.__table__.columns if isinstance(column.type, JSON)]  # type: ignore[attr-defined]


def name_of(table: type[SQLModel]) -> str:
    """Return the name of the table in the database."""
    return str(table.__tablename__)


def given(rows: Rows, table: type[SQLModel], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Return these columns of the rows of a table: at least two."""
    return map(itemgetter(*map(columns_of(table).index, columns)), rows.get(name_of(table), ()))
