"""Build the reference file: ``python -m tests.benchmark.archives.reference.building DOCUMENTS FILE``."""

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from tests.benchmark.archives.reference.rows import DocumentRows, Row, rows_of
from tests.benchmark.archives.reference.tables import COMPLETE, FULL_TEXT, INDEXES, STATISTICS, TABLES

AT_ONCE = 200  # documents that a process prepares, and whose rows are written together
ON_THE_WAY = 4  # such parts that wait at most
FAST = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY;"


def build(documents: Path, file: Path) -> int:
    """Build the file, unless it is there; return the number of its claims."""
    if (claims := claims_of(file)) is not None:
        return claims
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(f"{FAST}{TABLES}")
        connection.execute("BEGIN")
        writer = Writer(connection)
        for part in _prepared(documents):
            writer.write(part)
        connection.commit()
        connection.executescript(f"{INDEXES}{FULL_TEXT}{STATISTICS}{COMPLETE.format(claims=writer.claims)}")
    return writer.claims


def claims_of(file: Path) -> int | None:
    """Return the number of claims of a whole file; None where there is none, or it was not finished."""
    if not file.exists():
        return None
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("PRAGMA user_version").fetchone()[0]) or None
        except sqlite3.DatabaseError:
            return None


def _prepared(documents: Path) -> Iterator[list[DocumentRows]]:
    """Yield the rows of all documents, in order, prepared by another process ahead of writing."""
    with documents.open("rb") as lines, ProcessPoolExecutor(1) as pool:
        parts = iter(partial(lambda: list(islice(lines, AT_ONCE))), [])
        waiting = [pool.submit(_rows_of_lines, part) for part in islice(parts, ON_THE_WAY)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(_rows_of_lines, part) for part in islice(parts, 1)]


def _rows_of_lines(lines: list[bytes]) -> list[DocumentRows]:
    return [rows_of(line) for line in lines]


class Writer:
    """Numbers rows in order of arrival and inserts them. An entity that several documents name has one number."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._entities: dict[str, int] = {}
        self.articles = self.events = self.claims = 0

    def write(self, documents: list[DocumentRows]) -> None:
        """Insert the rows of documents."""
        rows: dict[str, list[Row]] = {
            name: [] for name in ("articles", "entities", "appearances", "roles", "events", "claims", "abouts", "holders")
        }
        for document in documents:
            self._number(document, rows)
        for table, numbered in rows.items():
            if numbered:
                places = ",".join("?" * len(numbered[0]))
                self._connection.executemany(f"INSERT INTO {table} VALUES ({places})", numbered)

    def _number(self, document: DocumentRows, rows: dict[str, list[Row]]) -> None:
        self.articles += 1
        article, events, claims = self.articles, self.events + 1, self.claims + 1
        known, entities = self._entities, []
        for entity in document.entities:
            if entity[0] not in known:
                known[entity[0]] = len(known) + 1
                rows["entities"].append((known[entity[0]], *entity))
            entities.append(known[entity[0]])
        rows["articles"].append((article, *document.article))
        rows["appearances"] += [(article, place, number, document.descriptors[place]) for place, number in enumerate(entities)]
        rows["roles"] += [(article, *role) for role in document.roles]
        rows["events"] += [(events + place, event[0], article, *event[1:]) for place, event in enumerate(document.events)]
        rows["claims"] += [
            (claims + place, claim[0], article, place, _at(entities, claim[1]), claim[1], _at(entities, claim[2]), *claim[3:])
            for place, claim in enumerate(document.claims)
        ]
        rows["abouts"] += [
            (claims + claim, position, _at(entities, entity), None if event is None else events + event)
            for claim, position, entity, event in document.abouts
        ]
        rows["holders"] += [(claims + claim, position, entities[entity]) for claim, position, entity in document.holders]
        self.events += len(document.events)
        self.claims += len(document.claims)


def _at(numbers: list[int], place: int | None) -> int | None:
    return None if place is None else numbers[place]


def main(arguments: Iterable[str]) -> None:
    """Build the file that the arguments name."""
    build(*map(Path, arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
