"""Archives that are filled in seconds: rows as ``ingest`` leaves them in number, width and distribution, with no sense in them.

A few entities say most, a few words stand nearly everywhere, one claim in eight is undated. Ten claims are of one article.
``python -m tests.scale.filling DATABASE_URL 1000000`` fills a database that is migrated and empty.
"""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any

import orjson
from sqlalchemy import JSON, Boolean, Connection, Engine, Integer, LargeBinary, Table, insert, text

from app.database.engines import write_engine
from app.database.tables import Table as Tables

CLAIMS, APPEARANCES = 10, 4  # of an article
KINDS = ("statement", "assessment", "prediction", "pledge", "demand", "accusation", "denial", "hope")
CUES = ("said", "told reporters", "insisted", "wrote", "announced", "denied", "warned", "promised")
EVENT_KINDS = ("attack", "meeting", "protest", "aid", "election", "crime")
VOCABULARY, TEXTS = 20_000, 5_000
AT_ONCE = 5_000  # rows in memory
Values = dict[str, Any]


def fill(engine: Engine, claims: int, times: int = 1) -> None:
    """Fill a migrated, empty database. ``times``: let PostgreSQL plan as if there were so many times as many rows on the same pages."""
    filling, is_file = Filling(claims), engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if not is_file:  # the rows fit each other; looking up their foreign keys would take most of the time
            connection.execute(text("SET session_replication_role = replica"))
        for name in ("entities", "articles", "appearances", "roles", "claims", "events", "claim_abouts", "participants"):
            table = Tables.metadata.tables[name]
            rows = (_whole(table, row) for row in getattr(filling, name)())
            _insert(connection, table, rows) if is_file else _copy(connection, table, rows)
        connection.commit()
    if not is_file:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            more = text("UPDATE pg_class SET reltuples = reltuples * :times WHERE relnamespace = 'public'::regnamespace")
            connection.execute(more, {"times": times})


def _whole(table: Table, row: Values) -> Values:
    """The row with something in every column."""
    return {column.name: row.get(column.name, None if column.nullable else _nothing(column.type)) for column in table.columns}


def _nothing(kind: Any) -> Any:
    return next((value for of, value in ((JSON, []), (Boolean, True), (Integer, 0), (LargeBinary, b"")) if isinstance(kind, of)), "")


