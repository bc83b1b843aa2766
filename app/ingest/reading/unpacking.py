"""Unpacking of gzip and zstd that come in pieces: bounded pieces come out, and bombs are refused."""

import zlib
from collections.abc import Iterator
from typing import Any, Protocol

from zstandard import ZstdDecompressor, ZstdError

from app.errors import DocumentRefused, Fault
from app.ingest.reading.limits import ReadingLimits

PIECE = 1 << 16  # bytes that are unpacked at once
# A block of zstd unpacks to 128 KiB at most, and takes four bytes at least: so many bytes hold no more than 8 MiB.
ZSTD_SLICE = 256
ZSTD_WINDOW = 8 << 20  # bytes that a frame may refer back to (RFC 9659, 3)


class Unpacking(Protocol):
    """Unpacks what comes in pieces."""

    def add(self, packed: bytes) -> Iterator[bytes]:
        """Yield what a piece unpacks to.

        Raises:
            DocumentRefused: it is no such coding.
            TooLarge: it unpacks to too much for its size.
        """

    def end(self) -> None:
        """Note that nothing more comes.

        Raises:
            DocumentRefused: the end is missing.
        """


class Identity:
    """What comes is not packed."""

    def add(self, packed: bytes) -> Iterator[bytes]:
        """Yield the piece."""
        yield packed

    def end(self) -> None:
        """Do nothing."""


class Frames:
    """Frames of gzip or zstd, one behind the other, that unpack to no more than a file of their size may."""

    def __init__(self, coding: str, limits: ReadingLimits) -> None:
        self._coding, self._limits = coding, limits
        self._packed_bytes = self._unpacked_bytes = 0
        self._frame: Any = None

    def add(self, packed: bytes) -> Iterator[bytes]:
        """Yield what a piece unpacks to, as ``Unpacking.add`` does."""
        step = ZSTD_SLICE if self._coding == "zstd" else PIECE
        for start in range(0, len(packed), step):
            yield from self._unpack(packed[start : start + step])

    def end(self) -> None:
        """Note that nothing more comes, as ``Unpacking.end`` does."""
        if self._frame is not None:
            raise self._refusal("its end is missing")

    def _unpack(self, packed: bytes) -> Iterator[bytes]:
        self._packed_bytes += len(packed)
        while packed:
            self._frame = self._frame or self._new_frame()
            try:
                piece = self._frame.decompress(packed, PIECE) if self._coding == "gzip" else self._frame.decompress(packed)
            except (zlib.error, ZstdError) as error:
                raise self._refusal(str(error)) from error
            self._unpacked_bytes += len(piece)
            self._limits.refuse_growth(self._unpacked_bytes, self._packed_bytes)
            yield piece
            packed = self._frame.unused_data if self._frame.eof else getattr(self._frame, "unconsumed_tail", b"")
            self._frame = None if self._frame.eof else self._frame

    def _new_frame(self) -> Any:
        if self._coding == "gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        return ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()

    def _refusal(self, reason: str) -> DocumentRefused:
        return DocumentRefused([Fault((), f"cannot be unpacked by {self._coding}: {reason}")])


def unpacking_of(coding: str, limits: ReadingLimits) -> Unpacking:
    """Return what unpacks a content coding: ``gzip``, ``zstd``, or ``identity``."""
    return Identity() if coding == "identity" else Frames(coding, limits)
