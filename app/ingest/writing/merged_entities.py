"""What is derived of entities that more articles name, by difference: at what these add, so that it costs the same in any archive.

What they say that may change a name, an alias or the wikidata item is left to ``entities``, which derives it anew.
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
from app.ingest.preparing.driver_rows import Rows, given
from app.ingest.writing import outlets
from app.ingest.writing.outlets import Pair
from app.terms.dates import EARLIEST_DAY, LATEST_DAY
from app.terms.words import fold

COUNTED = ("claims", "articles", "outlets", "first_said", "last_said")


@dataclass
class Additions:
    """What articles add to entities, the claims by who they are resolved to."""

    articles: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    said: dict[str, list[tuple[str | None, str]]] = field(default_factory=lambda: defaultdict(list))
    outlets: set[Pair] = field(default_factory=set)

    def counted(self, entity: str) -> dict[str, int]:
        return {"claims": self.claims[entity], "articles": self.articles[entity]}


def known(session: Session, rows: Rows, survivors: dict[str, str]) -> set[str]:
    """Return those of these entities of which the articles say nothing but what is known of them."""
    columns = (col(Entity.name), col(Entity.aliases), col(Entity.wikidata))
    found = select(col(Entity.id), *columns).where(col(Entity.id).in_({*survivors, *survivors.values()}))
    stored = {row.id: row for row in session.connection().execute(found)}
    named = (row for row in given(rows, Appearance, "key_id", "name", "wikidata") if row[0] in survivors)
    also = (row for row in given(rows, Alias, "key_id", "alias") if row[0] in survivors)
    surprising = {survivors[key] for key, *said in named if not _is_known(stored[key], stored[survivors[key]], *said)}
    surprising |= {survivors[key] for key, alias in also if not _is_alias(stored[survivors[key]], alias)}
    return {key for key, survivor in survivors.items() if survivor not in surprising}


def _is_known(own: Any, survivor: Any, name: str | None, wikidata: str | None) -> bool:
    is_named_so = name == own.name and (name == survivor.name or fold(name or "") != fold(survivor.name or ""))
    return is_named_so and wikidata in (None, survivor.wikidata)


def _is_alias(survivor: Any, alias: str) -> bool:
    return alias == survivor.name or alias in survivor.aliases


def add(session: Session, rows: Rows, survivors: dict[str, str]) -> None:
    """Add to these entities, by what they resolve to, what the rows of new articles say of them."""
    if not survivors:
        return
    added = of_rows(rows, survivors)
    outlets.add(session, added.outlets)
    ids = sorted(set(survivors.values()))
    counted = outlets.count(session, ids)
    found = select(col(Entity.id), *(getattr(Entity, name) for name in COUNTED)).where(col(Entity.id).in_(ids))
    changed = [
        {
            "key": row.id,
            "claims": row.claims + added.claims[row.id],
            "articles": row.articles + added.articles[row.id],
            "outlets": counted.get(row.id, 0),
            **days(added.said[row.id], row.first_said, row.last_said),
        }
        for row in session.connection().execute(found)
    ]
    table = Entity.__table__  # type: ignore[attr-defined]
    values: dict[str, Any] = {name: bindparam(name) for name in COUNTED}
    session.connection().execute(update(table).where(table.c.id == bindparam("key")).values(values), changed)


def of_rows(rows: Rows, survivors: dict[str, str]) -> Additions:
    """Return what the rows of new articles, resolved, add to what these entities resolve to."""
    added, resolved = Additions(), set(survivors.values())
    publishers = dict(given(rows, Article, "id", "publisher_folded"))
    for article, key in given(rows, Appearance, "article_id", "key_id"):
        if survivor := survivors.get(key):
            added.articles[survivor] += 1
            added.outlets.update([(survivor, publishers[article])] if publishers[article] else [])
    for speaker, earliest, latest in given(rows, Claim, "speaker_id", "said_earliest", "said_order"):
        if speaker in resolved:
            added.claims[speaker] += 1
            added.said[speaker].append((earliest, latest))
    return added


def days(said: Collection[tuple[str | None, str]], first: str | None = None, last: str | None = None) -> dict[str, str | None]:
    """Return the first and the last day of claims, given as their earliest and latest, and of what was known before."""
    firsts = [first, *(earliest for earliest, _ in said if earliest != EARLIEST_DAY)]
    lasts = [last, *(latest for _, latest in said if latest != LATEST_DAY)]
    return {"first_said": min(filter(None, firsts), default=None), "last_said": max(filter(None, lasts), default=None)}
