"""The route of the search over claims, events, entities and articles."""

from app.answers.search import SearchPage
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.openapi import list_docs
from app.parameters.search import SearchQuery
from app.queries.search import search

ENDPOINTS = (
    ListEndpoint(
        path="/search",
        operation_id="search",
        tag="search",
        description="""Search claims, events, entities and articles at once, best first. A hit carries what the list of its type gives.

        All words must be found in one thing: in gist, quote or speaker of a claim; in title, place or participants of an event; in name,
        aliases or descriptor of an entity; in title, publisher, byline or text of an article. `prefix=true` is for type-ahead.
        The first 500 of each type are ranked, in the order of that type's list; `complete` tells whether that is all.
        """,
        model=SearchPage,
        responses=list_docs(exported=False),
        query_model=SearchQuery,
        read=search,
    ),
)
