"""Rows in the form that the database driver takes: tuples in the order of a table's columns, JSON as text."""

from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import JSON
from sqlmodel import SQLModel

from app.ingest.preparing.columns import Row

DriverRows = list[tuple[Any, ...]]
DriverRowsByTable = dict[str, DriverRows]  # by name of the table


def driver_rows(table: type[SQLModel], rows: list[Row]) -> DriverRows:
    """Return rows as tuples, with values of JSON columns as text. They are taken out of ``rows``: a large document has them once."""
    json_columns, values_of, made = _json_columns(table), itemgetter(*column_names(table)), list[tuple[Any, ...]]()
    rows.reverse()
    while rows:
        row = rows.pop()
        for name in json_columns:
            row[name] = None if row[name] is None else orjson.dumps(row[name]).decode()
        made.append(values_of(row))
    return made


@lru_cache
def column_names(table: type[SQLModel]) -> tuple[str, ...]:
    """Return the columns of a table in order, without the ``number`` that is given when it is written."""
    columns = table.__table__.columns  # type: ignore[attr-defined]
    return tuple(column.name for column in columns if not (column.primary_key and column.name == "number" and "id" in columns))


@lru_cache
def _json_columns(table: type[SQLModel]) -> list[str]:
    return [column.name for column in table.__table__.columns if isinstance(column.type, JSON)]  # type: ignore[attr-defined]


def table_name(table: type[SQLModel]) -> str:
    """Return the name of the table in the database."""
    return str(table.__tablename__)
