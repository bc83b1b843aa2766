"""Read the graph of speakers and the entities that their claims are about."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Row, exists, or_, select, union

from app.answers.graph import Graph, GraphEdge, GraphLeftOut, GraphNode, ThreeCounts
from app.answers.parts import EntityRef
from app.parameters.graph import GraphQuery
from app.queries import claim_filters
from app.queries.claims import SAID
from app.queries.counting.counted import MOST_COUNTED, Counted, find_counted
from app.queries.listing.filters import is_one_of, value_parameter
from app.queries.listing.scans import MOST_FOUND, Scan, count_up_to
from app.queries.listing.survivors import is_survivor_of
from app.queries.profiles import by_count
from app.queries.rendering.parts import entity_columns, entity_ref
from app.queries.tables import claim_abouts, claims, containing_article, entities

Pair = tuple[int, int]  # numbers of entities: source and target


class Link(NamedTuple):
    """A claim that somebody makes about an entity."""

    source: int
    target: int
    claim: int
    article: int
    outlet: str | None
    kind: str
    mode: str


LINKS = (
    select(
        claim_abouts.c.speaker_number,
        claim_abouts.c.entity_number,
        claim_abouts.c.claim_number,
        claim_abouts.c.article_number,
        containing_article.c.publisher_folded,
        claims.c.kind,
        claims.c.mode,
    )
    .join(claims, claims.c.number == claim_abouts.c.claim_number)
    .join(containing_article, containing_article.c.number == claim_abouts.c.article_number)
    .where(claim_abouts.c.speaker_number.is_not(None), claim_abouts.c.entity_number.is_not(None))
)


def get_graph(connection: Connection, query: GraphQuery) -> Graph:
    """Return who speaks about whom: the heaviest ``limit`` edges, those of ``focus`` before those of its neighbours.

    Returns:
        Nodes and edges by claims, most first, then by id. Nodes count all filtered claims, not only those of these edges. With an
        unknown ``focus`` the graph is empty; with one that has no link it is this node alone. Where more than 3,000 claims pass the
        filters, or may, it is the graph of the latest; with ``focus`` of the latest near it. A fixed number of statements.
    """
    focus = _survivor(connection, query.focus)
    counted = _find_claims(connection, query, focus)
    links = _read_links(connection, counted.numbers)
    within_reach = _within_reach(_by_pair(links), query, focus)
    nodes = _read_entities(connection, {*chain.from_iterable(within_reach), *([focus] if focus else [])})
    heaviest = _heaviest(within_reach, focus, nodes, query.limit)
    ends = {*chain.from_iterable(heaviest)}
    graph = Graph(
        nodes=_nodes(nodes, links, ends | ({focus} if focus else set())),
        edges=_edges(nodes, {pair: within_reach[pair] for pair in heaviest}),
        left_out=GraphLeftOut(
            edges=len(within_reach) - len(heaviest),
            nodes=len({*chain.from_iterable(within_reach)}) - len(ends),
            claims=len(counted.numbers) - len({link.claim for link in links}),
        ),
    )
    return graph if counted.cut_to is None else Graph(**graph, counted=counted.cut_to)


def _find_claims(connection: Connection, query: GraphQuery, focus: int | None) -> Counted:
    """Find the claims under the filters; if they are too many to be counted, those near the focus."""
    scan = claim_filters.scan(connection, query, MOST_COUNTED)
    counted = find_counted(connection, claims, scan, SAID)
    if focus is None or not counted.is_cut:
        return counted
    of_focus = _find_near(connection, scan, [focus])
    if query.depth == 1:
        return of_focus
    neighbours = _around(focus, ((link.source, link.target) for link in _read_links(connection, of_focus.numbers)))
    return _find_near(connection, scan, [*neighbours])


def _find_near(connection: Connection, scan: Scan, numbers: Sequence[int]) -> Counted:
    """Find the claims by or about these: by the index that gives them, if they are few."""
    at_ends = _claims_at_ends(connection, numbers)
    if count_up_to(connection, at_ends, MOST_FOUND) <= MOST_FOUND:
        return find_counted(connection, claims, Scan([*scan.where, claims.c.number.in_(at_ends)]), SAID)
    return find_counted(connection, claims, scan.with_conditions(_is_at_end(connection, numbers)), SAID)


def _survivor(connection: Connection, entity_id: str | None) -> int | None:
    if entity_id is None:
        return None
    return connection.execute(
        select(entities.c.number).where(is_survivor_of(entities.c.number, value_parameter(entity_id)))
    ).scalar_one_or_none()


def _claims_at_ends(connection: Connection, numbers: Sequence[int]) -> CompoundSelect[int]:
    """Select the claims by or about one of these. Two indexes find them, since none answers an OR."""
    by_speaker, by_topic = claim_abouts.alias("by_speaker"), claim_abouts.alias("by_topic")
    return union(
        select(by_speaker.c.claim_number).where(is_one_of(connection, by_speaker.c.speaker_number, numbers)),
        select(by_topic.c.claim_number).where(is_one_of(connection, by_topic.c.entity_number, numbers)),
    )


def _is_at_end(connection: Connection, numbers: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a claim is by or about one of these, which no index answers."""
    ends = is_one_of(connection, claim_abouts.c.speaker_number, numbers), is_one_of(connection, claim_abouts.c.entity_number, numbers)
    return exists().where(claim_abouts.c.claim_number == claims.c.number, or_(*ends))


