"""Full text on SQLite, a batch at once: row by row, by triggers, it cost ten times as much, since FTS5 wrote out what it had at each.

What is deleted a trigger takes out. What is inserted, or gets other words, must be told here in the same transaction. PostgreSQL's
index keeps itself.
"""

from typing import Any

from sqlalchemy import ColumnElement, column, insert, literal, select, table
from sqlmodel import Session, SQLModel

from app.ingest.preparing.driver_rows import name_of


def index(session: Session, searched: type[SQLModel], where: ColumnElement[bool]) -> None:
    """Index the words of these rows, which are not indexed yet."""
    _tell(session, searched, where)


def forget(session: Session, searched: type[SQLModel], where: ColumnElement[bool]) -> None:
    """Take the words of these rows out, before they get others."""
    _tell(session, searched, where, "delete")


def _tell(session: Session, searched: type[SQLModel], where: ColumnElement[bool], *command: str) -> None:
    if session.connection().dialect.name != "sqlite":
        return
    rows: Any = searched.__table__  # type: ignore[attr-defined]
    index = table(name := f"{name_of(searched)}_fts", column(name), column("rowid"), column("words"))
    told = select(*map(literal, command), rows.c.number, rows.c.words).where(where).order_by(rows.c.number)
    session.execute(insert(index).from_select([*([name] if command else []), "rowid", "words"], told))
