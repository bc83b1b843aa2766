"""Documents that are loaded over edits of people: the edits stay on top of them."""

from collections.abc import Sequence

from sqlmodel import Session

from app.ingest.preparing.documents import PreparedDocument, with_text
from app.ingest.preparing.edits import ThingEdit
from app.queries.administering.edits import list_edits


def with_edits_of_people(session: Session, documents: Sequence[PreparedDocument]) -> list[PreparedDocument]:
    """Return the documents, with what people edited of their claims and events."""
    by_article = list_edits(session.connection(), [document.article_id for document in documents])
    return [
        with_text(document, document.text, [ThingEdit(row.thing_id, row.after, row.number) for row in by_article[document.article_id]])
        if document.article_id in by_article
        else document
        for document in documents
    ]
