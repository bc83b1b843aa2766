"""Routes of review: what waits for a look."""

from typing import Any

from sqlalchemy import Connection

from app.answers.edits import QueuePage
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.openapi import list_docs
from app.errors import NotFound
from app.parameters.review import QueueQuery
from app.queries.queueing.queue import list_queue

QUEUE = "queue"


def _read_queue(connection: Connection, name: str, query: QueueQuery) -> Any:
    """Read the queue. Its name stands where other addresses have an id, so that the cache takes any other for it.

    Raises:
        NotFound: it is another name.
    """
    if name != QUEUE:
        raise NotFound
    return list_queue(connection, query)


ENDPOINTS = (
    ListEndpoint(
        path=f"/review/{QUEUE}",
        operation_id="listReviewQueue",
        tag="review",
        description="List what most needs a look: clashes, orphaned edits, then what the extractor was least sure of. Each with its text, "
        "its article and why it is there. What is accepted, edited or rejected leaves the queue.",
        model=QueuePage,
        responses=list_docs(),
        query_model=QueueQuery,
        read=_read_queue,
        scope="review",
        is_bounded=lambda query: False,
    ),
)
