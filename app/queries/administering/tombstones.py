"""Read the tombstones of withdrawn articles."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from app.errors import NotFound, OnRecordError, Withdrawn
from app.queries.tables import tombstones

ROWS_AT_ONCE = 200


def missing_article(connection: Connection, article_id: str) -> OnRecordError:
    """Return the error that says why there is no article with this id: it was withdrawn, or there never was one."""
    tombstone = find_tombstones(connection, [article_id]).get(article_id)
    if tombstone is None:
        return NotFound(f"There is no article {article_id!r}.")
    return Withdrawn(article_id, tombstone.withdrawn_at, tombstone.reason)


def find_tombstones(connection: Connection, article_ids: Collection[str]) -> dict[str, Row[Any]]:
    """Return the tombstones of those of these articles that were withdrawn, by id."""
    found = select(tombstones).where(tombstones.c.article_id.in_(article_ids))
    return {row.article_id: row for row in connection.execute(found)}


def list_tombstones(connection: Connection) -> Iterator[Row[Any]]:
    """Yield all tombstones, latest first, then by id, some at a time."""
    order = tombstones.c.withdrawn_at.desc(), tombstones.c.article_id
    yield from connection.execution_options(yield_per=ROWS_AT_ONCE).execute(select(tombstones).order_by(*order))


def list_unscrubbed(connection: Connection) -> list[str]:
    """Return the withdrawn articles of which some bytes may still be in the files of the database."""
    return list(connection.execute(select(tombstones.c.article_id).where(tombstones.c.scrubbed_at.is_(None))).scalars())
