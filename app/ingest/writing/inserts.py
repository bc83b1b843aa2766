"""Insert many rows by the driver's own executemany, with a statement that SQLAlchemy compiles once.

SQLAlchemy's executemany makes a dictionary of each row and converts each value, which takes twice the time.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlmodel import Session, SQLModel

from app.ingest.preparing.driver_rows import DriverRows, column_names


def insert_rows(session: Session, table: type[SQLModel], rows: DriverRows) -> None:
    """Insert rows, whose values are in the order of ``column_names``."""
    if rows:
        connection = session.connection()
        connection.exec_driver_sql(_statement(connection.dialect.name, table), rows)


@lru_cache
def _statement(dialect: str, table: type[SQLModel]) -> str:
    dialect_class: Any = sqlite.dialect if dialect == "sqlite" else psycopg.dialect
    style = "qmark" if dialect == "sqlite" else "format"
    return str(insert(table).inline().compile(dialect=dialect_class(paramstyle=style), column_keys=column_names(table)))