def _read_links(connection: Connection, numbers: Sequence[int]) -> list[Link]:
    """Return the links of these claims. A claim that is about one entity twice has one link to it."""
    rows = connection.execute(LINKS.where(is_one_of(connection, claim_abouts.c.claim_number, numbers))).all()
    return list({(link.claim, link.target): link for link in map(Link._make, rows)}.values())


def _by_pair(links: Iterable[Link]) -> dict[Pair, list[Link]]:
    by_pair = defaultdict[Pair, list[Link]](list)
    for link in links:
        by_pair[link.source, link.target].append(link)
    return by_pair


def _within_reach(by_pair: Mapping[Pair, list[Link]], query: GraphQuery, focus: int | None) -> Mapping[Pair, list[Link]]:
    """Return the edges that touch the focus, or with depth 2 its neighbours; all without a focus, and none with an unknown one."""
    if query.focus is None:
        return by_pair
    centre = set() if focus is None else _around(focus, by_pair) if query.depth == 2 else {focus}
    return {pair: links for pair, links in by_pair.items() if not centre.isdisjoint(pair)}


def _around(focus: int, pairs: Iterable[Pair]) -> set[int]:
    """Return the focus and its neighbours."""
    return {focus, *chain.from_iterable(pair for pair in pairs if focus in pair)}


def _read_entities(connection: Connection, numbers: Collection[int]) -> dict[int, Row[Any]]:
    columns = [entities.c.number, *entity_columns(entities, "entity")]
    rows = connection.execute(select(*columns).where(is_one_of(connection, entities.c.number, [*numbers])))
    return {row.number: row for row in rows.all()}


def _heaviest(edges: Mapping[Pair, list[Link]], focus: int | None, nodes: Mapping[int, Row[Any]], limit: int) -> list[Pair]:
    """Return the heaviest edges, those of the focus first; equally heavy ones by the ids of their ends."""

    def rank(pair: Pair) -> tuple[bool, int, str, str]:
        source, target = pair
        return focus not in pair, -len(edges[pair]), nodes[source].entity_id, nodes[target].entity_id

    return sorted(edges, key=rank)[:limit]


def _edges(nodes: Mapping[int, Row[Any]], chosen: Mapping[Pair, list[Link]]) -> list[GraphEdge]:
    edges = [
        GraphEdge(
            source=nodes[source].entity_id,
            target=nodes[target].entity_id,
            counts=_three_counts(links),
            kinds=by_count(Counter(link.kind for link in links)),
            modes=by_count(Counter(link.mode for link in links)),
        )
        for (source, target), links in chosen.items()
    ]
    return sorted(edges, key=lambda edge: (-edge["counts"]["claims"], edge["source"], edge["target"]))


def _nodes(entities_by_number: Mapping[int, Row[Any]], links: Iterable[Link], numbers: Collection[int]) -> list[GraphNode]:
    """Build the nodes, and a focus without links."""
    links_by_node: dict[int, list[Link]] = {number: [] for number in numbers}
    for link in links:
        for end in {link.source, link.target} & links_by_node.keys():
            links_by_node[end].append(link)
    nodes = [_node(number, entities_by_number[number], of_node) for number, of_node in links_by_node.items()]
    return sorted(nodes, key=lambda node: (-node["counts"]["claims"], node["id"]))


def _node(number: int, row: Row[Any], links: Sequence[Link]) -> GraphNode:
    return GraphNode(
        **cast(EntityRef, entity_ref(row, "entity")),
        counts=_three_counts(links),
        speaks=len({link.claim for link in links if link.source == number}),
        spoken_about=len({link.claim for link in links if link.target == number}),
    )


def _three_counts(links: Sequence[Link]) -> ThreeCounts:
    articles, outlets = {link.article for link in links}, {link.outlet for link in links} - {None}
    return ThreeCounts(claims=len({link.claim for link in links}), articles=len(articles), outlets=len(outlets))
