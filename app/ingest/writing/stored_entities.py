"""Stored entities that a transaction has met, each read once: names, and the entities they resolve to."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select
from sqlmodel import Session, col

from app.database.tables import Entity
from app.ingest.writing.numbers import IDS_PER_STATEMENT, Columns, chunks
from app.terms.words import fold

NOTHING_CORRECTED = frozenset[str]()


class StoredEntity(NamedTuple):
    """A row of ``entities``, without counts."""

    number: int
    id: str
    survivor_number: int
    kind: str
    name: str | None
    folded: str | None
    aliases: list[str]
    wikidata: str | None

    def is_known(
        self, name: str | None, wikidata: str | None, survivor: "StoredEntity", corrected: Collection[str] = NOTHING_CORRECTED
    ) -> bool:
        """Return whether an appearance with this name and Wikidata item changes neither this entity nor its survivor.

        Args:
            corrected: fields of the survivor that people corrected, which no appearance changes.
        """
        is_stored = name == self.name or ("name" in corrected and self.number == survivor.number)
        is_known_spelling = name in (survivor.name, *survivor.aliases) if "name" in corrected else self._is_shown(name, survivor)
        return is_stored and is_known_spelling and ("wikidata" in corrected or wikidata in (None, survivor.wikidata))

    @staticmethod
    def _is_shown(name: str | None, survivor: "StoredEntity") -> bool:
        return name == survivor.name or fold(name or "") != fold(survivor.name or "")

    def has_alias(self, alias: str) -> bool:
        """Return whether the alias is the entity's name, or one of its aliases."""
        return alias == self.name or alias in self.aliases


COLUMNS = [col(getattr(Entity, name)) for name in StoredEntity._fields]


class StoredEntities:
    """Stored entities by number, and numbers by id."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._by_number: dict[int, StoredEntity] = {}
        self._numbers: dict[str, int] = {}

    def numbers_of(self, ids: Collection[str]) -> dict[str, int]:
        """Return the numbers of those of these entities that are stored."""
        self._read(col(Entity.id), [key for key in ids if key not in self._numbers])
        return {key: self._numbers[key] for key in ids if key in self._numbers}

    def get(self, number: int) -> StoredEntity:
        """Return an entity that ``load`` has read."""
        return self._by_number[number]

    def survivor_of(self, number: int) -> StoredEntity:
        """Return the entity that one resolves to. ``load`` has read both."""
        return self._by_number[self._by_number[number].survivor_number]

    def load(self, numbers: Iterable[int]) -> None:
        """Read entities and their survivors, where they are not known yet."""
        wanted = {*numbers}
        self._read(col(Entity.number), [number for number in wanted if number not in self._by_number])
        survivors = {self._by_number[number].survivor_number for number in wanted}
        self._read(col(Entity.number), [number for number in survivors if number not in self._by_number])

    def survivors_of(self, numbers: Iterable[int]) -> dict[int, int]:
        """Return the numbers that entities resolve to."""
        wanted = [*numbers]
        self.load(wanted)
        return {number: self._by_number[number].survivor_number for number in wanted}

    def add(self, columns: Columns) -> None:
        """Add new rows. Their aliases are JSON."""
        if columns:
            decoded = {**columns, "aliases": [orjson.loads(aliases) for aliases in columns["aliases"]]}
            for values in zip(*(decoded[name] for name in StoredEntity._fields), strict=True):
                self._add(StoredEntity(*values))

    def forget(self, numbers: Iterable[int]) -> None:
        """Forget entities that were written: they are read again."""
        for number in numbers:
            if entity := self._by_number.pop(number, None):
                del self._numbers[entity.id]

    def _read(self, column: Any, values: list[Any]) -> None:
        for chunk in chunks(values, IDS_PER_STATEMENT):
            for row in self._session.connection().execute(select(*COLUMNS).where(column.in_(chunk))):
                self._add(StoredEntity(*row))

    def _add(self, entity: StoredEntity) -> None:
        self._by_number[entity.number] = entity
        self._numbers[entity.id] = entity.number
