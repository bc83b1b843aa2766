"""Ids that are derived here again are those that On Record gives."""

from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.numbering import assign_ids
from tests.benchmark.archives.documents import documents
from tests.benchmark.archives.reference.ids import ids_of


def test_ids_are_those_of_on_record() -> None:
    for document in documents(1_000):
        given, derived = assign_ids(KnowledgeDocument.model_validate(document)), ids_of(document)
        assert (given.article_id, given.entities) == (derived.article, derived.entities)
        assert (given.claims, given.events) == (derived.claims, derived.events)
