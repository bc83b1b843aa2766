"""Change the policies of articles: what of their texts everybody may see. Their rows are written anew."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import Session, col

from app.database.engines import read_connection, write_session
from app.database.tables.articles import Article, Document
from app.database.tables.edits import Edit
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused, EditConflict
from app.ingest.administering.restrictions import PolicyChange, policy_change
from app.ingest.preparing.documents import PreparedDocument, prepare
from app.ingest.preparing.edits import ThingEdit
from app.ingest.reading.validation import faults_of
from app.ingest.writing.edit_numbers import raise_edit_numbers
from app.ingest.writing.numbers import IDS_PER_STATEMENT, chunks
from app.ingest.writing.transactions import replace_article
from app.queries.administering.edits import get_edit_number, list_edits
from app.queries.administering.policies import get_policies, list_policy_changes
from app.queries.administering.tombstones import missing_article
from app.queries.documents import with_text
from app.queries.rendering.hidden_text import KEPT_TEXT
from app.terms.vocabulary import TextPolicy

STRICTNESS: tuple[TextPolicy, ...] = get_args(TextPolicy)  # each shows less than the one before


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
            change = PolicyChange(article_id, datetime.now(UTC), *by, stored.text_policy or "full", policy)
            _change(session, stored, policy, [change])
        return is_another


def restrict_again(engine: Engine, changes: Iterable[PolicyChange]) -> int:
    """Set the policies anew that were made stricter after the backup from which this database was restored.

    The history gets the changes that it lacks. An article of which the latest change, also among those that are stored, is no
    stricter than its policy here stays as it is, and so does one that is not here.

    Returns:
        How many articles show less than before.
    """
    by_article: dict[str, set[PolicyChange]] = defaultdict(set)
    for change in changes:
        by_article[change.article_id].add(change)
    with read_connection(engine) as connection:
        chosen = [each for chunk in chunks(list(by_article), IDS_PER_STATEMENT) for each in _stricter(connection, chunk, by_article)]
    for article_id, policy, lacking in chosen:
        with write_session(engine) as session:
            _change(session, _find(session, article_id), policy, lacking)
    return len(chosen)


def _stricter(
    connection: Connection, article_ids: Sequence[str], changes: Mapping[str, set[PolicyChange]]
) -> Iterator[tuple[str, TextPolicy, list[PolicyChange]]]:
    """Yield which of these articles get which policy, and the changes that their histories lack, in order."""
    known: dict[str, set[PolicyChange]] = defaultdict(set)
    for change in map(policy_change, list_policy_changes(connection, article_ids)):
        known[change.article_id].add(change)
    for article_id, policy in get_policies(connection, article_ids).items():
        latest = max(known[article_id] | changes[article_id], key=lambda change: change.at)
        if STRICTNESS.index(latest.after) > STRICTNESS.index(policy):
            yield article_id, latest.after, sorted(changes[article_id] - known[article_id], key=lambda change: change.at)


def _change(session: Session, stored: Any, policy: TextPolicy, changes: Sequence[PolicyChange]) -> None:
    """Write the rows of an article anew for a policy, and these changes into its history."""
    for change in changes:
        raise_edit_numbers(session, [stored.id])
        before, after = {"text_policy": change.before}, {"text_policy": change.after}
        who = {"at": change.at, "actor": change.actor, "reason": change.reason}
        session.execute(insert(Edit).values(thing_id=stored.id, article_id=stored.id, **who, before=before, after=after))
    replace_article(session, _prepare(session, stored, policy), stored.number)


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
