"""Read the restrictions in a SQLite file that a backup will replace."""

from collections.abc import Iterator
from datetime import UTC, datetime
from sqlite3 import Connection, DatabaseError

from app.database.backups import CopyRefused, damaged
from app.ingest.administering.restrictions import PolicyChange, Restriction, Revocation, Withdrawal

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
TOMBSTONES = "SELECT article_id, withdrawn_at, actor, reason FROM tombstones"
REVOKED = "SELECT id, revoked_at FROM api_keys WHERE revoked_at IS NOT NULL"
POLICIES = (
    "SELECT thing_id, at, actor, reason, json_extract(before, '$.text_policy'), json_extract(after, '$.text_policy') FROM edits "
    "WHERE thing_id = article_id"
)


def read_replaced(connection: Connection | None, file: str) -> list[Restriction]:
    """Return what is withdrawn, revoked and restricted in the file; nothing if there is none, or it has no tables.

    It may be at an earlier revision, so that only columns are read that all revisions of a table have.

    Raises:
        CopyRefused: it cannot be read, or is another program's.
    """
    if connection is None:
        return []
    try:
        names = {name for (name,) in connection.execute(TABLES)}
        if names and "tombstones" not in names:
            raise CopyRefused(f"{file} is no database of On Record: set ONRECORD_DATABASE_URL to the one to replace.")
        return [*_restrictions(connection, names)]
    except DatabaseError as error:
        raise damaged(file, error) from error


def _restrictions(connection: Connection, tables: set[str]) -> Iterator[Restriction]:
    if "tombstones" in tables:
        for article_id, when, *others in connection.execute(TOMBSTONES):
            yield Withdrawal(article_id, _moment(when), *others)
    if "api_keys" in tables:
        for key_id, when in connection.execute(REVOKED):
            yield Revocation(key_id, _moment(when))
    if "edits" in tables:
        for article_id, when, *others in connection.execute(POLICIES):
            yield PolicyChange(article_id, _moment(when), *others)


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
