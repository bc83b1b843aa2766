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
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import delete, func, select, text, tuple_, update
from sqlmodel import Session, col

from app.database.tables.claims import About, Claim, Holder
from app.database.tables.entities import Alias, Appearance, Entity, Member, Role
from app.database.tables.events import Participant
from app.ingest.writing.numbers import ColumnsByTable, select_columns
from app.queries.statements.compiled import on_driver

Edge = tuple[int, int]
# Table, column with a resolved number, and column with the position of the entity's appearance. Add new references here.
RESOLVED_COLUMNS = (
    (Claim, "speaker_number", "speaker_position"),
    (Claim, "reported_via_number", "reported_via_position"),
    (Holder, "entity_number", "appearance_position"),
    (About, "entity_number", "appearance_position"),
    (About, "speaker_number", "speaker_position"),
    (Participant, "entity_number", "appearance_position"),
    (Role, "entity_number", "position"),
    (Member, "entity_number", "position"),
    (Member, "group_number", "group_position"),
)

# The condition of the indexes of aliases, which have only those that join articles.
JOINS_ARTICLES = "aliases.folded <> ''"
ALIAS_EXISTS = "SELECT 1 FROM aliases WHERE key_number = ? AND folded = ? AND folded <> '' LIMIT 1"


class Changes(NamedTuple):
    """Changes of resolution: new survivors of entities, their former ones, and entities that no article names any more."""

    survivors: dict[int, int]
    former: dict[int, int]
    orphans: set[int]

    @property
    def affected(self) -> set[int]:
        """The entities with a new survivor, and both survivors: their names and counts must be computed again."""
        return {*self.survivors, *self.former.values(), *self.survivors.values()} - self.orphans


def neighbourhood(session: Session, keys: Iterable[int]) -> set[int]:
    """Return the entities that are, or may be, joined to these. Call it before rows of an article are removed."""
    return set(_neighbourhood(session, set(keys))[0])


def find_changes(session: Session, keys: set[int], earlier_entities: set[int]) -> Changes:
    """Return the changes of resolution of these entities and of their neighbourhood.

    Args:
        earlier_entities: entities of articles whose rows were removed; some may appear nowhere any more.
    """
    stored, edges = _neighbourhood(session, keys | earlier_entities)
    orphans = earlier_entities - set(
        session.scalars(select(col(Appearance.key_number)).where(col(Appearance.key_number).in_(earlier_entities)).distinct())
    )
    edges = {edge for edge in edges if not orphans & set(edge)}
    members = Counter(stored.values())
    joined = {end for edge in edges for end in edge} | {key for key, survivor in stored.items() if members[survivor] > 1}
    survivors = _survivors(session, joined - orphans, edges)
    changed = {key: survivor for key, survivor in survivors.items() if stored[key] != survivor}
    return Changes(changed, {key: stored[key] for key in changed}, orphans)


def articles_of(session: Session, keys: Iterable[int]) -> set[int]:
    """Return the articles in which these entities are named."""
    return set(session.scalars(select(col(Appearance.article_number)).where(col(Appearance.key_number).in_(keys)).distinct()))


def apply_changes(session: Session, changes: Changes) -> None:
    """Store the new survivors at the entities and at all references to their appearances; remove the orphans."""
    for key, survivor in sorted(changes.survivors.items()):
        _set_survivor(session, key, survivor)
    _remove_orphans(session, changes.orphans)


def with_survivors(rows: ColumnsByTable, survivors: Mapping[int, int]) -> ColumnsByTable:
    """Return the rows of documents with the survivors in place of merged entities."""
    merged = {number: survivor for number, survivor in survivors.items() if number != survivor}
    resolved = dict(rows)
    for table, name in ((Appearance, "entity_number"), *((table, name) for table, name, _ in RESOLVED_COLUMNS)):
        if table in rows and merged:
            resolved[table] = {**resolved[table], name: [merged.get(number, number) for number in resolved[table][name]]}
    return resolved


def clashing_entities(rows: ColumnsByTable) -> set[int]:
    """Return the entities that are merged although one of these articles names them side by side."""
    appearances = [*select_columns(rows, Appearance, "article_number", "entity_number", "key_number")]
    named: dict[tuple[int, int], set[int]] = {(article, survivor): set() for article, survivor, key in appearances if survivor != key}
    for article, survivor, key in appearances if named else ():
        if (article, survivor) in named:
            named[article, survivor].add(key)
    return {key for keys in named.values() if len(keys) > 1 for key in keys}


