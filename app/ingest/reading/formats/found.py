"""Articles that a reader finds in a file, and bytes that become text."""

import codecs
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple

from app.errors import DocumentRefused, Fault
from app.ingest.reading.limits import ReadingLimits

BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


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


def decoded(raw: bytes) -> str:
    """Return the text of bytes in UTF-8, or UTF-16 with its mark, else in windows-1252, in which old exports are written."""
    encoding = next((name for bom, name in BOMS.items() if raw.startswith(bom)), "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
