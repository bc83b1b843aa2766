"""Read the graph of speakers and the entities that their claims are about."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    false,
    func,
    null,
    or_,
    select,
    tuple_,
    union,
    union_all,
)

from app.answers.graph import Graph, GraphEdge, GraphLeftOut, GraphNode, ThreeCounts
from app.answers.parts import EntityRef
from app.parameters.graph import GraphQuery
from app.queries import claim_filters
from app.queries.claims import SAID
from app.queries.counting.counted import MOST_COUNTED, Counted, find_counted
from app.queries.listing.filters import Conditions, is_one_of, value_parameter
from app.queries.listing.survivors import is_survivor_of
from app.queries.profiles import by_count
from app.queries.rendering.parts import entity_columns, entity_ref
from app.queries.tables import claim_abouts, claims, containing_article, entities

# The links. They are an alias, so that sub-selects of filters are not correlated to them. A claim that is about one entity twice has
# two links, so distinct claims are counted everywhere.
about = claim_abouts.alias("about")
source, target = entities.alias("source"), entities.alias("target")
LINKS_WITH_CLAIMS = about.join(claims, claims.c.number == about.c.claim_number)
SOURCE, TARGET, CLAIM = about.c.speaker_number, about.c.entity_number, about.c.claim_number
CLAIMS = func.count(CLAIM.distinct())

Pair = tuple[int, int]  # numbers of entities
Tallies = Mapping[Pair, Mapping[str, int]]


@dataclass(frozen=True)
class Links:
    """The links from speaker to topic of the counted claims."""

    conditions: Conditions

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Select from the links."""
        return self._select(about, columns)

    def select_with_claims(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Select from the links and their claims."""
        return self._select(LINKS_WITH_CLAIMS, columns)

    def where(self, *conditions: ColumnElement[bool]) -> "Links":
        """Return those of the links that fulfil these conditions too."""
        return replace(self, conditions=[*self.conditions, *conditions])

    def _select(self, links: FromClause, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
        return select(*columns).select_from(links).where(SOURCE.is_not(None), TARGET.is_not(None), *self.conditions)


class HeaviestEdges(NamedTuple):
    """The heaviest edges, as pairs of source and target, and the numbers of all edges and nodes."""

    pairs: list[Pair]
    all_edges: int = 0
    all_nodes: int = 0

    @property
    def ends(self) -> set[int]:
        """The nodes at these edges."""
        return {end for pair in self.pairs for end in pair}


def get_graph(connection: Connection, query: GraphQuery) -> Graph:
    """Return who speaks about whom: the heaviest ``limit`` edges, those of ``focus`` before those of its neighbours.

    Returns:
        Nodes and edges by claims, most first, then by id. Nodes count all filtered claims, not only those of these edges. With an
        unknown ``focus`` the graph is empty; with one that has no link it is this node alone. Where more than 10,000 claims pass the
        filters, it is the graph of the latest; with ``focus`` of the latest near it. At most ten statements.
    """
    focus = _survivor(connection, query.focus)
    counted = _find_claims(connection, query, focus)
    links = _links_of(connection, counted)
    chosen = _heaviest(connection, links.where(*_near_focus(query, focus, links)), focus, query.limit)
    graph = Graph(
        nodes=_nodes(connection, links, chosen.ends | ({focus} if focus else set())),
        edges=_edges(connection, links, chosen.pairs),
        left_out=GraphLeftOut(
            edges=chosen.all_edges - len(chosen.pairs),
            nodes=chosen.all_nodes - len(chosen.ends),
            claims=len(counted.numbers) - connection.execute(links.select(CLAIMS)).scalar_one(),
        ),
    )
    return graph if counted.cut_to is None else Graph(**graph, counted=counted.cut_to)


def _find_claims(connection: Connection, query: GraphQuery, focus: int | None) -> Counted:
    """Find the claims under the filters; if they are too many to be counted, those near the focus."""
    where = claim_filters.conditions(connection, query, MOST_COUNTED)
    counted = find_counted(connection, claims, where, SAID)
    if focus is None or not counted.is_cut:
        return counted
    of_focus = find_counted(connection, claims, [*where, claims.c.number.in_(_claims_at_ends([focus]))], SAID)
    if query.depth == 1:
        return of_focus
    links = _links_of(connection, of_focus).where(*_touching([focus]))
    neighbours = {focus, *(end for ends in connection.execute(links.select(SOURCE, TARGET).distinct()) for end in ends)}
    return find_counted(connection, claims, [*where, claims.c.number.in_(_claims_at_ends([*neighbours]))], SAID)


def _links_of(connection: Connection, counted: Counted) -> Links:
    return Links([is_one_of(connection, CLAIM, counted.numbers)])


def _survivor(connection: Connection, entity_id: str | None) -> int | None:
    if entity_id is None:
        return None
    return connection.execute(
        select(entities.c.number).where(is_survivor_of(entities.c.number, value_parameter(entity_id)))
    ).scalar_one_or_none()


def _near_focus(query: GraphQuery, focus: int | None, links: Links) -> Conditions:
    """Return the condition that a link touches the focus, or with depth 2 its neighbours; none without a focus."""
    if query.focus is None:
        return []
    if focus is None:
        return [false()]
    of_focus = _touching([focus])
    if query.depth == 1:
        return of_focus
    neighbours = union(*(links.where(*of_focus).select(end.label("number")) for end in (SOURCE, TARGET))).cte("neighbours")
    return _touching(select(neighbours.c.number))


def _touching(numbers: Sequence[int] | Select[Any]) -> Conditions:
    """Return the conditions that a link begins or ends at one of these. Two indexes find the claims first, since none answers an OR."""
    return [CLAIM.in_(_claims_at_ends(numbers)), or_(SOURCE.in_(numbers), TARGET.in_(numbers))]


def _claims_at_ends(numbers: Sequence[int] | Select[Any]) -> CompoundSelect[int]:
    by_speaker, by_topic = claim_abouts.alias("by_speaker"), claim_abouts.alias("by_topic")
    return union(
        select(by_speaker.c.claim_number).where(by_speaker.c.speaker_number.in_(numbers)),
        select(by_topic.c.claim_number).where(by_topic.c.entity_number.in_(numbers)),
    )


def _heaviest(connection: Connection, links: Links, focus: int | None, limit: int) -> HeaviestEdges:
    """Return the heaviest edges, and count all edges and nodes in the same pass over the claims."""
    pairs = links.select(SOURCE.label("source"), TARGET.label("target"), CLAIMS.label("number"))
    edges = pairs.group_by(SOURCE, TARGET).cte("edges")
    ends = union(select(edges.c.source), select(edges.c.target)).subquery()
    all_edges, all_nodes = (select(func.count()).select_from(counted).scalar_subquery() for counted in (edges, ends))
    of_focus = [or_(edges.c.source == focus, edges.c.target == focus).desc()] if focus else []
    rows = select(edges.c.source, edges.c.target, all_edges.label("all_edges"), all_nodes.label("all_nodes")).select_from(_with_ends(edges))
    heaviest = connection.execute(rows.order_by(*of_focus, edges.c.number.desc(), source.c.id, target.c.id).limit(limit)).all()
    return HeaviestEdges([(row.source, row.target) for row in heaviest], *(heaviest[0][2:] if heaviest else ()))


def _with_ends(pairs: FromClause) -> FromClause:
    """Join the entities at both ends, whose ids order equally heavy edges."""
    return pairs.join(source, source.c.number == pairs.c.source).join(target, target.c.number == pairs.c.target)


def _edges(connection: Connection, links: Links, pairs: Sequence[Pair]) -> list[GraphEdge]:
    """Build these edges. Besides the pairs, sources and targets are conditions: indexes find these, and none finds pairs."""
    ends = [SOURCE.in_({speaker for speaker, _ in pairs}), TARGET.in_({topic for _, topic in pairs})]
    chosen = links.where(*ends, tuple_(SOURCE, TARGET).in_(pairs))
    columns = [SOURCE.label("source"), TARGET.label("target"), CLAIM.label("claim"), about.c.article_number.label("article")]
    # DISTINCT makes SQLite find the links before their articles; else it may begin with the articles, at several times the cost.
    distinct_links = chosen.select(*columns).distinct().subquery()
    counts = _count_columns(distinct_links.c.claim, containing_article)
    with_article = distinct_links.join(containing_article, containing_article.c.number == distinct_links.c.article)
    rows = select(distinct_links.c.source, distinct_links.c.target, *counts).select_from(with_article)
    counted = rows.group_by(distinct_links.c.source, distinct_links.c.target).subquery()
    ends_ids = source.c.id.label("source_id"), target.c.id.label("target_id")
    edges = select(*counted.c, *ends_ids).select_from(_with_ends(counted)).order_by(counted.c.claims.desc(), *ends_ids)
    kinds, modes = _kinds_and_modes(connection, chosen)
    return [
        GraphEdge(
            source=row.source_id,
            target=row.target_id,
            counts=_three_counts(row),
            kinds=by_count(kinds[row.source, row.target]),
            modes=by_count(modes[row.source, row.target]),
        )
        for row in connection.execute(edges)
    ]


def _kinds_and_modes(connection: Connection, links: Links) -> tuple[Tallies, Tallies]:
    by = (SOURCE, TARGET, claims.c.kind, claims.c.mode)
    kinds, modes = defaultdict[Pair, Counter[str]](Counter), defaultdict[Pair, Counter[str]](Counter)
    for speaker, topic, kind, mode, number in connection.execute(links.select_with_claims(*by, CLAIMS).group_by(*by)):
        kinds[speaker, topic][kind] += number
        modes[speaker, topic][mode] += number
    return kinds, modes


def _nodes(connection: Connection, links: Links, numbers: set[int]) -> list[GraphNode]:
    """Build the nodes, and a focus without links."""
    counted = _node_counts(links, numbers)
    number = func.coalesce(counted.c.claims, 0).desc()
    with_counts = entities.outerjoin(counted, counted.c.node == entities.c.number)
    rows = select(*entity_columns(entities, "entity"), *counted.c).select_from(with_counts).where(entities.c.number.in_(numbers))
    return [
        GraphNode(
            **cast(EntityRef, entity_ref(row, "entity")),
            counts=_three_counts(row),
            speaks=row.speaks or 0,
            spoken_about=row.spoken_about or 0,
        )
        for row in connection.execute(rows.order_by(number, entities.c.id))
    ]


def _node_counts(links: Links, numbers: set[int]) -> FromClause:
    """Select (node, claims, articles, outlets, speaks, spoken_about). Each end of the links is read by its own index."""
    claim, article = CLAIM.label("claim"), about.c.article_number.label("article")
    speaks = links.where(SOURCE.in_(numbers)).select(SOURCE.label("node"), claim, article, CLAIM.label("said"), null().label("heard"))
    spoken_about = links.where(TARGET.in_(numbers)).select(TARGET.label("node"), claim, article, null().label("said"), CLAIM.label("heard"))
    ends = union_all(speaks, spoken_about).subquery()
    roles = [func.count(ends.c.said.distinct()).label("speaks"), func.count(ends.c.heard.distinct()).label("spoken_about")]
    rows = select(ends.c.node, *_count_columns(ends.c.claim, containing_article), *roles)
    return rows.select_from(ends.join(containing_article, containing_article.c.number == ends.c.article)).group_by(ends.c.node).subquery()


def _count_columns(claim: ColumnElement[Any], article: FromClause) -> list[ColumnElement[int]]:
    columns = {"claims": claim, "articles": article.c.number, "outlets": article.c.publisher_folded}
    return [func.count(column.distinct()).label(name) for name, column in columns.items()]


def _three_counts(row: Any) -> ThreeCounts:
    return ThreeCounts(claims=row.claims or 0, articles=row.articles or 0, outlets=row.outlets or 0)
