"""Add the counts of new articles to entities that are stored.

The cost depends on the new articles, not on the size of the archive. Entities whose name, aliases or Wikidata item may change are not
counted here: ``entities`` computes them again from the tables.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from app.database.tables.articles import Article
from app.database.tables.claims import Claim
from app.database.tables.entities import Alias, Appearance, Entity
from app.ingest.preparing.driver_rows import DriverRowsByTable, select_columns
from app.ingest.writing import outlets
from app.ingest.writing.outlets import Pair
from app.terms.dates import EARLIEST_DAY, LATEST_DAY
from app.terms.words import fold

COUNT_COLUMNS = ("claims", "articles", "outlets", "first_said", "last_said")


@dataclass
class EntityIncrements:
    """Counts that articles add to entities, by the id that an entity resolves to."""

    articles: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    said: dict[str, list[tuple[str | None, str]]] = field(default_factory=lambda: defaultdict(list))
    outlets: set[Pair] = field(default_factory=set)

    def counts_of(self, entity: str) -> dict[str, int]:
        return {"claims": self.claims[entity], "articles": self.articles[entity]}


def entities_with_known_names(session: Session, rows: DriverRowsByTable, survivors: dict[str, str]) -> set[str]:
    """Return the entities of ``survivors`` whose names, aliases and Wikidata items in the rows are all stored already."""
    columns = (col(Entity.name), col(Entity.aliases), col(Entity.wikidata))
    found = select(col(Entity.id), *columns).where(col(Entity.id).in_({*survivors, *survivors.values()}))
    stored = {row.id: row for row in session.connection().execute(found)}
    appearances = (row for row in select_columns(rows, Appearance, "key_id", "name", "wikidata") if row[0] in survivors)
    aliases = (row for row in select_columns(rows, Alias, "key_id", "alias") if row[0] in survivors)
    renamed = {survivors[key] for key, *names in appearances if not _is_known_name(stored[key], stored[survivors[key]], *names)}
    renamed |= {survivors[key] for key, alias in aliases if not _is_alias(stored[survivors[key]], alias)}
    return {key for key, survivor in survivors.items() if survivor not in renamed}


def _is_known_name(entity: Any, survivor: Any, name: str | None, wikidata: str | None) -> bool:
    is_stored_spelling = name == entity.name and (name == survivor.name or fold(name or "") != fold(survivor.name or ""))
    return is_stored_spelling and wikidata in (None, survivor.wikidata)


def _is_alias(survivor: Any, alias: str) -> bool:
    return alias == survivor.name or alias in survivor.aliases


def add_counts(session: Session, rows: DriverRowsByTable, survivors: dict[str, str]) -> None:
    """Add the counts of the rows of new articles to the survivors of these entities."""
    if not survivors:
        return
    increments = increments_of(rows, survivors)
    outlets.add(session, increments.outlets)
    ids = sorted(set(survivors.values()))
    outlet_counts = outlets.count(session, ids)
    found = select(col(Entity.id), *(getattr(Entity, name) for name in COUNT_COLUMNS)).where(col(Entity.id).in_(ids))
    changed = [
        {
            "key": row.id,
            "claims": row.claims + increments.claims[row.id],
            "articles": row.articles + increments.articles[row.id],
            "outlets": outlet_counts.get(row.id, 0),
            **first_and_last_said(increments.said[row.id], row.first_said, row.last_said),
        }
        for row in session.connection().execute(found)
    ]
    table = Entity.__table__  # type: ignore[attr-defined]
    values: dict[str, Any] = {name: bindparam(name) for name in COUNT_COLUMNS}
    session.connection().execute(update(table).where(table.c.id == bindparam("key")).values(values), changed)


def increments_of(rows: DriverRowsByTable, survivors: dict[str, str]) -> EntityIncrements:
    """Return the counts that the resolved rows of new articles add to the survivors of these entities."""
    increments, resolved = EntityIncrements(), set(survivors.values())
    publishers = dict(select_columns(rows, Article, "id", "publisher_folded"))
    for article, key in select_columns(rows, Appearance, "article_id", "key_id"):
        if survivor := survivors.get(key):
            increments.articles[survivor] += 1
            increments.outlets.update([(survivor, publishers[article])] if publishers[article] else [])
    for speaker, earliest, latest in select_columns(rows, Claim, "speaker_id", "said_earliest", "said_order"):
        if speaker in resolved:
            increments.claims[speaker] += 1
            increments.said[speaker].append((earliest, latest))
    return increments


def first_and_last_said(
    said: Collection[tuple[str | None, str]], first: str | None = None, last: str | None = None
) -> dict[str, str | None]:
    """Return the first and last day of claims, pairs of earliest and latest, together with the stored ``first`` and ``last``."""
    firsts = [first, *(earliest for earliest, _ in said if earliest != EARLIEST_DAY)]
    lasts = [last, *(latest for _, latest in said if latest != LATEST_DAY)]
    return {"first_said": min(filter(None, firsts), default=None), "last_said": max(filter(None, lasts), default=None)}
