"""Rows to tables by the driver's own executemany: SQLAlchemy says once how an INSERT reads, and stays out of the way of the rows.

That takes half of the time of its own executemany, which makes a dictionary for each row and converts each value.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlmodel import Session, SQLModel

from app.ingest.preparing.driver_rows import Tuples, columns_of


def write(session: Session, table: type[SQLModel], rows: Tuples) -> None:
    """Insert rows, whose values stand in the order of ``columns_of``."""
    if rows:
        connection = session.connection()
        connection.exec_driver_sql(_statement(connection.dialect.name, table), rows)


@lru_cache
def _statement(dialect: str, table: type[SQLModel]) -> str:
    made: Any = sqlite.dialect if dialect == "sqlite" else psycopg.dialect
    style = "qmark" if dialect == "sqlite" else "format"
    return str(insert(table).inline().compile(dialect=made(paramstyle=style), column_keys=columns_of(table)))
