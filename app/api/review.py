"""Routes of review: what waits for a look, and the search of hidden texts."""

from typing import Any

from sqlalchemy import Connection

from app.answers.edits import HiddenTextPage, QueuePage
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.openapi import list_docs
from app.errors import NotFound
from app.parameters.review import HiddenTextQuery, QueueQuery
from app.queries.queueing.hidden_texts import list_hidden_texts
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
    ListEndpoint(
        path="/hidden-texts",
        operation_id="searchHiddenTexts",
        tag="review",
        description="Search texts that policies hide, latest published first. A page looks through `limit` articles and lists those of "
        "which the text has all words, so that it may be short, or empty, and is the last only without `next_cursor`.",
        model=HiddenTextPage,
        responses=list_docs(exported=False),
        query_model=HiddenTextQuery,
        read=list_hidden_texts,
        scope="review",
        is_bounded=lambda query: False,
    ),
)
