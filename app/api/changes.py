"""Routes of the feed of changes."""

from app.answers.changes import ChangeOut
from app.answers.pages import ChangePage
from app.api.serving.feeds import FeedEndpoint
from app.api.serving.openapi import list_docs
from app.parameters.changes import ChangeQuery
from app.queries.following import changes

ENDPOINTS = (
    FeedEndpoint(
        path="/changes",
        operation_id="listChanges",
        tag="changes",
        description="List what was added, changed, merged and withdrawn, in order. Whoever reads again what it names has an exact copy. "
        "With `Accept: text/event-stream` the answer does not end: each change comes as an event once it is committed. The header "
        "`Last-Event-ID` continues behind an event.",
        model=ChangePage,
        responses=list_docs(followed=True),
        query_model=ChangeQuery,
        read=changes.list_changes,
        item_type=ChangeOut,
    ),
)
