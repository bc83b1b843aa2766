"""Load documents, each call in a transaction of its own."""

from collections.abc import Sequence

from sqlalchemy import Engine

from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused
from app.ingest.preparing.documents import PreparedDocument, prepare
from app.ingest.writing.decisions import Outcome
from app.ingest.writing.transactions import transaction


def load_document(engine: Engine, document: KnowledgeDocument) -> Outcome:
    """Load a document.

    Raises:
        DocumentRefused: its spans do not fit the text that is attached to the article; nothing was loaded.
    """
    (outcome,) = load_batch(engine, [prepare(document)])
    if isinstance(outcome, DocumentRefused):
        raise outcome
    return outcome


def load_batch(engine: Engine, batch: Sequence[PreparedDocument]) -> list[Outcome | DocumentRefused]:
    """Load documents together; return their outcomes in order."""
    with transaction(engine) as write:
        return write(batch)
