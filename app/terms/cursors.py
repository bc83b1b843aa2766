"""Cursors: opaque, URL-safe texts that say where the next page of a list begins.

A cursor holds the sort keys of the item before that page. It also holds a digest of the keys, the list and its filters, so that a cursor
of another list is refused.
"""

import base64
import hashlib
from collections.abc import Sequence

import orjson

from app.errors import CursorInvalid

SortKey = str | int | float
DIGEST_SIZE = 9  # bytes; a multiple of three needs no padding in base 64


def encode_cursor(scope: str, keys: Sequence[SortKey]) -> str:
    """Return the cursor of the page behind the item with these sort keys. ``scope`` names the list, its order and its filters."""
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
    if digest != _digest(scope, body) or not isinstance(keys, list) or len(keys) != len(types) or not all(map(_is_sort_key, keys, types)):
        raise CursorInvalid
    return keys


def _is_sort_key(key: object, column_type: type) -> bool:
    """Return whether the key has the type of its column, and is a value that SQLite and PostgreSQL can both compare with."""
    if isinstance(key, int) and not -(2**63) <= key < 2**63:
        return False
    return type(key) is column_type and not (isinstance(key, str) and "\0" in key)


def _digest(scope: str, body: bytes) -> bytes:
    return hashlib.blake2b(scope.encode() + b"\0" + body, digest_size=DIGEST_SIZE).digest()