def entities_with_new_aliases(session: Session, rows: ColumnsByTable, added: Collection[int]) -> set[int]:
    """Return the entities, beside those that are added, that get a curated alias which they did not have before."""
    curated = {(number, folded) for number, folded in select_columns(rows, Alias, "key_number", "folded") if folded and number not in added}
    connection = session.connection()
    exists = ALIAS_EXISTS if connection.dialect.name == "sqlite" else ALIAS_EXISTS.replace("?", "%s")
    return {number for number, folded in curated if not on_driver(connection, exists, (number, folded))[0]}


def _clusters_around(session: Session, keys: set[int]) -> dict[int, int]:
    """Return all members of the clusters of these entities, with their survivors."""
    survivors = select(col(Entity.survivor_number)).where(col(Entity.number).in_(keys))
    return dict(
        session.connection()
        .execute(select(col(Entity.number), col(Entity.survivor_number)).where(col(Entity.survivor_number).in_(survivors)))
        .all()
    )


def _neighbourhood(session: Session, keys: set[int]) -> tuple[dict[int, int], set[Edge]]:
    found, edges = _clusters_around(session, keys), set[Edge]()
    frontier = set(found)
    while frontier:
        nearby = _edges(session, frontier)
        edges |= nearby
        ends = {end for edge in nearby for end in edge if end not in found}
        reached = _clusters_around(session, ends)
        frontier = {key for key in reached if key not in found}
        found |= reached
    return found, edges


def _edges(session: Session, keys: set[int]) -> set[Edge]:
    is_namesake = (
        (col(Entity.kind) == col(Alias.kind)) & (col(Entity.folded) == col(Alias.folded)) & (col(Entity.number) != col(Alias.key_number))
    )
    edges = select(col(Alias.key_number), col(Entity.number)).distinct().join_from(Alias, Entity, is_namesake).where(text(JOINS_ARTICLES))
    found = [session.connection().execute(edges.where(end.in_(keys))) for end in (col(Alias.key_number), col(Entity.number))]
    return {(source, target) for rows in found for source, target in rows}


def _survivors(session: Session, keys: set[int], edges: set[Edge]) -> dict[int, int]:
    clusters = _clusters(keys, _unambiguous(edges))
    kept_apart = _kept_apart(session, clusters)
    folded = func.coalesce(col(Entity.folded), "")
    folded_names = dict(session.execute(select(col(Entity.number), folded).where(col(Entity.number).in_(keys))).all())
    survivors = {}
    for place, cluster in enumerate(clusters):
        smallest = min(cluster, key=folded_names.__getitem__)
        survivors.update({key: key if place in kept_apart else smallest for key in cluster})
    return survivors


def _unambiguous(edges: set[Edge]) -> set[Edge]:
    sources = defaultdict(set)
    for source, target in edges:
        sources[target].add(source)
    return {(source, target) for source, target in edges if len(sources[target]) == 1}


def _clusters(keys: set[int], edges: set[Edge]) -> list[set[int]]:
    cluster_of = {key: {key} for key in keys}
    for source, target in edges:
        smaller, larger = sorted((cluster_of[source], cluster_of[target]), key=len)
        if smaller is not larger:  # the smaller joins the larger: a long chain would be quadratic else
            larger |= smaller
            cluster_of.update(dict.fromkeys(smaller, larger))
    return list({id(joined): joined for joined in cluster_of.values()}.values())


def _kept_apart(session: Session, clusters: list[set[int]]) -> set[int]:
    """Return the places of the clusters of which one article names two entities side by side.

    Pairs of entities are not made: an article of a thousand entities has half a million.
    """
    cluster_of = {key: place for place, cluster in enumerate(clusters) if len(cluster) > 1 for key in cluster}
    named = select(col(Appearance.article_number), col(Appearance.key_number)).distinct().where(col(Appearance.key_number).in_(cluster_of))
    times = Counter((article, cluster_of[key]) for article, key in session.connection().execute(named))
    return {place for (_, place), number in times.items() if number > 1}


def _remove_orphans(session: Session, orphans: set[int]) -> None:
    session.execute(update(Entity).where(col(Entity.number).in_(orphans)).values(survivor_number=col(Entity.number)))
    session.execute(delete(Entity).where(col(Entity.number).in_(orphans)))


def _set_survivor(session: Session, key: int, survivor: int) -> None:
    """Store another survivor at an entity and at all references to its appearances."""
    session.execute(update(Entity).where(col(Entity.number) == key).values(survivor_number=survivor))
    session.execute(
        update(Appearance)
        .where(col(Appearance.key_number) == key)
        .values(entity_number=survivor)
        .execution_options(synchronize_session=False)
    )
    places = select(col(Appearance.article_number), col(Appearance.position)).where(col(Appearance.key_number) == key)
    for table, column, position in RESOLVED_COLUMNS:
        at = tuple_(col(table.article_number), getattr(table, position)).in_(places)
        session.execute(update(table).where(at).values({column: survivor}).execution_options(synchronize_session=False))
