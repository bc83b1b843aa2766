"""Which entities of different articles are the same: by folded full name, and by a curated alias that is a full name elsewhere.

An entity as named (kind and folded full name) is a node. A curated alias that equals another node's full name joins the
two, except that

1. an alias claimed by two nodes joins nothing: it is ambiguous;
2. two nodes that one article keeps apart are not joined by an alias;
3. a person's single word (a surname) and anonymous entities never join.

Clusters are the connected components; the member with the smallest folded name gives the id. All of it follows from the
set of loaded documents, never from their order, and is undone when a document that joined two is changed.
"""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select, tuple_, update
from sqlmodel import Session, col

from app.models import About, Alias, Appearance, Claim, Entity, Holder, Member, Participant

Edge = tuple[str, str]
# Where a resolved id stands, beside the position of the appearance it was resolved from. A new reference goes here too.
RESOLVED_COLUMNS = (
    (Claim, "speaker_id", "speaker_position"),
    (Claim, "reported_via_id", "reported_via_position"),
    (Holder, "entity_id", "appearance_position"),
    (About, "entity_id", "appearance_position"),
    (Participant, "entity_id", "appearance_position"),
    (Member, "entity_id", "position"),
    (Member, "group_id", "group_position"),
)


def resolve(session: Session, keys: Iterable[str]) -> set[str]:
    """Resolve these entities and all that they were, are or may be joined to; remove those that appear nowhere.

    Returns:
        The ids of all entities whose cluster was looked at.
    """
    looked_at, edges = _neighbourhood(session, _with_cluster(session, set(keys)))
    living = set(session.scalars(select(col(Appearance.key_id)).where(col(Appearance.key_id).in_(looked_at)).distinct()))
    survivors = _survivors(session, living, _joining(session, {edge for edge in edges if set(edge) <= living}))
    before = dict(session.execute(select(col(Entity.id), col(Entity.survivor_id)).where(col(Entity.id).in_(living))).all())
    for key, survivor in sorted(survivors.items()):
        if before[key] != survivor:
            _point(session, key, survivor)
    orphans = looked_at - living
    session.execute(update(Entity).where(col(Entity.id).in_(orphans)).values(survivor_id=col(Entity.id)))
    session.execute(Entity.__table__.delete().where(col(Entity.id).in_(orphans)))  # type: ignore[attr-defined]
    return living


def resolve_article(session: Session, article_id: str) -> None:
    """Let the appearances of a new article point to the survivors of the entities they name."""
    survivor = select(col(Entity.survivor_id)).where(col(Entity.id) == col(Appearance.key_id)).scalar_subquery()
    resolving = (
        update(Appearance).where(col(Appearance.article_id) == article_id, col(Appearance.entity_id) != survivor).values(entity_id=survivor)
    )
    session.execute(resolving.execution_options(synchronize_session=False))


def _with_cluster(session: Session, keys: set[str]) -> set[str]:
    survivors = select(col(Entity.survivor_id)).where(col(Entity.id).in_(keys))
    return keys | set(session.scalars(select(col(Entity.id)).where(col(Entity.survivor_id).in_(survivors))))


def _neighbourhood(session: Session, keys: set[str]) -> tuple[set[str], set[Edge]]:
    edges: set[Edge] = set()
    frontier = keys
    while frontier:
        found = _edges(session, frontier)
        edges |= found
        frontier = _with_cluster(session, {end for edge in found for end in edge}) - keys
        keys = keys | frontier
    return keys, edges


def _edges(session: Session, keys: set[str]) -> set[Edge]:
    same = (col(Entity.kind) == col(Alias.kind)) & (col(Entity.folded) == col(Alias.folded)) & (col(Entity.id) != col(Alias.key_id))
    edges = select(col(Alias.key_id), col(Entity.id)).distinct().join_from(Alias, Entity, same)
    found = [session.execute(edges.where(end.in_(keys))) for end in (col(Alias.key_id), col(Entity.id))]
    return {(source, target) for rows in found for source, target in rows}


def _joining(session: Session, edges: set[Edge]) -> set[Edge]:
    sources = defaultdict(set)
    for source, target in edges:
        sources[target].add(source)
    unambiguous = {(source, target) for source, target in edges if len(sources[target]) == 1}
    return unambiguous - _kept_apart(session, unambiguous)


def _kept_apart(session: Session, edges: set[Edge]) -> set[Edge]:
    here, there = Appearance.__table__.alias("here"), Appearance.__table__.alias("there")  # type: ignore[attr-defined]
    together = select(here.c.key_id, there.c.key_id).distinct().join_from(here, there, here.c.article_id == there.c.article_id)
    return {(source, target) for source, target in session.execute(together.where(tuple_(here.c.key_id, there.c.key_id).in_(edges)))}


def _survivors(session: Session, keys: set[str], edges: set[Edge]) -> dict[str, str]:
    cluster = {key: {key} for key in keys}
    for source, target in edges:
        joined = cluster[source] | cluster[target]
        cluster.update(dict.fromkeys(joined, joined))
    folded = func.coalesce(col(Entity.folded), "")
    names = dict(session.execute(select(col(Entity.id), folded).where(col(Entity.id).in_(keys))).all())
    return {key: min(cluster[key], key=lambda member: (names[member], member)) for key in keys}


def _point(session: Session, key: str, survivor: str) -> None:
    """Let an entity, and everything that was resolved from an appearance of it, point to another survivor."""
    session.execute(update(Entity).where(col(Entity.id) == key).values(survivor_id=survivor))
    session.execute(
        update(Appearance).where(col(Appearance.key_id) == key).values(entity_id=survivor).execution_options(synchronize_session=False)
    )
    places = select(col(Appearance.article_id), col(Appearance.position)).where(col(Appearance.key_id) == key)
    for table, column, position in RESOLVED_COLUMNS:
        at = tuple_(col(table.article_id), getattr(table, position)).in_(places)
        session.execute(update(table).where(at).values({column: survivor}).execution_options(synchronize_session=False))
