"""Withdrawals as lines of JSON, by which a restored database learns what was withdrawn after its backup."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from sqlite3 import Connection, DatabaseError
from typing import Annotated, Any, NamedTuple

import orjson
from pydantic import AwareDatetime, BaseModel, StringConstraints, ValidationError
from sqlalchemy import Row

from app.database.backups import CopyRefused, damaged
from app.errors import OnRecordError
from app.parameters.listing import ArticleId

TOMBSTONES = "SELECT article_id, withdrawn_at, actor, reason FROM tombstones"


class LinesRefused(OnRecordError):
    """The file holds something else than tombstones."""


class Withdrawal(NamedTuple):
    """An article that was withdrawn: when, by whom, why."""

    article_id: str
    withdrawn_at: datetime
    actor: str | None
    reason: str


class _Line(BaseModel):
    id: ArticleId
    withdrawn_at: AwareDatetime
    actor: str | None = None
    reason: Annotated[str, StringConstraints(min_length=1)]


def line_of(tombstone: Row[Any]) -> dict[str, str | None]:
    """Return a tombstone as ``read_lines`` reads it, with when its bytes were gone from the files of the database."""
    scrubbed_at = tombstone.scrubbed_at
    return {
        "id": tombstone.article_id,
        "withdrawn_at": f"{tombstone.withdrawn_at:%Y-%m-%dT%H:%M:%SZ}",
        "actor": tombstone.actor,
        "reason": tombstone.reason,
        "scrubbed_at": scrubbed_at and f"{scrubbed_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def read_lines(lines: Iterable[bytes]) -> Iterator[Withdrawal]:
    """Yield the withdrawals that ``onrecord tombstones --format ndjson`` wrote. Empty lines are passed over.

    Raises:
        LinesRefused: a line is none; its number is named.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parse(number, line)


def _parse(number: int, line: bytes) -> Withdrawal:
    try:
        found = _Line.model_validate(orjson.loads(line))
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(map(str, fault["loc"]))
        raise LinesRefused(f"Line {number} is no tombstone: {field}{': ' if field else ''}{fault['msg']}") from error
    except orjson.JSONDecodeError as error:
        raise LinesRefused(f"Line {number} is no JSON: {error}") from error
    return Withdrawal(found.id, found.withdrawn_at.astimezone(UTC), found.actor, found.reason)


def read_replaced(connection: Connection | None, file: str) -> list[Withdrawal]:
    """Return what is withdrawn in a SQLite file that another one will replace; nothing if there is none, or it has no tables.

    It may be at an earlier revision, so that only columns are read that all revisions have.

    Raises:
        CopyRefused: it cannot be read, or is another program's.
    """
    if connection is None:
        return []
    try:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if names and "tombstones" not in names:
            raise CopyRefused(f"{file} is no database of On Record: set ONRECORD_DATABASE_URL to the one to replace.")
        rows = connection.execute(TOMBSTONES).fetchall() if names else []
    except DatabaseError as error:
        raise damaged(file, error) from error
    return [Withdrawal(key, datetime.fromisoformat(when).replace(tzinfo=UTC), actor, reason) for key, when, actor, reason in rows]
