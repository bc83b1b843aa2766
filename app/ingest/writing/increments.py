"""Counts that new articles add to entities, gathered over a transaction and added to the stored rows at its end.

The commonest entities are in every batch: their rows are written once. Entities whose names may change are not counted here:
``entities`` computes them again from the tables.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.database.tables import Appearance, Article, Claim, Entity
from app.ingest.writing import outlets
from app.ingest.writing.counters import Counts
from app.ingest.writing.inserts import execute_many
from app.ingest.writing.numbers import IDS_PER_STATEMENT, ColumnsByTable, chunks, column, select_columns
from app.ingest.writing.outlets import Pair
from app.terms.dates import EARLIEST_DAY, LATEST_DAY

COUNT_COLUMNS = ("claims", "articles", "outlets", "first_said", "last_said")
UPDATE = "UPDATE entities SET claims = ?, articles = ?, outlets = ?, first_said = ?, last_said = ? WHERE number = ?"


@dataclass
class Increments:
    """Counts that articles add to entities, by the number that an entity resolves to."""

    articles: Counter[int] = field(default_factory=Counter)
    claims: Counter[int | None] = field(default_factory=Counter)
    first_said: dict[int, str] = field(default_factory=dict)
    last_said: dict[int, str] = field(default_factory=dict)
    outlets: set[Pair] = field(default_factory=set)

    def add_rows(self, rows: ColumnsByTable) -> None:
        """Add what the resolved rows of new articles add to all entities."""
        publishers: Any = dict(select_columns(rows, Article, "number", "publisher_folded"))
        entities, articles = column(rows, Appearance, "entity_number"), column(rows, Appearance, "article_number")
        self.articles.update(entities)
        self.claims.update(column(rows, Claim, "speaker_number"))
        self.outlets.update(pair for pair in {*zip(entities, map(publishers.__getitem__, articles), strict=True)} if pair[1])
        for speaker, earliest, latest in {*select_columns(rows, Claim, "speaker_number", "said_earliest", "said_order")}:
            self._add_date(speaker, earliest, latest)

    def _add_date(self, speaker: int, earliest: str | None, latest: str) -> None:
        if earliest is not None and earliest != EARLIEST_DAY:
            self.first_said[speaker] = min(earliest, self.first_said.get(speaker, earliest))
        if latest and latest != LATEST_DAY:
            self.last_said[speaker] = max(latest, self.last_said.get(speaker, latest))

    def add(self, more: "Increments") -> None:
        """Add other increments."""
        self.articles.update(more.articles)
        self.claims.update(more.claims)
        self.outlets |= more.outlets
        for speaker in more.first_said.keys() | more.last_said.keys():
            self._add_date(speaker, more.first_said.get(speaker), more.last_said.get(speaker, ""))

    def remove_counts(self, entities: Iterable[int]) -> None:
        """Forget what was added to the rows of these entities."""
        for entity in entities:
            for counted in (self.articles, self.claims, self.first_said, self.last_said):
                counted.pop(entity, None)

    def remove(self, entities: Collection[int]) -> None:
        """Forget what was added to these entities."""
        self.remove_counts(entities)
        self.outlets = {pair for pair in self.outlets if pair[0] not in entities} if entities else self.outlets

    def write(self, session: Session, counts: Counts) -> None:
        """Add the increments to the stored rows, and new speakers to ``counts``."""
        outlets.add(session, self.outlets)
        for chunk in chunks(sorted(self.articles), IDS_PER_STATEMENT):
            stored, outlet_counts = _stored_counts(session, chunk), outlets.count(session, chunk)
            execute_many(session, UPDATE, [self._updated(row, outlet_counts) for row in stored])
            counts.update(("speakers", "kind", "", "", row.kind, "") for row in stored if not row.claims and self.claims[row.number])

    def _updated(self, row: Any, outlet_counts: Mapping[int, int]) -> tuple[Any, ...]:
        number = row.number
        firsts, lasts = (row.first_said, self.first_said.get(number)), (row.last_said, self.last_said.get(number))
        said = min(filter(None, firsts), default=None), max(filter(None, lasts), default=None)
        counted = row.claims + self.claims[number], row.articles + self.articles[number], outlet_counts.get(number, 0)
        return (*counted, *said, number)


def _stored_counts(session: Session, numbers: Iterable[int]) -> list[Any]:
    columns = [col(getattr(Entity, name)) for name in ("number", "kind", *COUNT_COLUMNS)]
    return list(session.connection().execute(select(*columns).where(col(Entity.number).in_(numbers))))


def count_columns(increments: Increments, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Yield the counts and dates of entities that no other articles name."""
    outlet_counts = Counter(number for number, _ in increments.outlets)
    for number in numbers:
        yield {
            "claims": increments.claims[number],
            "articles": increments.articles[number],
            "outlets": outlet_counts[number],
            "first_said": increments.first_said.get(number),
            "last_said": increments.last_said.get(number),
        }
