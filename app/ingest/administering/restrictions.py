"""Restrictions, which no restore may undo: withdrawals, revoked keys and changes of text policies, as lines of JSON."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, NamedTuple

import orjson
from pydantic import AwareDatetime, BaseModel, StringConstraints, ValidationError
from sqlalchemy import Row

from app.errors import OnRecordError
from app.parameters.listing import ArticleId
from app.terms.vocabulary import TextPolicy

SECOND, MICROSECOND = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ"
LineType = Literal["tombstone", "revocation", "policy"]


class LinesRefused(OnRecordError):
    """The file holds something else than tombstones, revocations and policies."""


class Withdrawal(NamedTuple):
    """An article that was withdrawn: when, by whom, why."""

    article_id: str
    withdrawn_at: datetime
    actor: str | None
    reason: str


class Revocation(NamedTuple):
    """An API key that was revoked, and when."""

    key_id: str
    revoked_at: datetime


class PolicyChange(NamedTuple):
    """A change of the text policy of an article: when, by whom, why, from what to what."""

    article_id: str
    at: datetime
    actor: str | None
    reason: str | None
    before: TextPolicy
    after: TextPolicy


Restriction = Withdrawal | Revocation | PolicyChange


class _TombstoneLine(BaseModel):
    id: ArticleId
    withdrawn_at: AwareDatetime
    actor: str | None = None
    reason: Annotated[str, StringConstraints(min_length=1)]

    def restriction(self) -> Withdrawal:
        return Withdrawal(self.id, self.withdrawn_at.astimezone(UTC), self.actor, self.reason)


class _RevocationLine(BaseModel):
    id: Annotated[str, StringConstraints(pattern="^key_")]
    revoked_at: AwareDatetime

    def restriction(self) -> Revocation:
        return Revocation(self.id, self.revoked_at.astimezone(UTC))


class _PolicyLine(BaseModel):
    id: ArticleId
    at: AwareDatetime
    actor: str | None = None
    reason: str | None = None
    before: TextPolicy
    after: TextPolicy

    def restriction(self) -> PolicyChange:
        return PolicyChange(self.id, self.at.astimezone(UTC), self.actor, self.reason, self.before, self.after)


LINES: dict[LineType, type[_TombstoneLine | _RevocationLine | _PolicyLine]] = {
    "tombstone": _TombstoneLine,  # also a line without a type, as earlier versions wrote them
    "revocation": _RevocationLine,
    "policy": _PolicyLine,
}


def line_of(tombstone: Row[Any]) -> dict[str, str | None]:
    """Return a tombstone as ``read_lines`` reads it, with when its bytes were gone from the files of the database."""
    scrubbed_at = tombstone.scrubbed_at
    return {
        "id": tombstone.article_id,
        "withdrawn_at": f"{tombstone.withdrawn_at:{SECOND}}",
        "actor": tombstone.actor,
        "reason": tombstone.reason,
        "scrubbed_at": scrubbed_at and f"{scrubbed_at:{SECOND}}",
    }


def line_of_key(key: Row[Any]) -> dict[str, str]:
    """Return a revoked key as ``read_lines`` reads it, with its name."""
    return {"type": "revocation", "id": key.id, "name": key.name, "revoked_at": f"{key.revoked_at:{MICROSECOND}}"}


def policy_change(edit: Row[Any]) -> PolicyChange:
    """Return a change of a text policy by its row."""
    return PolicyChange(edit.thing_id, edit.at, edit.actor, edit.reason, edit.before["text_policy"], edit.after["text_policy"])


def line_of_policy(change: PolicyChange) -> dict[str, str | None]:
    """Return a change of a text policy as ``read_lines`` reads it."""
    article_id, at, *others = change
    return {"type": "policy", "id": article_id, "at": f"{at:{MICROSECOND}}"} | dict(zip(PolicyChange._fields[2:], others, strict=True))


def read_lines(lines: Iterable[bytes]) -> Iterator[Restriction]:
    """Yield what ``onrecord tombstones --format ndjson`` wrote. Empty lines are passed over.

    Raises:
        LinesRefused: a line is none of it; its number is named.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parse(number, line)


def _parse(number: int, line: bytes) -> Restriction:
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise LinesRefused(f"Line {number} is no JSON: {error}") from error
    type = data.get("type", "tombstone") if isinstance(data, dict) else "tombstone"
    if type not in LINES:
        raise LinesRefused(f"Line {number} has a type that is none of {', '.join(LINES)}.")
    try:
        return LINES[type].model_validate(data).restriction()
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(map(str, fault["loc"]))
        raise LinesRefused(f"Line {number} is no {type}: {field}{': ' if field else ''}{fault['msg']}") from error
