"""Entities that change by a load or a removal, beside those that its articles name: their rows in the feed."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlmodel import Session, col

from app.database.tables import Appearance, Entity
from app.ingest.writing.feed.changes import ChangeLog
from app.ingest.writing.numbers import IDS_PER_STATEMENT, chunks
from app.ingest.writing.resolving.resolution import Changes


def ids_named_in(session: Session, articles: Collection[int]) -> dict[int, str]:
    """Return the entities, as resolved, that these articles name: ids by number."""
    at = col(Entity.number) == col(Appearance.entity_number)
    named = select(col(Entity.number), col(Entity.id)).distinct().join_from(Appearance, Entity, at)
    return dict(session.connection().execute(named.where(col(Appearance.article_number).in_(articles))).all())


def log_orphans(session: Session, log: ChangeLog, orphans: Collection[int], ids_before: Mapping[int, str]) -> None:
    """Log entities that no article names any more, before those of them that have a name are removed.

    Unnamed ones went with their article, and may have come back with its next document, under the same id.

    Args:
        ids_before: ids of entities that the removed articles named.
    """
    gone = {ids_before[number] for number in orphans if number in ids_before}
    came_back = set(session.scalars(select(col(Entity.id)).where(col(Entity.id).in_(gone))))
    log.add("entity", "deleted", sorted({*_ids_of(session, orphans), *(gone - came_back)}))


def log_entities(
    session: Session, log: ChangeLog, changes: Changes, added: Collection[int], renamed: set[int], no_longer_named: set[int]
) -> None:
    """Log changes of entities, after they were applied.

    Merged are those that now stand for another; resolved are those which show in articles that name them under another id, name or kind
    than before; only updated are those that lost members, or are no longer named by an article that named them.

    Args:
        added: entities that the batch itself brought: the rows of the articles that name them stand for them.
        renamed: entities whose name or kind is another than before the batch.
        no_longer_named: entities that an article of the batch named before, and that none of the batch names now.
    """
    moved = {key: survivor for key, survivor in changes.survivors.items() if key not in added}
    merged = {key for key, survivor in moved.items() if key != survivor}
    resolved = {*moved.values(), *(number for number in renamed if number not in added)} - merged
    updated = ({changes.former[key] for key in moved} | no_longer_named) - merged - resolved - changes.orphans
    log.add("entity", "merged", _ids_of(session, merged))
    log.add("entity", "resolved", _ids_of(session, resolved))
    log.add("entity", "updated", _ids_of(session, updated))


def _ids_of(session: Session, numbers: Collection[int]) -> list[str]:
    """Return the ids of entities, in order."""
    return sorted(
        key
        for chunk in chunks(sorted(numbers), IDS_PER_STATEMENT)
        for key in session.scalars(select(col(Entity.id)).where(col(Entity.number).in_(chunk)))
    )
