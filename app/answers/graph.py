"""JSON answers for the graph: who speaks about whom."""

from typing import Annotated, NotRequired

from pydantic import Field

from app.answers.entities import CountOut
from app.answers.parts import AnswerObject, EntityId, EntityRef, Example


class ThreeCounts(AnswerObject):
    """Claims, articles and outlets are three numbers."""

    claims: Annotated[int, Example(12, "Distinct claims.")]
    articles: Annotated[int, Example(3, "Articles in which these claims stand.")]
    outlets: Annotated[int, Example(2, "Their publishers; an article without one counts in none.")]


class GraphNode(EntityRef):
    """Somebody who speaks or is spoken about."""

    counts: Annotated[ThreeCounts, Field(description="Of the filtered claims that make its edges, those left out too.")]
    speaks: Annotated[int, Example(9, "Filtered claims that it makes about any entity.")]
    spoken_about: Annotated[int, Example(3, "Filtered claims about it that have a speaker.")]


class GraphEdge(AnswerObject):
    """One speaks about another: how often, in what kinds and modes."""

    source: Annotated[EntityId, Field(description="The node that speaks.")]
    target: Annotated[EntityId, Field(description="The node that is spoken about; the same one where somebody speaks about themselves.")]
    counts: Annotated[ThreeCounts, Field(description="Of the filtered claims in which the one speaks about the other.")]
    kinds: Annotated[list[CountOut], Field(description="Its claims by kind, commonest first.")]
    modes: Annotated[list[CountOut], Field(description="Its claims by mode, commonest first.")]


class GraphLeftOut(AnswerObject):
    """What would be in the graph, but for its limits."""

    edges: Annotated[
        int,
        Example(
            0,
            "Edges of the question beyond `limit`. The question without `focus`: all edges of the filtered claims. With it, at depth 1: "
            "those with the focus at an end; at depth 2: those with the focus, or any entity that shares an edge with it, at an end.",
        ),
    ]
    nodes: Annotated[int, Example(0, "Nodes that only those edges have.")]
    claims: Annotated[
        int, Example(4, "Filtered claims, whatever the focus, that name no speaker or are about no entity: they make no edge anywhere.")
    ]


class Graph(AnswerObject):
    """Who speaks about whom."""

    nodes: Annotated[list[GraphNode], Field(description="By claims, most first, then by id.")]
    edges: Annotated[list[GraphEdge], Field(description="By claims, most first, then by source and target.")]
    left_out: Annotated[GraphLeftOut, Field(description="What did not fit, or makes no edge.")]
    counted: NotRequired[
        Annotated[
            int,
            Example(
                3_000,
                "There only where more claims pass the filters: the graph is of so many, those said last; with `focus` near it.",
            ),
        ]
    ]
