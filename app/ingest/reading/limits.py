"""Limits of what is read from files: bytes of a document, characters of a text, growth of what is unpacked."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import BinaryIO

from app.settings import Settings

CHUNK = 1 << 16  # bytes of a line that is skipped
UNPACKED_DOCUMENTS = 2  # a file may unpack to the size of so many largest documents, whatever its own size


class TooLarge(OSError):
    """More was read than the settings allow."""


@dataclass(frozen=True)
class ReadingLimits:
    """How much is read. Each limit has a setting, which its refusal names.

    Attributes:
        document_mb: MiB of one document, line, text or page, unpacked.
        unpacked_ratio: how many times its packed size a ``.gz`` may take unpacked, once that is more than two documents may have.
        text_chars: characters of a text that claims are looked for in.
    """

    document_mb: int = Settings.model_fields["max_document_mb"].default
    unpacked_ratio: int = Settings.model_fields["max_unpacked_ratio"].default
    text_chars: int = Settings.model_fields["max_text_chars"].default

    @classmethod
    def of(cls, settings: Settings) -> "ReadingLimits":
        """Return the limits of the settings."""
        return cls(settings.max_document_mb, settings.max_unpacked_ratio, settings.max_text_chars)

    @property
    def document_bytes(self) -> int:
        """The bytes of one document."""
        return self.document_mb << 20

    @property
    def too_large(self) -> str:
        """The refusal of a larger document."""
        return f"is larger than {self.document_mb} MiB; ONRECORD_MAX_DOCUMENT_MB allows more"

    def too_long(self, text: str) -> str | None:
        """Return the refusal of a text that is too long; else None."""
        if len(text) <= self.text_chars:
            return None
        return f"has {len(text):,} characters, more than {self.text_chars:,}; ONRECORD_MAX_TEXT_CHARS allows more"

    def refuse_growth(self, unpacked_bytes: int, packed_bytes: int) -> None:
        """Refuse what unpacks to too much for its size.

        Raises:
            TooLarge: it does.
        """
        if unpacked_bytes > UNPACKED_DOCUMENTS * self.document_bytes and unpacked_bytes > self.unpacked_ratio * packed_bytes:
            raise TooLarge(f"unpacks to more than {self.unpacked_ratio} times its size; ONRECORD_MAX_UNPACKED_RATIO allows more")

    def read_whole(self, stream: BinaryIO) -> bytes:
        """Return all bytes of a stream.

        Raises:
            TooLarge: it has more bytes than a document may have, of which one more was read.
        """
        raw = stream.read(self.document_bytes + 1)
        if len(raw) > self.document_bytes:
            raise TooLarge(self.too_large)
        return raw

    def read_line(self, stream: BinaryIO) -> bytes | None:
        """Return the next line, empty at the end; None for a line that is too long, which is skipped."""
        raw = stream.readline(self.document_bytes + 1)
        if len(raw) <= self.document_bytes:
            return raw
        while raw and not raw.endswith(b"\n"):
            raw = stream.readline(CHUNK)
        return None


NO_SETTINGS = ReadingLimits()  # the defaults


class BoundedUnpacking(RawIOBase):
    """A stream that is unpacked, and must not become too large for what was read of the packed file."""

    def __init__(self, unpacked: BinaryIO, packed_bytes: Callable[[], int], limits: ReadingLimits) -> None:
        self._unpacked, self._packed_bytes, self._limits = unpacked, packed_bytes, limits
        self._size = 0

    @classmethod
    def buffered(cls, unpacked: BinaryIO, packed_bytes: Callable[[], int], limits: ReadingLimits) -> BinaryIO:
        """Return a buffered stream of this kind."""
        return BufferedReader(cls(unpacked, packed_bytes, limits), CHUNK)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer, of which this is the one that is given
        """Read what fits into the buffer, and return how much that was.

        Raises:
            TooLarge: what is unpacked is too large.
        """
        chunk = self._unpacked.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._size += len(chunk)
        self._limits.refuse_growth(self._size, self._packed_bytes())
        return len(chunk)
