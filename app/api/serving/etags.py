"""ETags of answers, and whether a client already has the answer of an ETag (RFC 9110, 13.1.2)."""

import hashlib
import os
from functools import cache

from starlette.types import Scope

import app


@cache
def build_hash() -> str:
    """Return a hash of the program's own files. It is part of list ETags: another version may answer differently over the same data."""
    digest = hashlib.blake2b(digest_size=6)
    names = [f"{folder}/{name}" for folder, _, names in os.walk(app.__path__[0]) for name in names if name.endswith(".py")]
    for name in sorted(names):  # pathlib would take twice the time, a hundredth of the start
        with open(name, "rb", buffering=0) as file:
            digest.update(file.read())
    return digest.hexdigest()


def list_etag(data_state: str, format_name: str, scope: Scope) -> str:
    """Return the ETag of a list, from the state of the data: it is known before the list is read.

    It holds a hash of path and query, so a client can have it only from an answer at this address: 304 needs no read.
    """
    address = hashlib.blake2b(f"{scope['path']}?".encode() + scope["query_string"], digest_size=6).hexdigest()
    return f'"{data_state}-{build_hash()}-{format_name}-{address}"'


def body_etag(body: bytes) -> str:
    """Return the ETag of one thing, a hash of its body: it stays the same while only other things change."""
    return f'"{hashlib.blake2b(body, digest_size=15).hexdigest()}"'


def matches(if_none_match: str, etag: str) -> bool:
    """Return whether the header If-None-Match names this ETag, or is ``*``."""
    return if_none_match.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
