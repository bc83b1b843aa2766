"""Documents that are loaded over edits of people: the edits stay on top of them."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from app.errors import DocumentRefused
from app.ingest.preparing.documents import PreparedDocument, with_text
from app.ingest.preparing.edits import ThingEdit
from app.queries.administering.edits import list_edits


def with_edits_of_people(session: Session, documents: Sequence[PreparedDocument]) -> list[PreparedDocument]:
    """Return the documents, with what people edited of their claims and events."""
    by_article = list_edits(session.connection(), [document.article_id for document in documents])
    return [
        _edited(document, [ThingEdit(row.thing_id, row.after) for row in by_article[document.article_id]])
        if document.article_id in by_article
        else document
        for document in documents
    ]


def _edited(document: PreparedDocument, edits: Iterable[ThingEdit]) -> PreparedDocument:
    """Return the document with those edits that fit it. Another text may lack the passage that one rests on."""
    edited, fitting = document, list[ThingEdit]()
    for edit in edits:
        try:
            edited = with_text(document, document.text, [*fitting, edit])
        except DocumentRefused:
            continue
        fitting.append(edit)
    return edited
