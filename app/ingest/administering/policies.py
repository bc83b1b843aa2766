"""Change the policies of articles: what of their texts everybody may see. Their rows are written anew."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Engine, insert, select
from sqlmodel import Session, col

from app.database.engines import write_session
from app.database.tables.articles import Article, Document
from app.database.tables.edits import Edit
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused, EditConflict
from app.ingest.preparing.documents import PreparedDocument, prepare
from app.ingest.preparing.edits import ThingEdit
from app.ingest.reading.validation import faults_of
from app.ingest.writing.edit_numbers import raise_edit_numbers
from app.ingest.writing.transactions import replace_article
from app.queries.administering.edits import get_edit_number, list_edits
from app.queries.administering.tombstones import missing_article
from app.queries.documents import with_text
from app.queries.rendering.hidden_text import KEPT_TEXT
from app.terms.vocabulary import TextPolicy


class Setter(NamedTuple):
    """Who sets a policy, and why."""

    actor: str | None
    reason: str | None


NOBODY = Setter(None, None)


def set_policy(engine: Engine, article_id: str, policy: TextPolicy, numbers: Collection[int] | None = None, by: Setter = NOBODY) -> bool:
    """Set what everybody may see of an article's text, and keep who did it. Return whether it was another policy before.

    Args:
        numbers: the edit numbers that the article may have; None for any.
        by: whom the history names.

    Raises:
        NotFound: there is no such article.
        Withdrawn: it was withdrawn.
        EditConflict: it was changed meanwhile.
        DocumentRefused: its document is not valid in this version.
    """
    with write_session(engine) as session:
        stored = _find(session, article_id)
        number = get_edit_number(session.connection(), article_id)
        if numbers is not None and number not in numbers:
            raise EditConflict(article_id, number)
        is_another = policy != (stored.text_policy or "full")
        if is_another:
            raise_edit_numbers(session, [article_id])
            _note(session, stored, policy, by)
            replace_article(session, _prepare(session, stored, policy), stored.number)
        return is_another


def _note(session: Session, stored: Any, policy: TextPolicy, by: Setter) -> None:
    before, after = ({"text_policy": each} for each in (stored.text_policy or "full", policy))
    row = {"thing_id": stored.id, "article_id": stored.id, "at": datetime.now(UTC), **by._asdict(), "before": before, "after": after}
    session.connection().execute(insert(Edit), [row])


def _find(session: Session, article_id: str) -> Any:
    columns = col(Article.id), col(Article.number), col(Article.text_policy), KEPT_TEXT, col(Document.body), col(Document.posted_by)
    found = session.execute(select(*columns).join_from(Article, Document).where(col(Article.id) == article_id)).first()
    if found is None:
        raise missing_article(session.connection(), article_id)
    return found


def _prepare(session: Session, stored: Any, policy: TextPolicy) -> PreparedDocument:
    data = with_text(stored.body, stored.text)
    try:
        document = KnowledgeDocument.model_validate(data)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, data)) from error
    edits = list_edits(session.connection(), [stored.id]).get(stored.id, ())
    return prepare(document, stored.posted_by, [ThingEdit(row.thing_id, row.after, row.number) for row in edits], policy)
