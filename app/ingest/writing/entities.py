"""Names, aliases, counts and dates of entities, computed from the tables and stored at each surviving entity."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session, col

from app.database.tables.articles import Article
from app.database.tables.claims import Claim
from app.database.tables.entities import Alias, Appearance, Entity
from app.ingest.preparing.columns import ENTITY_DEFAULTS, Row
from app.ingest.preparing.names import NOTHING_CORRECTED, commonest, name_columns
from app.ingest.writing import full_text, outlets
from app.ingest.writing.resolving.corrections import Corrections
from app.terms.dates import EARLIEST_DAY, LATEST_DAY


class Recomputed(NamedTuple):
    """Entities that were computed again, and those of them that show under another name than before."""

    entities: set[int]
    renamed: set[int]


def recompute(session: Session, numbers: Iterable[int], corrections: Corrections) -> Recomputed:
    """Compute names, aliases, Wikidata items, counts, dates and words of these entities and their survivors.

    A merged entity keeps only its name, as articles give it.
    """
    survivors = _survivors_of(session, set(numbers))
    survivors |= _survivors_of(session, set(survivors.values()) - set(survivors))
    if not survivors:
        return Recomputed(set(), set())
    names = _names_of(session, set(survivors.values()))
    spellings = _spellings(session, set(survivors))
    computed = {key: {"key": key, **ENTITY_DEFAULTS, "name": commonest(spellings[key])} for key in survivors}
    for source in (_appearance_counts, _claim_counts, partial(_names, corrections)):
        for survivor, values in source(session, sorted(set(survivors.values()))).items():
            computed[survivor].update(values)
    full_text.remove_rows(session, Entity, col(Entity.number).in_(survivors))
    _update(session, list(computed.values()))
    full_text.index_rows(session, Entity, col(Entity.number).in_(survivors))
    outlets.rewrite(session, survivors)
    return Recomputed(set(survivors), {number for number, name in names.items() if name != computed[number]["name"]})


def _survivors_of(session: Session, numbers: Collection[int]) -> dict[int, int]:
    found = select(col(Entity.number), col(Entity.survivor_number)).where(col(Entity.number).in_(numbers))
    return dict(session.connection().execute(found).all())


def _names_of(session: Session, numbers: Collection[int]) -> dict[int, str | None]:
    found = select(col(Entity.number), col(Entity.name)).where(col(Entity.number).in_(numbers))
    return dict(session.connection().execute(found).all())


def _update(session: Session, computed: list[Row]) -> None:
    """Write computed columns. Each row has the number of an entity as ``key``, all columns of ``ENTITY_DEFAULTS`` and the name."""
    table = Entity.__table__  # type: ignore[attr-defined]
    values: Row = {name: bindparam(name) for name in (*ENTITY_DEFAULTS, "name")}
    session.connection().execute(update(table).where(table.c.number == bindparam("key")).values(values), computed)


def _spellings(session: Session, keys: set[int]) -> dict[int, Counter[Any]]:
    found = _counters()
    rows = select(col(Appearance.key_number), col(Appearance.name), func.count()).group_by(col(Appearance.key_number), col(Appearance.name))
    for key, name, number in session.connection().execute(rows.where(col(Appearance.key_number).in_(keys))):
        found[key][name] += number
    return found


def _appearance_counts(session: Session, survivors: list[int]) -> dict[int, Row]:
    articles = func.count(col(Appearance.article_number).distinct()).label("articles")
    outlets = func.count(col(Article.publisher_folded).distinct()).label("outlets")
    rows = select(col(Appearance.entity_number), articles, outlets).join_from(
        Appearance, Article, col(Article.number) == col(Appearance.article_number)
    )
    return _by_entity(session, rows.where(col(Appearance.entity_number).in_(survivors)).group_by(col(Appearance.entity_number)))


def _claim_counts(session: Session, survivors: list[int]) -> dict[int, Row]:
    first = func.min(func.nullif(col(Claim.said_earliest), EARLIEST_DAY)).label("first_said")
    last = func.max(func.nullif(func.nullif(col(Claim.said_order), LATEST_DAY), "")).label("last_said")
    rows: Any = select(col(Claim.speaker_number).label("entity_number"), func.count().label("claims"), first, last)
    return _by_entity(session, rows.where(col(Claim.speaker_number).in_(survivors)).group_by(col(Claim.speaker_number)))


def _by_entity(session: Session, rows: Any) -> dict[int, Row]:
    return {
        row["entity_number"]: {name: value for name, value in row.items() if name != "entity_number"}
        for row in session.connection().execute(rows).mappings()
    }


def _names(corrections: Corrections, session: Session, survivors: list[int]) -> dict[int, Row]:
    spellings, aliases, wikidata, descriptors = _counters(), _counters(), _counters(), _counters()
    names = select(
        col(Appearance.entity_number),
        col(Appearance.name),
        col(Appearance.wikidata),
        col(Appearance.descriptor),
        func.count().label("number"),
    )
    grouped = names.group_by(col(Appearance.entity_number), col(Appearance.name), col(Appearance.wikidata), col(Appearance.descriptor))
    for row in session.connection().execute(grouped.where(col(Appearance.entity_number).in_(survivors))):
        spellings[row.entity_number][row.name] += row.number
        wikidata[row.entity_number][row.wikidata] += row.number
        descriptors[row.entity_number][row.descriptor] += row.number
    at = (col(Appearance.article_number) == col(Alias.article_number)) & (col(Appearance.position) == col(Alias.position))
    entity_aliases = select(col(Appearance.entity_number), col(Alias.alias)).distinct().join_from(Alias, Appearance, at)
    for entity, alias in session.connection().execute(entity_aliases.where(col(Appearance.entity_number).in_(survivors))):
        aliases[entity][alias] += 1
    held = corrections.held(survivors)
    return {
        survivor: name_columns(
            spellings[survivor], aliases[survivor], wikidata[survivor], descriptors[survivor], held.get(survivor, NOTHING_CORRECTED)
        )
        for survivor in survivors
    }


def _counters() -> dict[int, Counter[Any]]:
    return defaultdict(Counter)
