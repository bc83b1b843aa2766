"""Fill large archives in seconds with rows like those of ``ingest`` in number, width and distribution, but meaningless.

A few entities make most claims, a few words are nearly everywhere, one claim in eight is undated, an article has ten claims.
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
from app.terms.ties import tie_of

CLAIMS, APPEARANCES = 10, 4  # in an article
KINDS = ("statement", "assessment", "prediction", "pledge", "demand", "accusation", "denial", "hope")
CUES = ("said", "told reporters", "insisted", "wrote", "announced", "denied", "warned", "promised")
EVENT_KINDS = ("attack", "meeting", "protest", "aid", "election", "crime")
VOCABULARY, TEXTS = 20_000, 5_000
TITLES = 1_000
SPANS = [[0, 9]]
BATCH = 5_000  # rows in memory
Values = dict[str, Any]


def fill(engine: Engine, claims: int, times: int = 1) -> None:
    """Fill a migrated, empty database.

    Args:
        times: PostgreSQL plans as if each table had this many times its rows, on the same pages.
    """
    generator, is_file = RowGenerator(claims), engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if not is_file:  # checking foreign keys would take most of the time
            connection.execute(text("SET session_replication_role = replica"))
        for name in (
            "entities",
            "articles",
            "appearances",
            "roles",
            "role_titles",
            "version_starts",
            "claims",
            "events",
            "claim_abouts",
            "participants",
        ):
            table = Tables.metadata.tables[name]
            rows = (_with_all_columns(table, row) for row in getattr(generator, name)())
            _insert(connection, table, rows) if is_file else _copy(connection, table, rows)
        connection.commit()
    if not is_file:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            statement = text("UPDATE pg_class SET reltuples = reltuples * :times WHERE relnamespace = 'public'::regnamespace")
            connection.execute(statement, {"times": times})


def _with_all_columns(table: Table, row: Values) -> Values:
    """Return the row with a value for every column."""
    return {column.name: row.get(column.name, None if column.nullable else _empty_value(column.type)) for column in table.columns}


def _empty_value(kind: Any) -> Any:
    return next(
        (value for column_type, value in ((JSON, []), (Boolean, True), (Integer, 0), (LargeBinary, b"")) if isinstance(kind, column_type)),
        "",
    )


def _insert(connection: Connection, table: Table, rows: Iterator[Values]) -> None:
    while batch := list(islice(rows, BATCH)):
        connection.execute(insert(table), batch)


def _copy(connection: Connection, table: Table, rows: Iterable[Values]) -> None:
    cursor: Any = connection.connection.cursor()
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([orjson.dumps(value).decode() if isinstance(value, list) else value for value in row.values()])


class RowGenerator:
    """Rows of each table, without the columns that stay empty."""

    def __init__(self, claims: int) -> None:
        self._numbers = {"clm": claims, "art": claims // CLAIMS, "ent": max(1, claims // 20), "evt": max(1, claims // 20)}
        self._chance = Random(1)
        self._texts = [" ".join(f"w{int(VOCABULARY * self._chance.random() ** 4)}" for _ in range(15)) for _ in range(TEXTS)]
        # The entities that articles name; low numbers are the commonest.
        self._named = [self._pick_number("ent") for _ in range(self._numbers["art"] * APPEARANCES)]
        self._published = [self._random_day() for _ in range(self._numbers["art"])]

    def entities(self) -> Iterator[Values]:
        for number, key in self._numbered_ids("ent"):
            name = f"person {number}"
            counts = {"claims": self._numbers["clm"] // (number + 20), "articles": self._numbers["art"] // (number + 20)}
            yield {
                **{**_identity(number, key), "survivor_number": number + 1, "kind": "person", "anonymous": False},
                **{"name": name, "folded": name, "name_order": name, "words": name, **counts},
            }

    def articles(self) -> Iterator[Values]:
        for number, key in self._numbered_ids("art"):
            day, publisher = self._published[number], f"publisher {int(50 * self._chance.random() ** 2)}"
            yield {
                **{**_identity(number, key), "title": f"title {number}", "title_folded": f"title {number}", "text_sha256": key.encode()},
                **{"words": self._random_text(), "text": self._random_text()},
                **{"published": day, "published_on": day, "published_order": day, "publisher": publisher, "publisher_folded": publisher},
            }

    def appearances(self) -> Iterator[Values]:
        for row, key in enumerate(self._named):
            yield {**self._appearance(row), "key_number": key, "name": f"person {key}"}

    def roles(self) -> Iterator[Values]:
        for row in range(0, len(self._named), 2):
            title = f"mayor {row % TITLES}"
            yield {**self._appearance(row), "title": title, "title_folded": title, "organization": "city"}

    def role_titles(self) -> Iterator[Values]:
        yield from ({"word": word, "title_folded": f"mayor {n}"} for n in range(TITLES) for word in ("mayor", str(n)))

    def version_starts(self) -> Iterator[Values]:
        yield {"version": 1, "first_article": self._numbers["art"]}

    def claims(self) -> Iterator[Values]:
        for number, key in self._numbered_ids("clm"):
            article, position = divmod(number, CLAIMS)
            said, place = self._random_day() if self._chance.random() > 0.12 else None, self._random_place()
            yield {
                **{**_identity(number, key), "article_number": article + 1, "position": position},
                **self._speaker(number),
                **{
                    "said_edtf": said,
                    "said_earliest": said,
                    "said_latest": said,
                    "said_order": said or "",
                    "said_precision": said and "day",
                },
                **{
                    "kind": self._pick(KINDS),
                    "mode": "direct",
                    "review": "extracted",
                    "quote_key": key.encode(),
                    "section": "body",
                    "content": SPANS,
                },
                **{"cue_folded": self._pick(CUES), "place": place, "place_folded": place, "published_order": self._published[article]},
                **{"words": self._random_text(), "quote": self._random_text(), "confidence_order": int(100 * self._chance.random())},
            }

    def events(self) -> Iterator[Values]:
        for number, key in self._numbered_ids("evt"):
            day, place, title = self._random_day(), self._random_place(), self._random_text()
            article, position = number % self._numbers["art"], number // self._numbers["art"]
            yield {
                **{
                    **_identity(number, key),
                    "article_number": article + 1,
                    "position": position,
                    "title": title,
                    "words": title,
                    "mentions": SPANS,
                },
                **{"date_edtf": day, "date_earliest": day, "date_latest": day, "date_order": day, "date_precision": "day"},
                **{"kind": self._pick(EVENT_KINDS), "status": "occurred", "review": "extracted", "place": place, "place_folded": place},
            }

    def claim_abouts(self) -> Iterator[Values]:
        for number in range(self._numbers["clm"]):
            article = number // CLAIMS
            is_about_event = number % 3 and article < self._numbers["evt"]
            about = {"event_number": article + 1} if is_about_event else {"entity_number": self._pick_number("ent")}
            yield {"claim_number": number + 1, "position": 0, "article_number": article + 1, **about, **self._speaker(number)}

    def participants(self) -> Iterator[Values]:
        for number in range(1, self._numbers["evt"] + 1):
            of_event = {"event_number": number, "position": 0, "article_number": number}
            yield {**of_event, "entity_number": self._pick_number("ent"), "role": "party"}

    def _appearance(self, row: int) -> Values:
        article, position = divmod(row, APPEARANCES)
        published = {"published_order": self._published[article], "tie": tie_of(_id("art", article))}
        return {"article_number": article + 1, "position": position, "entity_number": self._named[row], **published}

    def _speaker(self, number: int) -> Values:
        article, position = number // CLAIMS, number % APPEARANCES
        return {"speaker_number": self._named[article * APPEARANCES + position], "speaker_position": position}

    def _numbered_ids(self, prefix: str) -> Iterator[tuple[int, str]]:
        return ((number, _id(prefix, number)) for number in range(self._numbers[prefix]))

    def _pick_number(self, prefix: str) -> int:
        return int(self._numbers[prefix] * self._chance.random() ** 3) + 1

    def _pick(self, values: tuple[str, ...]) -> str:
        return values[int(len(values) * self._chance.random() ** 2)]

    def _random_day(self) -> str:
        chance = self._chance
        return f"{chance.randint(2014, 2023)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"

    def _random_place(self) -> str | None:
        return f"place {int(500 * self._chance.random() ** 3)}" if self._chance.random() < 0.3 else None

    def _random_text(self) -> str:
        return self._texts[int(TEXTS * self._chance.random())]


def _id(prefix: str, number: int) -> str:
    """Return an id whose order is unrelated to the order of the rows, as that of real ids."""
    return f"{prefix}_{number * 2_654_435_761 % 2**32:08x}{0:012}"


def _identity(number: int, key: str) -> Values:
    """Return the columns of a thing's number and id."""
    return {"number": number + 1, "id": key, "tie": tie_of(key)}


if __name__ == "__main__":
    fill(write_engine(sys.argv[1]), int(sys.argv[2]))
