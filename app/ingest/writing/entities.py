"""Names, aliases, counts and dates of entities, computed from the tables and stored at each surviving entity."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session, col

from app.database.tables.articles import Article
from app.database.tables.claims import Claim
from app.database.tables.entities import Alias, Appearance, Entity
from app.ingest.preparing.columns import ENTITY_DEFAULTS, Row
from app.ingest.preparing.driver_rows import DriverRows, DriverRowsByTable, select_columns
from app.ingest.writing import full_text, outlets
from app.ingest.writing.inserts import insert_rows
from app.terms.dates import EARLIEST_DAY, LATEST_DAY
from app.terms.words import fold, words_to_index


def insert_missing(session: Session, rows: DriverRows, known: Collection[str]) -> set[str]:
    """Insert the entities that are not among the known ones; return their ids."""
    missing = {row[0]: row for row in rows if row[0] not in known}
    insert_rows(session, Entity, list(missing.values()))
    return set(missing)


def survivors_of(session: Session, keys: Collection[str]) -> dict[str, str]:
    """Return the ids that the stored ones of these entities resolve to."""
    return dict(session.connection().execute(select(col(Entity.id), col(Entity.survivor_id)).where(col(Entity.id).in_(keys))).all())


def kinds_and_names(session: Session, rows: DriverRowsByTable, survivors: Mapping[str, str]) -> dict[str, tuple[str, str | None]]:
    """Return kind and folded name of the entities of these rows and of their survivors."""
    in_rows = {key: (kind, folded) for key, kind, folded in select_columns(rows, Entity, "id", "kind", "folded")}
    elsewhere = select(col(Entity.id), col(Entity.kind), col(Entity.folded)).where(
        col(Entity.id).in_(set(survivors.values()) - set(in_rows))
    )
    return {**in_rows, **{row.id: (row.kind, row.folded) for row in session.execute(elsewhere)}}


def recompute(session: Session, keys: Iterable[str], new: Collection[str]) -> None:
    """Compute names, aliases, Wikidata items, counts, dates and words of these entities and their survivors.

    A merged entity keeps only its name.

    Args:
        new: entities among them that are not in the full text yet.
    """
    survivors = survivors_of(session, set(keys))
    survivors |= survivors_of(session, set(survivors.values()) - set(survivors))
    if not survivors:
        return
    spellings = _spellings(session, set(survivors))
    computed = {key: {"key": key, **ENTITY_DEFAULTS, "name": _commonest(spellings[key])} for key in survivors}
    for source in (_appearance_counts, _claim_counts, _names):
        for survivor, values in source(session, sorted(set(survivors.values()))).items():
            computed[survivor].update(values)
    full_text.remove_rows(session, Entity, col(Entity.id).in_(set(survivors) - set(new)))
    update_computed(session, list(computed.values()))
    full_text.index_rows(session, Entity, col(Entity.id).in_(set(survivors)))
    outlets.rewrite(session, survivors)


def update_computed(session: Session, computed: list[Row]) -> None:
    """Write computed columns. Each row has the id of an entity as ``key``, all columns of ``ENTITY_DEFAULTS`` and the name."""
    table = Entity.__table__  # type: ignore[attr-defined]
    values: Row = {name: bindparam(name) for name in (*ENTITY_DEFAULTS, "name")}
    session.connection().execute(update(table).where(table.c.id == bindparam("key")).values(values), computed)


def _spellings(session: Session, keys: set[str]) -> dict[str, Counter[Any]]:
    found = _counters()
    rows = select(col(Appearance.key_id), col(Appearance.name), func.count()).group_by(col(Appearance.key_id), col(Appearance.name))
    for key, name, number in session.connection().execute(rows.where(col(Appearance.key_id).in_(keys))):
        found[key][name] += number
    return found


def _appearance_counts(session: Session, survivors: list[str]) -> dict[str, Row]:
    articles = func.count(col(Appearance.article_id).distinct()).label("articles")
    outlets = func.count(col(Article.publisher_folded).distinct()).label("outlets")
    rows = select(col(Appearance.entity_id), articles, outlets).join_from(
        Appearance, Article, col(Article.id) == col(Appearance.article_id)
    )
    return _by_entity(session, rows.where(col(Appearance.entity_id).in_(survivors)).group_by(col(Appearance.entity_id)))


def _claim_counts(session: Session, survivors: list[str]) -> dict[str, Row]:
    first = func.min(func.nullif(col(Claim.said_earliest), EARLIEST_DAY)).label("first_said")
    last = func.max(func.nullif(func.nullif(col(Claim.said_order), LATEST_DAY), "")).label("last_said")
    rows: Any = select(col(Claim.speaker_id).label("entity_id"), func.count().label("claims"), first, last)
    return _by_entity(session, rows.where(col(Claim.speaker_id).in_(survivors)).group_by(col(Claim.speaker_id)))


def _by_entity(session: Session, rows: Any) -> dict[str, Row]:
    return {
        row["entity_id"]: {name: value for name, value in row.items() if name != "entity_id"}
        for row in session.connection().execute(rows).mappings()
    }


def _names(session: Session, survivors: list[str]) -> dict[str, Row]:
    spellings, aliases, wikidata, descriptors = _counters(), _counters(), _counters(), _counters()
    names = select(
        col(Appearance.entity_id), col(Appearance.name), col(Appearance.wikidata), col(Appearance.descriptor), func.count().label("number")
    )
    grouped = names.group_by(col(Appearance.entity_id), col(Appearance.name), col(Appearance.wikidata), col(Appearance.descriptor))
    for row in session.connection().execute(grouped.where(col(Appearance.entity_id).in_(survivors))):
        spellings[row.entity_id][row.name] += row.number
        wikidata[row.entity_id][row.wikidata] += row.number
        descriptors[row.entity_id][row.descriptor] += row.number
    at = (col(Appearance.article_id) == col(Alias.article_id)) & (col(Appearance.position) == col(Alias.position))
    entity_aliases = select(col(Appearance.entity_id), col(Alias.alias)).distinct().join_from(Alias, Appearance, at)
    for entity, alias in session.connection().execute(entity_aliases.where(col(Appearance.entity_id).in_(survivors))):
        aliases[entity][alias] += 1
    return {
        survivor: name_columns(spellings[survivor], aliases[survivor], wikidata[survivor], descriptors[survivor]) for survivor in survivors
    }


def _counters() -> dict[str, Counter[Any]]:
    return defaultdict(Counter)


def name_columns(spellings: Counter[Any], aliases: Counter[Any], wikidata: Counter[Any], descriptors: Counter[Any]) -> Row:
    """Return the columns for names: the longest name in its commonest spelling, and all other names as aliases."""
    names = [name for name in spellings if name]
    longest = max(map(fold, names), key=lambda folded: (len(folded), folded), default="")
    name = _commonest(Counter({spelling: spellings[spelling] for spelling in names if fold(spelling) == longest}))
    other_names = sorted({*names, *aliases} - {name})
    return {
        "name": name,
        "aliases": other_names,
        "wikidata": _commonest(wikidata),
        "words": words_to_index(name, *other_names, None if name else _commonest(descriptors)),
    }


def _commonest(counted: Counter[Any]) -> Any:
    known = [value for value in counted if value]
    return min(known, key=lambda value: (-counted[value], value), default=None)
