"""Read API keys."""

from collections.abc import Iterator
from hmac import compare_digest
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from app.errors import KeyRevoked
from app.queries.tables import api_keys


class Asker(NamedTuple):
    """Who sends a request.

    Attributes:
        key_id: of the API key; None without a key.
        name: of the key, which stands in histories.
        scopes: of the key.
    """

    key_id: str | None
    name: str | None
    scopes: frozenset[str]


ANONYMOUS = Asker(None, None, frozenset())
OPERATOR = Asker(None, None, frozenset({"review"}))  # who works on the server itself


def find_asker(connection: Connection, sha256: bytes) -> Asker | None:
    """Return who has the key with this hash; None if there is no such key, or it was revoked."""
    found = connection.execute(select(api_keys).where(api_keys.c.sha256 == sha256)).one_or_none()
    if found is None or found.revoked_at is not None or not compare_digest(found.sha256, sha256):
        return None
    return Asker(found.id, found.name, frozenset(found.scopes))


def require_valid(connection: Connection, asker: Asker) -> None:
    """Check that the key of an asker was not revoked since it was found.

    Raises:
        KeyRevoked: it was.
    """
    valid = select(api_keys.c.id).where(api_keys.c.id == asker.key_id, api_keys.c.revoked_at.is_(None))
    if asker.key_id is not None and connection.execute(valid).first() is None:
        raise KeyRevoked


def list_keys(connection: Connection) -> Iterator[Row[Any]]:
    """Yield all keys, revoked ones too, in the order in which they were made."""
    yield from connection.execute(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id))