def _insert(connection: Connection, table: Table, rows: Iterator[Values]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        connection.execute(insert(table), some)


def _copy(connection: Connection, table: Table, rows: Iterable[Values]) -> None:
    cursor: Any = connection.connection.cursor()
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([orjson.dumps(value).decode() if isinstance(value, list) else value for value in row.values()])


class Filling:
    """The rows of each table: what is in the columns that are not left empty."""

    def __init__(self, claims: int) -> None:
        self._numbers = {"clm": claims, "art": claims // CLAIMS, "ent": max(1, claims // 20), "evt": max(1, claims // 20)}
        self._chance = Random(1)
        self._texts = [" ".join(f"w{int(VOCABULARY * self._chance.random() ** 4)}" for _ in range(15)) for _ in range(TEXTS)]
        # An article names an entity once or more; the n-th one about as often as n is small.
        self._named = [self._some("ent") for _ in range(self._numbers["art"] * APPEARANCES)]
        self._published = [self._day() for _ in range(self._numbers["art"])]

    def entities(self) -> Iterator[Values]:
        for number, key in self._each("ent"):
            name = f"person {number}"
            counts = {"claims": self._numbers["clm"] // (number + 20), "articles": self._numbers["art"] // (number + 20)}
            yield {
                **{"number": number + 1, "id": key, "survivor_id": key, "kind": "person", "anonymous": False},
                **{"name": name, "folded": name, "words": name, **counts},
            }

    def articles(self) -> Iterator[Values]:
        for number, key in self._each("art"):
            day, publisher = self._published[number], f"publisher {int(50 * self._chance.random() ** 2)}"
            yield {
                **{"number": number + 1, "id": key, "title": f"title {number}", "text_sha256": key},
                **{"words": self._text(), "text": self._text()},
                **{"published": day, "published_on": day, "published_order": day, "publisher": publisher, "publisher_folded": publisher},
            }

    def appearances(self) -> Iterator[Values]:
        for at, key in enumerate(self._named):
            yield {**self._appearance(at), "key_id": key, "name": key}

    def roles(self) -> Iterator[Values]:
        for at in range(0, len(self._named), 2):
            yield {**self._appearance(at), "title": "mayor", "organization": "city"}

    def claims(self) -> Iterator[Values]:
        for number, key in self._each("clm"):
            article, position = divmod(number, CLAIMS)
            said, place = self._day() if self._chance.random() > 0.12 else None, self._place()
            yield {
                **{"number": number + 1, "id": key, "article_id": _id("art", article), "position": position},
                **self._speaker(number),
                **{
                    "said_edtf": said,
                    "said_earliest": said,
                    "said_latest": said,
                    "said_order": said or "",
                    "said_precision": said and "day",
                },
                **{"kind": self._any(KINDS), "mode": "direct", "review": "extracted", "quote_sha256": key, "section": "body"},
                **{"cue_folded": self._any(CUES), "place": place, "place_folded": place, "published_order": self._published[article]},
                **{"words": self._text(), "quote": self._text()},
            }

    def events(self) -> Iterator[Values]:
        for number, key in self._each("evt"):
            day, place, title = self._day(), self._place(), self._text()
            article, position = number % self._numbers["art"], number // self._numbers["art"]
            yield {
                **{
                    "number": number + 1,
                    "id": key,
                    "article_id": _id("art", article),
                    "position": position,
                    "title": title,
                    "words": title,
                },
                **{"date_edtf": day, "date_earliest": day, "date_latest": day, "date_order": day, "date_precision": "day"},
                **{"kind": self._any(EVENT_KINDS), "status": "occurred", "review": "extracted", "place": place, "place_folded": place},
            }

    def claim_abouts(self) -> Iterator[Values]:
        for number, key in self._each("clm"):
            article = number // CLAIMS
            about = {"event_id": _id("evt", article)} if number % 3 and article < self._numbers["evt"] else {"entity_id": self._some("ent")}
            yield {"claim_id": key, "position": 0, "article_id": _id("art", article), **about, **self._speaker(number)}

    def participants(self) -> Iterator[Values]:
        for number, key in self._each("evt"):
            yield {"event_id": key, "position": 0, "article_id": _id("art", number), "entity_id": self._some("ent"), "role": "party"}

    def _appearance(self, at: int) -> Values:
        article, position = divmod(at, APPEARANCES)
        published = {"published_order": self._published[article]}
        return {"article_id": _id("art", article), "position": position, "entity_id": self._named[at], **published}

    def _speaker(self, number: int) -> Values:
        article, position = number // CLAIMS, number % APPEARANCES
        return {"speaker_id": self._named[article * APPEARANCES + position], "speaker_position": position}

    def _each(self, prefix: str) -> Iterator[tuple[int, str]]:
        return ((number, _id(prefix, number)) for number in range(self._numbers[prefix]))

    def _some(self, prefix: str) -> str:
        return _id(prefix, int(self._numbers[prefix] * self._chance.random() ** 3))

    def _any(self, values: tuple[str, ...]) -> str:
        return values[int(len(values) * self._chance.random() ** 2)]

    def _day(self) -> str:
        chance = self._chance
        return f"{chance.randint(2014, 2023)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"

    def _place(self) -> str | None:
        return f"place {int(500 * self._chance.random() ** 3)}" if self._chance.random() < 0.3 else None

    def _text(self) -> str:
        return self._texts[int(TEXTS * self._chance.random())]


def _id(prefix: str, number: int) -> str:
    """An id that, as all ids, has nothing to do with the order of the rows."""
    return f"{prefix}_{number * 2_654_435_761 % 2**32:08x}"


if __name__ == "__main__":
    fill(write_engine(sys.argv[1]), int(sys.argv[2]))
