"""ETags of answers, the header Data-Version, and whether a client already has the answer of an ETag (RFC 9110, 13.1.2)."""

import hashlib
import os
import re
from functools import cache

from starlette.exceptions import HTTPException
from starlette.types import Scope

import app
from app.api.serving.codings import NAMES
from app.api.serving.requests import asker_of, sees_hidden_text
from app.errors import PreconditionMissing
from app.parameters.edits import ETAGS_PATTERN

ETAGS = re.compile(ETAGS_PATTERN)
MALFORMED = 'The header If-Match has no ETag: send one as you have read it, in its quotes, such as "3.5f4d", or `*` for any.'
EDIT_NUMBER = re.compile(r'"([0-9]{1,9})\.[0-9a-f]+(?:-[a-z]+)?"')


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

    It holds a hash of path and query, and of whether the asker sees hidden text, so a client can have it only from an answer at this
    address that shows as much: 304 needs no read.
    """
    shows = b"all of " if sees_hidden_text(asker_of(scope)) else b""
    address = hashlib.blake2b(shows + f"{scope['path']}?".encode() + scope["query_string"], digest_size=6).hexdigest()
    return f'"{data_state}-{build_hash()}-{format_name}-{address}"'


def data_version(data_state: str) -> list[tuple[bytes, bytes]]:
    """Return the header that names the state of the data, from which ``/v1/changes`` can be followed."""
    return [(b"data-version", data_state.encode())]


def body_etag(body: bytes, edit_number: int | None = None) -> str:
    """Return the ETag of one thing, a hash of its body: it stays the same while only other things change.

    Args:
        edit_number: of a thing that can be edited. It stands before the hash, for If-Match compares it alone.
    """
    number = "" if edit_number is None else f"{edit_number}."
    return f'"{number}{hashlib.blake2b(body, digest_size=15).hexdigest()}"'


def edit_numbers_in(if_match: str | None) -> list[int] | None:
    """Return the edit numbers that the ETags of a header If-Match have; None for ``*``, which any has.

    Raises:
        PreconditionMissing: there is no such header.
        HTTPException: 400, it has something else than ETags.
    """
    if if_match is None:
        raise PreconditionMissing
    if not ETAGS.fullmatch(if_match):
        raise HTTPException(400, MALFORMED)
    return None if if_match.strip() == "*" else [int(number) for number in EDIT_NUMBER.findall(if_match)]


def coded_etag(etag: str, coding_name: str) -> str:
    """Return the ETag of an answer in a content coding, from its ETag without one."""
    return f'{etag[:-1]}-{coding_name}"'


def matches(if_none_match: str, etag: str, *, as_coded: bool = False) -> bool:
    """Return whether the header If-None-Match names an answer, in whatever content coding, or is ``*``.

    Args:
        etag: of the answer without a coding.
        as_coded: whether only its ETags in content codings count.
    """
    if not if_none_match:
        return False
    coded = [coded_etag(etag, name) for name in NAMES]
    etags = coded if as_coded else [etag, *coded]
    return if_none_match.strip() == "*" or any(tag.strip().removeprefix("W/") in etags for tag in if_none_match.split(","))
