"""Idempotency keys: a request that is sent again with its key is done once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, delete, update
from sqlmodel import Session, col

from app.database.engines import write_session
from app.database.tables.repetitions import IdempotencyKey
from app.errors import IdempotencyKeyInFlight, IdempotencyKeyRefused
from app.queries.administering.inbox import KEY_KEPT

IN_FLIGHT = timedelta(seconds=60)  # then whoever held it is taken for dead


class KeyedRequest(NamedTuple):
    """A request that was sent with a key.

    Attributes:
        asker_id: the id of the API key, each of which has idempotency keys of its own.
        address: method and path.
        key: of the client's choice.
        sha256: of all that was sent.
    """

    asker_id: str
    address: str
    key: str
    sha256: bytes


class Done(NamedTuple):
    """What was answered to a request that is sent again."""

    status: int
    location: str


def digest_of_request(query: bytes, media_type: str, body: bytes) -> bytes:
    """Return the SHA-256 of all that makes a request, of which nothing else is stored."""
    digest = sha256(query + b"\n" + media_type.encode() + b"\n")
    digest.update(body)
    return digest.digest()


def hold_key(engine: Engine, request: KeyedRequest) -> Done | None:
    """Hold the key of a request until it is settled or released; return what was answered, if it was done before.

    Raises:
        IdempotencyKeyRefused: the key was sent with something else.
        IdempotencyKeyInFlight: the request is being done.
    """
    now = datetime.now(UTC)
    with write_session(engine) as session:
        session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.held_at) < now - KEY_KEPT))
        held = session.get(IdempotencyKey, request[:3])
        if held is None:
            session.add(IdempotencyKey(**request._asdict(), status=None, location=None, held_at=now))
            return None
        if held.sha256 != request.sha256:
            raise IdempotencyKeyRefused
        if held.status is not None and held.location is not None:
            return Done(held.status, held.location)
        if held.held_at > now - IN_FLIGHT:
            raise IdempotencyKeyInFlight
        held.held_at = now
    return None


def settle_key(engine: Engine, request: KeyedRequest, done: Done) -> None:
    """Note what was answered."""
    with write_session(engine) as session:
        session.execute(update(IdempotencyKey).where(*_is(request)).values(status=done.status, location=done.location))


def release_key(engine: Engine, request: KeyedRequest) -> None:
    """Give a key free: nothing was done."""
    with write_session(engine) as session:
        session.execute(delete(IdempotencyKey).where(*_is(request), col(IdempotencyKey.status).is_(None)))


class OpenKey:
    """The key of a request whose body is still coming in, so that its hash is not known yet.

    Attributes:
        answered: what was answered, if the request was done before; then nothing is held.
        sha256: of what was sent then.
    """

    def __init__(self, request: KeyedRequest, held_at: datetime, answered: Done | None, sha256: bytes) -> None:
        self._request, self._held_at, self.answered, self.sha256 = request, held_at, answered, sha256

    def touch(self, session: Session) -> None:
        """Note that the request is still being done.

        Raises:
            IdempotencyKeyInFlight: nothing was heard of it for so long that another request took the key.
        """
        now = datetime.now(UTC)
        self._update(session, held_at=now)
        self._held_at = now

    def settle(self, session: Session, sha256: bytes, done: Done) -> None:
        """Note what was sent and answered; raises what ``touch`` raises."""
        self._update(session, sha256=sha256, status=done.status, location=done.location)

    def release(self, session: Session) -> None:
        """Give the key free: nothing was done."""
        if self.answered is None:
            session.execute(delete(IdempotencyKey).where(*self._is_held))

    @property
    def _is_held(self) -> tuple[ColumnElement[bool], ...]:
        return (*_is(self._request), col(IdempotencyKey.status).is_(None), col(IdempotencyKey.held_at) == self._held_at)

    def _update(self, session: Session, **values: object) -> None:
        if not session.execute(update(IdempotencyKey).where(*self._is_held).values(**values)).rowcount:  # type: ignore[attr-defined]  # of an update
            raise IdempotencyKeyInFlight


def open_key(session: Session, request: KeyedRequest) -> OpenKey:
    """Hold the key of a request whose body is still to come, unless the key was answered before.

    Raises:
        IdempotencyKeyInFlight: a request with it is being done.
    """
    now = datetime.now(UTC)
    session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.held_at) < now - KEY_KEPT))
    held = session.get(IdempotencyKey, request[:3])
    if held is None:
        session.add(IdempotencyKey(**request._replace(sha256=b"")._asdict(), status=None, location=None, held_at=now))
    elif held.status is not None and held.location is not None:
        return OpenKey(request, held.held_at, Done(held.status, held.location), held.sha256)
    elif held.held_at > now - IN_FLIGHT:
        raise IdempotencyKeyInFlight
    else:
        held.held_at = now
    return OpenKey(request, now, None, b"")


def forget_locations(session: Session, locations: Sequence[str]) -> None:
    """Remove the keys of what was written at these addresses, with the hash of what was sent."""
    session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.location).in_(locations)))


def _is(request: KeyedRequest) -> tuple[ColumnElement[bool], ...]:
    return tuple(col(getattr(IdempotencyKey, name)) == value for name, value in zip(request._fields[:3], request[:3], strict=True))
