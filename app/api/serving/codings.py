"""Content codings (RFC 9110, 8.4): choosing gzip or zstd for a request, compressing bodies and streams."""

import re
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import local
from typing import Any, Literal

from fastapi.concurrency import run_in_threadpool
from zstandard import COMPRESSOBJ_FLUSH_BLOCK, ZstdCompressor

from app.errors import OnRecordError

CodingName = Literal["zstd", "gzip"]
NAMES: tuple[CodingName, ...] = ("zstd", "gzip")  # the first of equally acceptable ones is taken
GZIP_LEVEL, ZSTD_LEVEL = 3, 3
GZIP_WBITS = 31  # for zlib: the largest window, with the header and trailer of gzip
SMALLEST_BYTES = 500  # of a body that is compressed: a smaller one fits into one packet as it is
EVENT_LOOP_BYTES = {"zstd": 256 << 10, "gzip": 128 << 10}  # of a body that the event loop compresses, in at most two milliseconds
WEIGHTED = re.compile(r"\s*([^\s;]+)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")


class NoCodingAcceptable(OnRecordError):
    """This address offers gzip, zstd and identity, and the header Accept-Encoding refuses each."""


@dataclass(frozen=True, eq=False)
class Coding:
    """The coding that a request wants. ``negotiate_coding`` returns one of a few objects, which are compared by identity.

    Attributes:
        name: as Content-Encoding says it.
        smallest: bytes; a smaller body is sent as it is.
    """

    name: CodingName
    smallest: int


PREFERRED = {name: Coding(name, SMALLEST_BYTES) for name in NAMES}
REQUIRED = {name: Coding(name, 0) for name in NAMES}  # identity is refused


@lru_cache(256)
def negotiate_coding(accept_encoding: str) -> Coding | None:
    """Return the offered coding that the header Accept-Encoding prefers (RFC 9110, 12.5.3); None for no coding.

    ``*`` alone prefers no coding: whoever sends it may know none of ours.

    Raises:
        NoCodingAcceptable: no offered coding is acceptable, nor is a body without one.
    """
    weights = _weights(accept_encoding)
    others = weights.get("*", 0.0)
    identity = weights.get("identity", weights.get("*", 0.0001))  # acceptable if it is not mentioned
    weight, is_named, name = max(((weights.get(name, others), name in weights, name) for name in NAMES), key=lambda each: each[:2])
    if not weight and not identity:
        raise NoCodingAcceptable
    if (weight, is_named) < (identity, True):
        return None
    return (PREFERRED if identity else REQUIRED)[name]


def _weights(accept_encoding: str) -> dict[str, float]:
    """Return the weight of each coding in the header, in lower case. What is malformed is left out."""
    members = [match for member in accept_encoding.lower().split(",") if (match := WEIGHTED.fullmatch(member))]
    return {match[1].removeprefix("x-"): float(match[2] or 1) for match in members}


async def compress(body: bytes, name: CodingName, by: Callable[[bytes, CodingName], bytes] | None = None) -> bytes:
    """Return a body in a coding: small ones are compressed on the event loop, large ones in a thread.

    Args:
        by: the function that compresses, if it is not ``compress_now``.
    """
    compress_body = by or compress_now
    if len(body) <= EVENT_LOOP_BYTES[name]:
        return compress_body(body, name)
    return await run_in_threadpool(compress_body, body, name)


def compress_now(body: bytes, name: CodingName) -> bytes:
    """Return a body in a coding."""
    return zlib.compress(body, GZIP_LEVEL, GZIP_WBITS) if name == "gzip" else _own.zstd.compress(body)


compress_once = lru_cache(32)(compress_now)  # for the files of the documentation, which are few and do not change


async def compress_stream(parts: AsyncIterator[bytes], name: CodingName) -> AsyncIterator[bytes]:
    """Yield a stream in a coding. Each part can be decompressed when it is there, without waiting for the next."""
    compressor, flush = _stream_compressor(name)

    def compress_part(part: bytes) -> bytes:
        compressed: bytes = compressor.compress(part) + compressor.flush(flush)
        return compressed

    async for part in parts:
        if part:
            yield await run_in_threadpool(compress_part, part)
    yield compressor.flush()


def _stream_compressor(name: CodingName) -> tuple[Any, int]:
    """Return a compressor, and the number by which its ``flush`` gives out all that it was given."""
    if name == "gzip":
        return zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WBITS), zlib.Z_SYNC_FLUSH
    return ZstdCompressor(ZSTD_LEVEL).compressobj(), COMPRESSOBJ_FLUSH_BLOCK


class _Own(local):
    """The compressor of one thread: others cannot use it at the same time."""

    def __init__(self) -> None:
        self.zstd = ZstdCompressor(ZSTD_LEVEL)


_own = _Own()
