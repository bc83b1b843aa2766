"""Clusters of entities that are one: by folded full name, by a curated alias, and by judgements.

Each kind and folded full name is a node. What people judge to be one is one group, whatever the rules say. A curated alias that equals
another node's full name joins the groups of the two, except that

1. an alias claimed by two groups joins nothing: it is ambiguous;
2. it does not join two groups that people keep apart;
3. where the aliases would join two groups that one article or a person keeps apart, however indirectly, they join nothing there;
4. a person's single word (a surname) and anonymous entities never join.

Clusters are the connected components; the member with the smallest folded name gives the id: it is the survivor of the others. Clusters
depend on the set of loaded documents and of judgements, never on their order. If a changed document no longer joins two nodes, they part
again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.database.tables.entities import Appearance, Entity

Edge = tuple[int, int]
Groups = Mapping[int, int]  # by entity: one that stands for all that people joined with it
NAMED_KIND = func.coalesce(col(Entity.named_kind), col(Entity.kind))  # the kind that articles give, whatever people corrected


def find_survivors(session: Session, groups: Groups, edges: set[Edge], apart: set[Edge]) -> dict[int, int]:
    """Return the survivor of each of these entities.

    Args:
        edges: from the entity that has an alias to the one whose name it is.
        apart: pairs of groups, in both orders, that people keep apart.
    """
    joining = {(groups[source], groups[target]) for source, target in _unambiguous(groups, edges)} - apart
    clusters = _clusters({*groups.values()}, joining)
    places = {group: place for place, cluster in enumerate(clusters) for group in cluster}
    dissolved = _kept_apart(session, groups, places, clusters) | {places[one] for one, other in apart if places[one] == places[other]}
    members = defaultdict(list)
    for key, group in groups.items():
        place = places[group]
        members[place, group if place in dissolved else None].append(key)
    order = _order(session, groups)
    return {key: survivor for keys in members.values() for survivor in [min(keys, key=order.__getitem__)] for key in keys}


def _unambiguous(groups: Groups, edges: set[Edge]) -> set[Edge]:
    sources = defaultdict(set)
    for source, target in edges:
        sources[target].add(groups[source])
    return {(source, target) for source, target in edges if len(sources[target]) == 1}


def _clusters(groups: set[int], edges: set[Edge]) -> list[set[int]]:
    cluster_of = {group: {group} for group in groups}
    for source, target in edges:
        smaller, larger = sorted((cluster_of[source], cluster_of[target]), key=len)
        if smaller is not larger:  # the smaller joins the larger: a long chain would be quadratic else
            larger |= smaller
            cluster_of.update(dict.fromkeys(smaller, larger))
    return list({id(joined): joined for joined in cluster_of.values()}.values())


def _kept_apart(session: Session, groups: Groups, places: Mapping[int, int], clusters: list[set[int]]) -> set[int]:
    """Return the places of the clusters of which one article names two groups side by side.

    Pairs of entities are not made: an article of a thousand entities has half a million.
    """
    joined = {key: group for key, group in groups.items() if len(clusters[places[group]]) > 1}
    named = select(col(Appearance.article_number), col(Appearance.key_number)).distinct().where(col(Appearance.key_number).in_(joined))
    side_by_side = {(article, joined[key]) for article, key in session.connection().execute(named)}
    times = Counter((article, places[group]) for article, group in side_by_side)
    return {place for (_, place), number in times.items() if number > 1}


def _order(session: Session, keys: Iterable[int]) -> dict[int, Any]:
    """Return by what entities are compared: folded name, where kinds differ the kind, and the id at last. Unnamed ones come last."""
    columns = select(col(Entity.number), col(Entity.folded), NAMED_KIND, col(Entity.id)).where(col(Entity.number).in_(keys))
    return {number: (folded is None, folded or "", *more) for number, folded, *more in session.connection().execute(columns)}
