"""Articles that a reader finds in a file, and bytes that become text."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple

from app.errors import DocumentRefused, Fault
from app.extract.text.encodings import encoding_of_bom, text_in_utf8
from app.ingest.reading.limits import ReadingLimits


class Found(NamedTuple):
    """A record of an article, or the reason why there is none, and the line or number at which it begins, from 1."""

    line: int
    record: dict[str, Any] | None = None
    refused: str | None = None
    warnings: tuple[str, ...] = ()


Reader = Callable[[BinaryIO, ReadingLimits], Iterator[Found]]


def library(name: str) -> Any:
    """Return an optional library.

    Raises:
        DocumentRefused: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        message = f"needs the library {name.partition('.')[0]}, which is not installed: pip install 'onrecord[files]'"
        raise DocumentRefused([Fault((), message)]) from error


def decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of bytes, and a warning that names its encoding where that had to be guessed."""
    text, guessed = text_in_utf8(raw)
    return text.decode("utf-8", "replace"), warnings_of(guessed)


def decoded_head(raw: bytes) -> str:
    """Return the text at the beginning of a file, which may be cut within a character, as far as a format is recognised by it."""
    return raw.decode(encoding_of_bom(raw) or "utf-8", "ignore")


def warnings_of(guessed: str | None) -> tuple[str, ...]:
    """Return the warnings of a text by the encoding that it was guessed to have."""
    return (f"is not UTF-8; read as {guessed}",) if guessed else ()
