"""Read the graph: who speaks about whom in the claims that pass the filters."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection, FromClause, Select, exists, false, func, null, or_, select, tuple_, union, union_all

from app.parts import EntityRef
from app.queries import claim_filters
from app.queries.lists import Conditions
from app.queries.resolution import resolved
from app.queries.shapes import entity_columns, entity_ref
from app.queries.tables import claim_abouts, claims, entities, its_article
from app.questions import GraphQuery
from app.schemas import CountOut
from app.summaries import Graph, GraphEdge, GraphLeftOut, GraphNode, ThreeCounts

# Aliases, so that the sub-selects of filters are not taken for these. A claim that is about one entity twice has two links:
# every count is of distinct claims.
about = claim_abouts.alias("about")
LINKS = claims.join(about, about.c.claim_id == claims.c.id)
SOURCE, TARGET = claims.c.speaker_id, about.c.entity_id
CLAIMS = func.count(claims.c.id.distinct())

Pair = tuple[str, str]
Tallies = Mapping[Pair, Mapping[str, int]]


class Heaviest(NamedTuple):
    """The edges given, by source and target, and how many edges and nodes the question has."""

    pairs: list[Pair]
    all_edges: int = 0
    all_nodes: int = 0

    @property
    def ends(self) -> set[str]:
        """The nodes at the edges given."""
        return {end for pair in self.pairs for end in pair}


def get_graph(connection: Connection, query: GraphQuery) -> Graph:
    """Return who speaks about whom: the heaviest ``limit`` edges, those of ``focus`` before those of its neighbours.

    Returns:
        Nodes and edges by claims, most first, then by id. Nodes count all filtered claims, not only those of the edges given. An
        unknown ``focus`` finds nothing; one that speaks about nobody, and of whom nobody speaks, stands alone. At most six statements.
    """
    filtered = claim_filters.conditions(connection, query)
    linked = [SOURCE.is_not(None), TARGET.is_not(None), *filtered]
    focus = _survivor(connection, query.focus)
    question = [*linked, *_around(query, focus, linked)]
    given = _heaviest(connection, question, focus, query.limit)
    return Graph(
        nodes=_nodes(connection, linked, given.ends | ({focus} if focus else set())),
        edges=_edges(connection, linked, given.pairs),
        left_out=GraphLeftOut(
            edges=given.all_edges - len(given.pairs),
            nodes=given.all_nodes - len(given.ends),
            claims=_count_unlinked(connection, filtered),
        ),
    )


def _survivor(connection: Connection, entity_id: str | None) -> str | None:
    if entity_id is None:
        return None
    return connection.execute(select(entities.c.id).where(resolved(entities.c.id, [entity_id]))).scalar_one_or_none()


def _around(query: GraphQuery, focus: str | None, linked: Conditions) -> Conditions:
    """The link is of an edge that the question is about: any, one of the focus, or one of the focus or its neighbours."""
    if query.focus is None:
        return []
    if focus is None:
        return [false()]
    own = _touching([focus])
    if query.depth == 1:
        return own
    neighbours = union(*(select(end.label("id")).select_from(LINKS).where(*linked, *own) for end in (SOURCE, TARGET))).cte("neighbours")
    return _touching(select(neighbours.c.id))


def _touching(ids: Sequence[str] | Select[Any]) -> Conditions:
    """One of these stands at an end of the link. The claims are found first, by two indexes: none answers an OR over two tables."""
    spoken, heard = claims.alias("spoken"), claim_abouts.alias("heard")
    of_them = union(
        select(spoken.c.id).where(spoken.c.speaker_id.in_(ids)),
        select(heard.c.claim_id).where(heard.c.entity_id.in_(ids)),
    )
    return [claims.c.id.in_(of_them), or_(SOURCE.in_(ids), TARGET.in_(ids))]


def _heaviest(connection: Connection, question: Conditions, focus: str | None, limit: int) -> Heaviest:
    """Choose the edges, and count all in the same pass over the claims."""
    of_all = select(SOURCE.label("source"), TARGET.label("target"), CLAIMS.label("number")).select_from(LINKS).where(*question)
    edges = of_all.group_by(SOURCE, TARGET).cte("edges")
    ends = union(select(edges.c.source), select(edges.c.target)).subquery()
    all_edges, all_nodes = (select(func.count()).select_from(counted).scalar_subquery() for counted in (edges, ends))
    own = [or_(edges.c.source == focus, edges.c.target == focus).desc()] if focus else []
    rows = select(edges.c.source, edges.c.target, all_edges.label("all_edges"), all_nodes.label("all_nodes"))
    found = connection.execute(rows.order_by(*own, edges.c.number.desc(), edges.c.source, edges.c.target).limit(limit)).all()
    return Heaviest([(row.source, row.target) for row in found], *(found[0][2:] if found else ()))


def _edges(connection: Connection, linked: Conditions, pairs: Sequence[Pair]) -> list[GraphEdge]:
    """Shape the edges given. Their ends are asked for one by one too: indexes find those, and none finds pairs over two tables."""
    ends = [SOURCE.in_({source for source, _ in pairs}), TARGET.in_({target for _, target in pairs})]
    where = [*linked, *ends, tuple_(SOURCE, TARGET).in_(pairs)]
    columns = [SOURCE.label("source"), TARGET.label("target"), claims.c.id.label("claim"), claims.c.article_id.label("article")]
    # Distinct, so that the links are found before their articles: SQLite may begin with the articles otherwise, at several times the cost.
    links = select(*columns).distinct().select_from(LINKS).where(*where).subquery()
    counts = _three_counts(links.c.claim, its_article)
    with_article = links.join(its_article, its_article.c.id == links.c.article)
    rows = select(links.c.source, links.c.target, *counts).select_from(with_article).group_by(links.c.source, links.c.target)
    rows = rows.order_by(counts[0].desc(), links.c.source, links.c.target)
    kinds, modes = _kinds_and_modes(connection, where)
    return [
        GraphEdge(
            source=row.source, target=row.target, counts=_counts(row), kinds=_by_count(kinds[row[:2]]), modes=_by_count(modes[row[:2]])
        )
        for row in connection.execute(rows)
    ]


def _kinds_and_modes(connection: Connection, where: Conditions) -> tuple[Tallies, Tallies]:
    by = (SOURCE, TARGET, claims.c.kind, claims.c.mode)
    kinds, modes = defaultdict[Pair, Counter[str]](Counter), defaultdict[Pair, Counter[str]](Counter)
    for source, target, kind, mode, number in connection.execute(select(*by, CLAIMS).select_from(LINKS).where(*where).group_by(*by)):
        kinds[source, target][kind] += number
        modes[source, target][mode] += number
    return kinds, modes


def _by_count(tally: Mapping[str, int]) -> list[CountOut]:
    """Commonest first, then by value."""
    return [CountOut(value=value, count=number) for value, number in sorted(tally.items(), key=lambda one: (-one[1], one[0]))]


def _nodes(connection: Connection, linked: Conditions, ids: set[str]) -> list[GraphNode]:
    """Shape the nodes, also one that no link has."""
    counted = _counted(linked, ids)
    number = func.coalesce(counted.c.claims, 0).desc()
    with_counts = entities.outerjoin(counted, counted.c.node == entities.c.id)
    rows = select(*entity_columns(entities, "entity"), *counted.c).select_from(with_counts).where(entities.c.id.in_(ids))
    return [
        GraphNode(
            **cast(EntityRef, entity_ref(row, "entity")), counts=_counts(row), speaks=row.speaks or 0, spoken_about=row.spoken_about or 0
        )
        for row in connection.execute(rows.order_by(number, entities.c.id))
    ]


def _counted(linked: Conditions, ids: set[str]) -> FromClause:
    """Select (node, claims, articles, outlets, speaks, spoken_about): each end of a link by an index of its own, then together."""
    claim, article = claims.c.id.label("claim"), claims.c.article_id.label("article")
    speaks = select(SOURCE.label("node"), claim, article, claims.c.id.label("said"), null().label("heard"))
    spoken_about = select(TARGET.label("node"), claim, article, null().label("said"), claims.c.id.label("heard"))
    ends = union_all(
        speaks.select_from(LINKS).where(*linked, SOURCE.in_(ids)), spoken_about.select_from(LINKS).where(*linked, TARGET.in_(ids))
    ).subquery()
    roles = [func.count(ends.c.said.distinct()).label("speaks"), func.count(ends.c.heard.distinct()).label("spoken_about")]
    rows = select(ends.c.node, *_three_counts(ends.c.claim, its_article), *roles)
    return rows.select_from(ends.join(its_article, its_article.c.id == ends.c.article)).group_by(ends.c.node).subquery()


def _three_counts(claim: ColumnElement[Any], article: FromClause) -> list[ColumnElement[int]]:
    columns = {"claims": claim, "articles": article.c.id, "outlets": article.c.publisher_folded}
    return [func.count(column.distinct()).label(name) for name, column in columns.items()]


def _counts(row: Any) -> ThreeCounts:
    return ThreeCounts(claims=row.claims or 0, articles=row.articles or 0, outlets=row.outlets or 0)


def _count_unlinked(connection: Connection, filtered: Conditions) -> int:
    is_about_some = exists().where(about.c.claim_id == claims.c.id, TARGET.is_not(None))
    rows = select(func.count()).select_from(claims).where(*filtered, or_(SOURCE.is_(None), ~is_about_some))
    return connection.execute(rows).scalar_one()
