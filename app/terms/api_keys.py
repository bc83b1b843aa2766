"""API keys: how they are made, what is stored of them, and the scopes that they have."""

import hashlib
from secrets import token_hex
from typing import Literal, get_args

KeyScope = Literal["read", "write", "review", "admin"]
NeededScope = KeyScope | tuple[KeyScope, ...]  # one of several is enough
SCOPES: tuple[KeyScope, ...] = get_args(KeyScope)
KEY_PREFIX, KEY_BYTES, KEY_ID_BYTES = "onr_", 32, 10


def new_key() -> str:
    """Return a new API key: a prefix, by which tools that look for leaked secrets know it, and 256 random bits in hexadecimal."""
    return KEY_PREFIX + token_hex(KEY_BYTES)


def new_key_id() -> str:
    """Return the id of a new key. It is random and no secret."""
    return f"key_{token_hex(KEY_ID_BYTES)}"


def digest_of(key: str) -> bytes:
    """Return the SHA-256 of a key. A key of 256 random bits needs no slower hash: nobody can try so many."""
    return hashlib.sha256(key.encode()).digest()


def alternatives(needed: NeededScope) -> tuple[KeyScope, ...]:
    """Return the scopes of which one is enough."""
    return needed if isinstance(needed, tuple) else (needed,)
