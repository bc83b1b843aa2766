"""Ids of two archives with the same documents, matched by article and local id."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, create_engine, select

from tests.comparison.differences import Difference

Key = tuple[str | None, ...]
Ids = Mapping[Key, str]

ID = r"(?:art|ent|clm|evt)_[0-9a-hjkmnp-tv-z]{20}(?![0-9a-z])"
ID_IN_TEXT, ID_IN_BYTES = re.compile(ID), re.compile(ID.encode())
ARTICLE_COLUMNS = ("url", "publisher", "title", "published", "text_sha256")  # together they distinguish the loaded documents
# By kind of id: the table with such ids and local ids, and the column of the ids; one that refers to them, by its noun.
SOURCES = {
    "claim": ("claims", "id"),
    "event": ("events", "id"),
    "entity": ("appearances", "key"),
    "entity as resolved": ("appearances", "entity"),
}


def read_ids(url: str) -> Ids:
    """Read the ids of an archive, by kind, local id and the columns that distinguish the article.

    Raises:
        ValueError: two articles, or two things of one article, have the same key.
    """
    engine = create_engine(url)
    tables = MetaData()
    tables.reflect(engine, only=["articles", "entities", *{table for table, _ in SOURCES.values()}])
    with engine.connect() as connection:
        ids = dict(_without_duplicates(_read(connection, tables.tables)))
    engine.dispose()
    return ids


def _read(connection: Connection, tables: Mapping[str, Table]) -> Iterator[tuple[Key, str]]:
    articles = tables["articles"]
    article = [articles.c[name] for name in ARTICLE_COLUMNS]
    for row in connection.execute(select(articles.c.id, *article)):
        yield ("article", *row[1:]), row[0]
    for kind, (name, column) in SOURCES.items():
        table = tables[name]
        reference = _reference(table, "article")
        joined = table.join(articles, _referred_column(reference, articles) == reference)
        id_column = table.c["id"] if column == "id" else _reference(table, column)
        if column != "id":
            entities = tables["entities"]
            joined, id_column = joined.join(entities, _referred_column(id_column, entities) == id_column), entities.c.id
        for row in connection.execute(select(id_column, table.c.local_id, *article).select_from(joined)):
            yield (kind, *row[1:]), row[0]


def _reference(table: Table, noun: str) -> Column[Any]:
    """Return the column that refers to a thing, by its number or, in older archives, by its id."""
    return table.c[f"{noun}_number"] if f"{noun}_number" in table.c else table.c[f"{noun}_id"]


def _referred_column(column: Column[Any], table: Table) -> Column[Any]:
    """Return the column of a table that a foreign key refers to, whether it holds integers or public ids."""
    return next(key.column for key in column.foreign_keys if key.column.table is table)


def _without_duplicates(ids: Iterator[tuple[Key, str]]) -> Iterator[tuple[Key, str]]:
    seen = set()
    for key, value in ids:
        if key in seen:
            raise ValueError(f"two have this key: {key}")
        seen.add(key)
        yield key, value


@dataclass(frozen=True)
class Translation:
    """Translation of ids of the base to ids of the head."""

    base: Ids
    head: Ids
    new_ids: Mapping[str, str]

    @classmethod
    def between(cls, base: Ids, head: Ids) -> "Translation":
        """Match the ids that both archives hold."""
        return cls(base, head, {base[key]: head[key] for key in base if key in head and key[0] != "entity as resolved"})

    def text(self, text: str) -> str:
        """Replace the ids in a text."""
        return ID_IN_TEXT.sub(lambda match: self.new_ids.get(match.group(), match.group()), text)

    def body(self, body: bytes) -> bytes:
        """Replace the ids in a body."""
        return ID_IN_BYTES.sub(lambda match: self.new_ids.get(match.group().decode(), match.group().decode()).encode(), body)

    def differences(self, may_change: bool) -> Iterator[Difference]:
        """Yield ids that only one archive holds or that do not correspond, and changed ids unless they may change."""
        for key in [*self.base, *(key for key in self.head if key not in self.base)]:
            base, head = self.base.get(key), self.head.get(key)
            expected = self.new_ids.get(base, base) if base and may_change else base
            if expected != head:
                yield Difference("id", key[0] or "", " / ".join(str(part) for part in key[1:]), "$", base, head)
