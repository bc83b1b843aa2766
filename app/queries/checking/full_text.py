"""Checks of SQLite's full text: each row is indexed under its words, and nothing else is."""

import re
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from zlib import crc32

from sqlalchemy import Connection, text

from app.queries.checking.findings import MOST, Finding

INDEXES = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%' ORDER BY name")
VIEW = "checked_words"
WORD = re.compile("[0-9A-Za-z\u0080-\U0010ffff]+")  # as the tokenizer ``ascii`` has them
MASK = 2**64 - 1


def check_full_text(connection: Connection) -> Iterator[Finding]:
    """Compare the words of all rows with the index, by a sum for each row: eight bytes of it are in memory.

    SQLite checks it with its pages only from version 3.44 on, and names no row. PostgreSQL keeps its index by itself.
    """
    if connection.dialect.name != "sqlite":
        return
    for name in connection.scalars(INDEXES).all():
        yield from islice(_check(connection, name, name.removesuffix("_fts")), MOST)


def _check(connection: Connection, index: str, table: str) -> Iterator[Finding]:
    highest: int = connection.scalar(text(f"SELECT coalesce(max(number), 0) FROM {table}")) or 0
    sums = array("Q", bytes(8 * (highest + 1)))
    with _words_of(connection, index) as rows:
        for term, number in rows:
            if not 0 <= number <= highest:
                yield Finding(index, str(number), f"is indexed, but no row of {table}")
            else:
                sums[number] = sums[number] + crc32(term.encode()) & MASK
    for key, number, words in connection.execute(text(f"SELECT id, number, words FROM {table} ORDER BY number")):
        found, sums[number] = sums[number], 0
        if found != sum(crc32(word.encode()) for word in {*WORD.findall(words.lower())}):
            yield Finding(table, key, "is not indexed under its words")
    yield from (Finding(index, str(number), f"is indexed, but no row of {table}") for number, left in enumerate(sums) if left)


@contextmanager
def _words_of(connection: Connection, index: str) -> Iterator[Iterator[tuple[str, int]]]:
    """Lend the words of an index, each with the number of a row. They are read by a view that only this connection has."""
    connection.exec_driver_sql("PRAGMA query_only = OFF")  # the file is opened for reading all the same
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.{VIEW} USING fts5vocab(main, {index}, instance)")
    try:
        words = text(f"SELECT term, doc FROM temp.{VIEW}").execution_options(yield_per=1_000)
        yield ((term, number) for term, number in connection.execute(words))
    finally:
        connection.exec_driver_sql(f"DROP TABLE temp.{VIEW}")
        connection.exec_driver_sql("PRAGMA query_only = ON")
