"""Withdraw articles: everything of them goes in one transaction, and a tombstone stays; lift tombstones again."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Engine, delete, insert, select, update
from sqlmodel import Session, col

from app.database.engines import write_session
from app.database.tables.articles import Article
from app.database.tables.claims import Claim
from app.database.tables.edits import Edit
from app.database.tables.events import Event
from app.database.tables.tombstones import Tombstone
from app.database.tables.version import DATABASE_ID_LENGTH, DataVersion
from app.errors import EditConflict, NotFound, Withdrawn
from app.ingest.administering.inbox import forget_posted
from app.ingest.administering.layers import forget_layers, names_of
from app.ingest.administering.restrictions import Withdrawal
from app.ingest.administering.webhooks import announce_restored
from app.ingest.writing.batches import BatchWriter
from app.ingest.writing.edit_numbers import raise_edit_numbers
from app.ingest.writing.feed.changes import ChangeLog, raise_version
from app.ingest.writing.numbers import IDS_PER_STATEMENT, chunks
from app.ingest.writing.revising import revisions
from app.queries.administering.edits import get_edit_number
from app.queries.administering.tombstones import find_tombstones

REMOVED_AT_ONCE = 100  # articles, whose entities are counted anew together


class RemovedArticle(NamedTuple):
    """An article whose rows were removed, and how many claims and events went with it."""

    number: int
    id: str
    title: str
    claims: int
    events: int


def withdraw(
    engine: Engine, article_ids: Sequence[str], reason: str, actor: str | None, numbers: Collection[int] | None = None
) -> list[RemovedArticle | Withdrawn]:
    """Remove all rows of these articles, and leave a tombstone for each.

    What only they named or joined goes, too: the archive then answers as if it never had them.

    Args:
        numbers: the edit numbers that the articles may have; None for any.

    Returns:
        What was removed, by article, in order; for one that was withdrawn before, this error in its place.

    Raises:
        NotFound: there is no such article; then nothing is removed.
        EditConflict: one has another number; then nothing is removed.
    """
    with write_session(engine) as session:
        found = _find(session, list(dict.fromkeys(article_ids)))
        removed = [article for article in found if isinstance(article, RemovedArticle)]
        for article in removed if numbers is not None else ():
            _require_number(session, article.id, numbers or ())
        if removed:
            now = datetime.now(UTC)
            _take(session, removed, [Withdrawal(article.id, now, actor, reason) for article in removed])
    return found


def withdraw_again(engine: Engine, withdrawals: Sequence[Withdrawal]) -> list[RemovedArticle]:
    """Withdraw what was withdrawn after the backup from which this database was restored, and give the database a new id.

    Tombstones keep time, actor and reason. Articles that this database does not have get theirs, too: later loads skip them. By
    the id clients tell that the versions that follow are others than those that they know; webhooks are sent it.

    Returns:
        The articles that this database had.
    """
    with write_session(engine) as session:
        by_id = {each.article_id: each for each in withdrawals}
        for chunk in chunks(list(by_id), IDS_PER_STATEMENT):
            for known in find_tombstones(session.connection(), chunk):
                del by_id[known]
        removed = [article for chunk in chunks(list(by_id), IDS_PER_STATEMENT) for article in _find_stored(session, chunk)]
        _take(session, removed, list(by_id.values()))
        session.execute(update(DataVersion).values(database_id=uuid4().hex[:DATABASE_ID_LENGTH]))
        announce_restored(session)
    return removed


def lift(engine: Engine, article_ids: Sequence[str]) -> None:
    """Remove the tombstones of these articles, so that their documents can be loaded again.

    Raises:
        NotFound: one of them was not withdrawn; then none is lifted.
    """
    changes = ChangeLog()
    with write_session(engine) as session:
        for chunk in chunks(list(dict.fromkeys(article_ids)), IDS_PER_STATEMENT):
            stored = find_tombstones(session.connection(), chunk)
            if missing := [article_id for article_id in chunk if article_id not in stored]:
                raise NotFound(f"No article of this id was withdrawn: {', '.join(missing)}.")
            session.execute(delete(Tombstone).where(col(Tombstone.article_id).in_(chunk)))
            changes.add("article", "undeleted", chunk)
        raise_version(session, 1, changes)


def mark_scrubbed(engine: Engine, article_ids: Sequence[str]) -> None:
    """Note at these tombstones that the bytes of their articles are gone from the files of the database, too."""
    with write_session(engine) as session:
        for chunk in chunks(article_ids, IDS_PER_STATEMENT):
            session.execute(update(Tombstone).where(col(Tombstone.article_id).in_(chunk)).values(scrubbed_at=datetime.now(UTC)))


def _take(session: Session, removed: Sequence[RemovedArticle], withdrawals: Sequence[Withdrawal]) -> None:
    """Remove these articles, leave tombstones of these withdrawals, and raise the data version."""
    ids = [each.article_id for each in withdrawals]
    changes = ChangeLog()
    changes.add("article", "deleted", ids)
    numbers = [article.number for article in removed]
    named = names_of(session, removed)
    _raise_numbers(session, removed)
    _remove(session, numbers, changes)
    _forget_edits(session, ids)
    forget_layers(session, named)
    for chunk in chunks(ids, IDS_PER_STATEMENT):
        forget_posted(session, chunk)
    revisions.forget(session, ids)
    if withdrawals:
        session.connection().execute(insert(Tombstone), [{**each._asdict(), "scrubbed_at": None} for each in withdrawals])
    raise_version(session, max(len(ids), 1), changes)


def _find(session: Session, article_ids: Sequence[str]) -> list[RemovedArticle | Withdrawn]:
    found: dict[str, RemovedArticle | Withdrawn] = {}
    for chunk in chunks(article_ids, IDS_PER_STATEMENT):
        stones = find_tombstones(session.connection(), chunk)
        found |= {key: Withdrawn(key, stone.withdrawn_at, stone.reason) for key, stone in stones.items()}
        found |= {article.id: article for article in _find_stored(session, chunk)}
    if missing := [article_id for article_id in article_ids if article_id not in found]:
        raise NotFound(f"There is no article {', '.join(map(repr, missing))}. Nothing was withdrawn.")
    return [found[article_id] for article_id in article_ids]


def _find_stored(session: Session, article_ids: Sequence[str]) -> list[RemovedArticle]:
    columns = select(*(col(getattr(Article, name)) for name in RemovedArticle._fields))
    return [RemovedArticle(*row) for row in session.connection().execute(columns.where(col(Article.id).in_(article_ids)))]


def _remove(session: Session, numbers: Sequence[int], changes: ChangeLog) -> None:
    writer = BatchWriter(session, changes)
    for chunk in chunks(numbers, REMOVED_AT_ONCE):
        writer.remove(chunk)
    writer.finish()


def _forget_edits(session: Session, article_ids: Sequence[str]) -> None:
    """Remove what people changed in articles, with the values before."""
    for chunk in chunks(article_ids, IDS_PER_STATEMENT):
        session.execute(delete(Edit).where(col(Edit.article_id).in_(chunk)))


def _raise_numbers(session: Session, articles: Sequence[RemovedArticle]) -> None:
    """Raise the edit numbers of articles and of all in them, so that no ETag of today fits when they should come back."""
    for chunk in chunks([article.number for article in articles], REMOVED_AT_ONCE):
        things = [
            key for table in (Claim, Event) for key in session.scalars(select(col(table.id)).where(col(table.article_number).in_(chunk)))
        ]
        for some in chunks(things, IDS_PER_STATEMENT):
            raise_edit_numbers(session, some)
    for ids in chunks([article.id for article in articles], IDS_PER_STATEMENT):
        raise_edit_numbers(session, ids)


def _require_number(session: Session, article_id: str, numbers: Collection[int]) -> None:
    number = get_edit_number(session.connection(), article_id)
    if number not in numbers:
        raise EditConflict(article_id, number)
