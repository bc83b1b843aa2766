"""The route that compares claims of several speakers or publishers."""

from app.answers.comparison import Comparison
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.openapi import thing_docs
from app.parameters.comparison import CompareQuery
from app.queries import comparison

ENDPOINTS = (
    ListEndpoint(
        path="/compare",
        operation_id="compareClaims",
        tag="comparison",
        description="""Set claims side by side: of two or more speakers, or publishers, or both. Every other filter narrows every side.

        `about` or `event` makes it: who says what about this. 404 if neither speakers nor publishers are given.
        """,
        model=Comparison,
        responses=thing_docs(),
        query_model=CompareQuery,
        read=comparison.compare_claims,
        read_json=comparison.compare_claims_json,
    ),
)
