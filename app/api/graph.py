"""The route of the graph: who speaks about whom."""

from app.answers.graph import Graph
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.openapi import thing_docs
from app.parameters.graph import GraphQuery
from app.queries.graph import get_graph

ENDPOINTS = (
    ListEndpoint(
        path="/graph",
        operation_id="getGraph",
        tag="graph",
        description="""Get who speaks about whom: the heaviest edges of the filtered claims, their nodes, and how much was left out.

        An edge leads from a speaker to an entity that the speaker's claims are about. Filters choose whole claims: one that is about two
        entities makes two edges, also with `about` of one of them.
        """,
        model=Graph,
        responses=thing_docs(),
        query_model=GraphQuery,
        read=get_graph,
    ),
)
