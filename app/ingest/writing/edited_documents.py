"""Documents that are loaded over edits and policies of articles that are stored: both stay."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app.ingest.preparing.documents import PreparedDocument, with_text
from app.ingest.preparing.edits import ThingEdit
from app.queries.administering.edits import list_edits
from app.terms.vocabulary import TextPolicy


def with_edits_and_policies(session: Session, documents: Sequence[PreparedDocument], stored: Mapping[str, Any]) -> list[PreparedDocument]:
    """Return the documents, with what people edited of their claims and events, under the policies that their articles have.

    Args:
        stored: rows with ``text_policy``, by article id.
    """
    by_article = list_edits(session.connection(), [document.article_id for document in documents])
    return [_prepare_again(each, by_article.get(each.article_id, ()), stored.get(each.article_id)) for each in documents]


def _prepare_again(document: PreparedDocument, edits: Sequence[Any], stored: Any) -> PreparedDocument:
    policy: TextPolicy = document.text_policy if stored is None else stored.text_policy or "full"
    if not edits and policy == document.text_policy:
        return document
    return with_text(document, document.text, [ThingEdit(row.thing_id, row.after, row.number) for row in edits], policy)
