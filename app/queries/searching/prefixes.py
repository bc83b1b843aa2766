"""Prefixes that begin many words in SQLite's full text, counted no further than needed."""

from sqlalchemy import Connection, Integer, Table, Text, column, select, table

from app.queries.listing.scans import MOST_FOUND, count_up_to
from app.queries.statements.compiled import on_driver

LAST_CHARACTER = chr(0x10FFFF)  # behind all that may follow a prefix


def begins_many(connection: Connection, searched: Table, prefix: str) -> bool:
    """Return whether a prefix begins over 10,000 words, a word counting once for each row that holds it.

    Full text merges all rows of these words before it gives the first, while a view of its index gives them one by one.
    """
    view = f"{searched.name}_words"
    if not _rows(connection, "SELECT 1 FROM temp.sqlite_master WHERE name = ?", view):
        _create_view(connection, searched, view)
    words = table(view, column("term", Text()), column("doc", Integer()), schema="temp")
    begun = select(words.c.doc).where(words.c.term >= prefix, words.c.term < prefix + LAST_CHARACTER)
    return count_up_to(connection, begun, MOST_FOUND) > MOST_FOUND


def _create_view(connection: Connection, searched: Table, view: str) -> None:
    """Create a view of the words of an index, which only this connection has. Nothing is written to the file."""
    ((is_read_only,),) = _rows(connection, "PRAGMA query_only")
    _rows(connection, "PRAGMA query_only = OFF")
    try:
        _rows(connection, f"CREATE VIRTUAL TABLE temp.{view} USING fts5vocab(main, {searched.name}_fts, instance)")
    finally:
        _rows(connection, f"PRAGMA query_only = {is_read_only}")


def _rows(connection: Connection, sql: str, *parameters: str) -> list[tuple[int, ...]]:
    return on_driver(connection, sql, parameters)[0]
