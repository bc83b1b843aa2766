"""The full-text index of SQLite, written for a batch of rows at once.

Triggers that index each row cost ten times as much: FTS5 wrote its index at each row. The one trigger left removes deleted rows. So
whoever inserts rows, or changes their words, must call this module in the same transaction. PostgreSQL keeps its index by itself.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, column, insert, literal, select, table
from sqlmodel import Session, SQLModel, col

from app.ingest.preparing.driver_rows import table_name


def index_rows(session: Session, searched: type[SQLModel], where: ColumnElement[bool]) -> None:
    """Index the words of rows that are not indexed yet."""
    _write_index(session, searched, where)


def index_numbers(session: Session, searched: type[SQLModel], numbers: Collection[int]) -> None:
    """Index the words of rows that are not indexed yet, and whose numbers follow each other."""
    if numbers:
        number: Any = col(searched.number)  # type: ignore[attr-defined]
        _write_index(session, searched, number.between(min(numbers), max(numbers)))


def remove_rows(session: Session, searched: type[SQLModel], where: ColumnElement[bool]) -> None:
    """Remove the words of rows from the index, before the rows get other words."""
    _write_index(session, searched, where, "delete")


def _write_index(session: Session, searched: type[SQLModel], where: ColumnElement[bool], *command: str) -> None:
    if session.connection().dialect.name != "sqlite":
        return
    rows: Any = searched.__table__  # type: ignore[attr-defined]
    index = table(name := f"{table_name(searched)}_fts", column(name), column("rowid"), column("words"))
    words = select(*map(literal, command), rows.c.number, rows.c.words).where(where).order_by(rows.c.number)
    session.execute(insert(index).from_select([*([name] if command else []), "rowid", "words"], words))
