"""Cursors: where the next page of a list begins. Opaque, URL-safe, and bound to the list and filters that made them."""

import base64
import hashlib
from collections.abc import Sequence

import orjson

from app.errors import CursorInvalid

SortKey = str | int | float
DIGEST_SIZE = 9  # a multiple of three: no padding in base 64


def encode_cursor(scope: str, keys: Sequence[SortKey]) -> str:
    """Return the cursor behind the item with these sort keys. ``scope`` names the list, its order and its filters."""
    body = orjson.dumps(list(keys))
    return base64.urlsafe_b64encode(_digest(scope, body) + body).decode().rstrip("=")


def decode_cursor(scope: str, cursor: str, types: Sequence[type]) -> list[SortKey]:
    """Return the sort keys in a cursor.

    Raises:
        CursorInvalid: the cursor was not made for this scope, or is damaged.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars="-_", validate=True)
        digest, body = raw[:DIGEST_SIZE], raw[DIGEST_SIZE:]
        keys = orjson.loads(body)
    except ValueError as error:
        raise CursorInvalid from error
    if digest != _digest(scope, body) or not isinstance(keys, list) or len(keys) != len(types) or not all(map(_is_key, keys, types)):
        raise CursorInvalid
    return keys


def _is_key(key: object, wanted: type) -> bool:
    """Whether both databases can compare with the key."""
    if isinstance(key, int) and not -(2**63) <= key < 2**63:
        return False
    return type(key) is wanted and not (isinstance(key, str) and "\0" in key)


def _digest(scope: str, body: bytes) -> bytes:
    return hashlib.blake2b(scope.encode() + b"\0" + body, digest_size=DIGEST_SIZE).digest()
