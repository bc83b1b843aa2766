"""Resolution of entities across articles: by folded full name, and by a curated alias that is a full name elsewhere.

Each kind and folded full name is a node. A curated alias that equals another node's full name joins the two, except that

1. an alias claimed by two nodes joins nothing: it is ambiguous;
2. where the aliases would join two nodes that one article keeps apart, however indirectly, they join nothing there;
3. a person's single word (a surname) and anonymous entities never join.

Clusters are the connected components; the member with the smallest folded name gives the id: it is the survivor of the
others. Clusters depend on the set of loaded documents, never on their order. If a changed document no longer joins two
nodes, they part again.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, tuple_, update
from sqlmodel import Session, col

from app.database.tables.claims import About, Claim, Holder
from app.database.tables.entities import Alias, Appearance, Entity, Member, Role
from app.database.tables.events import Participant
from app.ingest.preparing.driver_rows import DriverRows, DriverRowsByTable, column_names, table_name

Edge = tuple[str, str]
# Table, column with a resolved id, and column with the position of the entity's appearance. Add new references here.
RESOLVED_COLUMNS = (
    (Claim, "speaker_id", "speaker_position"),
    (Claim, "reported_via_id", "reported_via_position"),
    (Holder, "entity_id", "appearance_position"),
    (About, "entity_id", "appearance_position"),
    (About, "speaker_id", "speaker_position"),
    (Participant, "entity_id", "appearance_position"),
    (Role, "entity_id", "position"),
    (Member, "entity_id", "position"),
    (Member, "group_id", "group_position"),
)

ALIAS_EXISTS = select(col(Alias.key_id)).where(col(Alias.key_id) == bindparam("key"), col(Alias.folded) == bindparam("alias")).limit(1)


class Changes(NamedTuple):
    """Changes of resolution: new survivors of entities, and entities that no article names any more."""

    survivors: dict[str, str]
    orphans: set[str]
    affected: set[str]  # entities with a new survivor, and both survivors: their names and counts must be computed again


def neighbourhood(session: Session, keys: Iterable[str]) -> set[str]:
    """Return the entities that are, or may be, joined to these. Call it before rows of an article are removed."""
    return set(_neighbourhood(session, set(keys))[0])


def find_changes(session: Session, keys: set[str], earlier_entities: set[str]) -> Changes:
    """Return the changes of resolution of these entities and of their neighbourhood.

    Args:
        earlier_entities: entities of articles whose rows were removed; some may appear nowhere any more.
    """
    stored, edges = _neighbourhood(session, keys | earlier_entities)
    orphans = earlier_entities - set(
        session.scalars(select(col(Appearance.key_id)).where(col(Appearance.key_id).in_(earlier_entities)).distinct())
    )
    edges = {edge for edge in edges if not orphans & set(edge)}
    members = Counter(stored.values())
    joined = {end for edge in edges for end in edge} | {key for key, survivor in stored.items() if members[survivor] > 1}
    survivors = _survivors(session, joined - orphans, edges)
    changed = {key: survivor for key, survivor in survivors.items() if stored[key] != survivor}
    return Changes(changed, orphans, {end for key in changed for end in (key, stored[key], changed[key])} - orphans)


def articles_of(session: Session, keys: Iterable[str]) -> set[str]:
    """Return the articles in which these entities are named."""
    return set(session.scalars(select(col(Appearance.article_id)).where(col(Appearance.key_id).in_(keys)).distinct()))


def apply_changes(session: Session, changes: Changes) -> None:
    """Store the new survivors at the entities and at all references to their appearances; remove the orphans."""
    for key, survivor in sorted(changes.survivors.items()):
        _set_survivor(session, key, survivor)
    _remove_orphans(session, changes.orphans)


def resolve_articles(session: Session, articles: Iterable[str], survivors: dict[str, str]) -> None:
    """Store the survivors of merged entities at the appearances of new articles."""
    of_articles = col(Appearance.article_id).in_(articles)
    for key, survivor in sorted(survivors.items()):
        resolved = update(Appearance).where(col(Appearance.key_id) == key, of_articles).values(entity_id=survivor)
        session.execute(resolved.execution_options(synchronize_session=False))


def with_survivors(rows: DriverRowsByTable, survivors: dict[str, str]) -> DriverRowsByTable:
    """Return the rows of documents with the survivors in place of merged entities."""
    indexes: dict[str, list[int]] = defaultdict(list)
    for table, column, _ in RESOLVED_COLUMNS:
        indexes[table_name(table)].append(column_names(table).index(column))
    return {name: _with_survivors(table_rows, indexes[name], survivors) if survivors else table_rows for name, table_rows in rows.items()}


def _with_survivors(rows: DriverRows, indexes: list[int], survivors: dict[str, str]) -> DriverRows:
    for index in indexes:
        rows = [(*row[:index], survivors[row[index]], *row[index + 1 :]) if row[index] in survivors else row for row in rows]
    return rows


def clashing_entities(appearances: DriverRows, survivors: dict[str, str]) -> set[str]:
    """Return the entities that are merged although one of these articles names them side by side."""
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    article, key = map(column_names(Appearance).index, ("article_id", "key_id"))
    for row in appearances:
        named[row[article], survivors[row[key]]].add(row[key])
    return {key for keys in named.values() if len(keys) > 1 for key in keys}


def entities_with_new_aliases(session: Session, aliases: DriverRows, keys: Collection[str]) -> set[str]:
    """Return the stored entities among ``keys`` that get a curated alias which they did not have before."""
    source, folded = map(column_names(Alias).index, ("key_id", "folded"))
    curated = {(row[source], row[folded]) for row in aliases if row[folded] and row[source] in keys}
    connection = session.connection()
    return {key for key, alias in curated if connection.execute(ALIAS_EXISTS, {"key": key, "alias": alias}).first() is None}


def _clusters_around(session: Session, keys: set[str]) -> dict[str, str]:
    """Return all members of the clusters of these entities, with their survivors."""
    survivors = select(col(Entity.survivor_id)).where(col(Entity.id).in_(keys))
    return dict(
        session.connection().execute(select(col(Entity.id), col(Entity.survivor_id)).where(col(Entity.survivor_id).in_(survivors))).all()
    )


def _neighbourhood(session: Session, keys: set[str]) -> tuple[dict[str, str], set[Edge]]:
    found, edges = _clusters_around(session, keys), set[Edge]()
    frontier = set(found)
    while frontier:
        nearby = _edges(session, frontier)
        edges |= nearby
        reached = _clusters_around(session, {end for edge in nearby for end in edge} - set(found))
        frontier = set(reached) - set(found)
        found |= reached
    return found, edges


def _edges(session: Session, keys: set[str]) -> set[Edge]:
    is_namesake = (col(Entity.kind) == col(Alias.kind)) & (col(Entity.folded) == col(Alias.folded)) & (col(Entity.id) != col(Alias.key_id))
    edges = select(col(Alias.key_id), col(Entity.id)).distinct().join_from(Alias, Entity, is_namesake)
    found = [session.connection().execute(edges.where(end.in_(keys))) for end in (col(Alias.key_id), col(Entity.id))]
    return {(source, target) for rows in found for source, target in rows}


def _survivors(session: Session, keys: set[str], edges: set[Edge]) -> dict[str, str]:
    clusters = _clusters(keys, _unambiguous(edges))
    pairs_apart = _kept_apart(session, {key for cluster in clusters if len(cluster) > 1 for key in cluster})
    folded = func.coalesce(col(Entity.folded), "")
    folded_names = dict(session.execute(select(col(Entity.id), folded).where(col(Entity.id).in_(keys))).all())
    survivors = {}
    for cluster in clusters:
        smallest = min(cluster, key=lambda member: (folded_names[member], member))
        is_kept_apart = any({one, other} <= cluster for one, other in pairs_apart)
        survivors.update({key: key if is_kept_apart else smallest for key in cluster})
    return survivors


def _unambiguous(edges: set[Edge]) -> set[Edge]:
    sources = defaultdict(set)
    for source, target in edges:
        sources[target].add(source)
    return {(source, target) for source, target in edges if len(sources[target]) == 1}


def _clusters(keys: set[str], edges: set[Edge]) -> list[set[str]]:
    cluster_of = {key: {key} for key in keys}
    for source, target in edges:
        joined = cluster_of[source] | cluster_of[target]
        cluster_of.update(dict.fromkeys(joined, joined))
    return list({id(joined): joined for joined in cluster_of.values()}.values())


def _kept_apart(session: Session, keys: set[str]) -> set[Edge]:
    """Return the pairs of these entities that one article names side by side."""
    here, there = Appearance.__table__.alias("here"), Appearance.__table__.alias("there")  # type: ignore[attr-defined]
    together = select(here.c.key_id, there.c.key_id).distinct().join_from(here, there, here.c.article_id == there.c.article_id)
    among = together.where(here.c.key_id.in_(keys), there.c.key_id.in_(keys), here.c.key_id < there.c.key_id)
    return {(one, other) for one, other in session.execute(among)}


def _remove_orphans(session: Session, orphans: set[str]) -> None:
    session.execute(update(Entity).where(col(Entity.id).in_(orphans)).values(survivor_id=col(Entity.id)))
    session.execute(delete(Entity).where(col(Entity.id).in_(orphans)))


def _set_survivor(session: Session, key: str, survivor: str) -> None:
    """Store another survivor at an entity and at all references to its appearances."""
    session.execute(update(Entity).where(col(Entity.id) == key).values(survivor_id=survivor))
    session.execute(
        update(Appearance).where(col(Appearance.key_id) == key).values(entity_id=survivor).execution_options(synchronize_session=False)
    )
    places = select(col(Appearance.article_id), col(Appearance.position)).where(col(Appearance.key_id) == key)
    for table, column, position in RESOLVED_COLUMNS:
        at = tuple_(col(table.article_id), getattr(table, position)).in_(places)
        session.execute(update(table).where(at).values({column: survivor}).execution_options(synchronize_session=False))
