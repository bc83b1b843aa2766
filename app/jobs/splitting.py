"""Splitting of imports into parts while they come in: some lines each, or one article."""

from collections.abc import Iterator
from typing import NamedTuple

from app.errors import BodyTooLarge
from app.ingest.reading.limits import ReadingLimits

PART_LINES, PART_BYTES = 100, 512 << 10  # of a part that is ended, at least one of them: it is loaded in one transaction
MOST_LINES = 200_000  # of an import: each line is a row, however short it is


class Part(NamedTuple):
    """Some lines of an import, blank ones included, without the last line break. Lines that are too large are blank, too."""

    first_line: int
    last_line: int
    body: bytes
    too_large: list[int]


class LineSplitter:
    """Splits lines into parts. No more than a part and a line is held."""

    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._line, self._line_bytes = list[bytes](), 0  # pieces of the line whose end has not come
        self._lines, self._part_bytes, self._too_large = list[bytes](), 0, list[int]()
        self._first_line = 1
        self.items = 0

    def add(self, piece: bytes) -> Iterator[Part]:
        """Yield the parts that a piece completes.

        Raises:
            BodyTooLarge: there are too many lines.
        """
        *ends, rest = piece.split(b"\n")
        for end in ends:
            self._hold(end)
            yield from self._end_line()
        self._hold(rest)

    def end(self) -> Iterator[Part]:
        """Yield the last part, if there is one."""
        if self._line_bytes:
            yield from self._end_line()
        yield from self._end_part()

    def _hold(self, piece: bytes) -> None:
        self._line_bytes += len(piece)
        if self._line_bytes > self._limits.document_bytes:
            self._line.clear()
        elif piece:
            self._line.append(piece)

    def _end_line(self) -> Iterator[Part]:
        is_too_large = self._line_bytes > self._limits.document_bytes
        line = b"".join(self._line)
        self._line, self._line_bytes = [], 0
        if is_too_large:
            self._too_large.append(self._first_line + len(self._lines))
        is_item = is_too_large or bool(line.strip())
        if not is_item and not self._lines:
            self._first_line += 1
        else:
            self._lines.append(line if is_item else b"")
            self._part_bytes += len(line)
        self.items += is_item
        self._refuse_too_many()
        if len(self._lines) >= PART_LINES or self._part_bytes >= PART_BYTES:
            yield from self._end_part()

    def _end_part(self) -> Iterator[Part]:
        if self._lines:
            last_line = self._first_line + len(self._lines) - 1
            yield Part(self._first_line, last_line, b"\n".join(self._lines), self._too_large)
            self._first_line = last_line + 1
        self._lines, self._part_bytes, self._too_large = [], 0, []

    def _refuse_too_many(self) -> None:
        if self.items > MOST_LINES:
            raise BodyTooLarge(f"The import has more than {MOST_LINES:,} lines: send it in several.")


class Whole:
    """A body that is one article, which is one part."""

    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._pieces, self._bytes = list[bytes](), 0
        self.items = 0

    def add(self, piece: bytes) -> Iterator[Part]:
        """Hold a piece.

        Raises:
            BodyTooLarge: it is larger than a document may be.
        """
        self._pieces.append(piece)
        self._bytes += len(piece)
        if self._bytes > self._limits.document_bytes:
            raise BodyTooLarge(f"The article {self._limits.too_large}.")
        yield from ()

    def end(self) -> Iterator[Part]:
        """Yield the part, unless it is blank."""
        if (body := b"".join(self._pieces)).strip():
            self.items = 1
            yield Part(1, 1, body, [])
