"""Which entities of different articles are the same: by folded full name, and by a curated alias that is a full name elsewhere.

An entity as named (kind and folded full name) is a node. A curated alias that equals another node's full name joins the
two, except that

1. an alias claimed by two nodes joins nothing: it is ambiguous;
2. where the aliases would join two nodes that one article keeps apart, however indirectly, they join nothing there;
3. a person's single word (a surname) and anonymous entities never join.

Clusters are the connected components; the member with the smallest folded name gives the id. All of it follows from the
set of loaded documents, never from their order, and is undone when a document that joined two is changed.
"""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import delete, func, select, tuple_, update
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


def neighbourhood(session: Session, keys: Iterable[str]) -> set[str]:
    """Return the entities that these are or may be joined to. Asked for before an article is removed, with all it says."""
    return _neighbourhood(session, _with_cluster(session, set(keys)))[0]


def resolve(session: Session, keys: Iterable[str]) -> set[str]:
    """Resolve these entities and all that they are or may be joined to; remove those that appear nowhere.

    Returns:
        The ids of all entities that were looked at and are still there.
    """
    looked_at, edges = _neighbourhood(session, _with_cluster(session, set(keys)))
    living = set(session.scalars(select(col(Appearance.key_id)).where(col(Appearance.key_id).in_(looked_at)).distinct()))
    survivors = _survivors(session, living, {edge for edge in edges if set(edge) <= living})
    before = dict(session.execute(select(col(Entity.id), col(Entity.survivor_id)).where(col(Entity.id).in_(living))).all())
    for key, survivor in sorted(survivors.items()):
        if before[key] != survivor:
            _point(session, key, survivor)
    _remove(session, looked_at - living)
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


def _survivors(session: Session, keys: set[str], edges: set[Edge]) -> dict[str, str]:
    clusters = _clusters(keys, _unambiguous(edges))
    apart = _kept_apart(session, {key for cluster in clusters if len(cluster) > 1 for key in cluster})
    folded = func.coalesce(col(Entity.folded), "")
    names = dict(session.execute(select(col(Entity.id), folded).where(col(Entity.id).in_(keys))).all())
    survivors = {}
    for cluster in clusters:
        smallest = min(cluster, key=lambda member: (names[member], member))
        is_doubtful = any({one, other} <= cluster for one, other in apart)
        survivors.update({key: key if is_doubtful else smallest for key in cluster})
    return survivors


def _unambiguous(edges: set[Edge]) -> set[Edge]:
    sources = defaultdict(set)
    for source, target in edges:
        sources[target].add(source)
    return {(source, target) for source, target in edges if len(sources[target]) == 1}


def _clusters(keys: set[str], edges: set[Edge]) -> list[set[str]]:
    cluster = {key: {key} for key in keys}
    for source, target in edges:
        joined = cluster[source] | cluster[target]
        cluster.update(dict.fromkeys(joined, joined))
    return list({id(joined): joined for joined in cluster.values()}.values())


def _kept_apart(session: Session, keys: set[str]) -> set[Edge]:
    """Return the pairs of these entities that stand side by side in one article."""
    here, there = Appearance.__table__.alias("here"), Appearance.__table__.alias("there")  # type: ignore[attr-defined]
    together = select(here.c.key_id, there.c.key_id).distinct().join_from(here, there, here.c.article_id == there.c.article_id)
    among = together.where(here.c.key_id.in_(keys), there.c.key_id.in_(keys), here.c.key_id < there.c.key_id)
    return {(one, other) for one, other in session.execute(among)}


def _remove(session: Session, orphans: set[str]) -> None:
    session.execute(update(Entity).where(col(Entity.id).in_(orphans)).values(survivor_id=col(Entity.id)))
    session.execute(delete(Entity).where(col(Entity.id).in_(orphans)))


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
