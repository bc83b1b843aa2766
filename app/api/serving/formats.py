"""Formats of answers: choosing one for a request (RFC 9110, 12), and encoding lists as NDJSON and CSV."""

import csv
import io
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

import mimeparse
import orjson

from app.api.serving.fields import PARTS_OF_JSON

MEDIA_TYPES = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "jsonld": "application/ld+json",
    "sse": "text/event-stream",
}
STREAMED = ("ndjson", "csv")
EXPORT_PAGE_SIZE = 500  # items that a streamed list reads at a time: with 200, a third of the time goes into handing pages to threads
ITEMS_BETWEEN_PAUSES, PAUSE_S = 10, 1e-5  # half a millisecond of work, then a moment
BYTE_ORDER_MARK = "\ufeff".encode()
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@lru_cache(256)
def negotiate(format_parameter: str | None, accept: str | None, offered: tuple[str, ...]) -> str | None:
    """Return the name of the format to answer in: that of ``format=``, else the best of Accept, else JSON; None if none is acceptable."""
    if format_parameter is not None or not accept:
        format_name = format_parameter or "json"
        return format_name if format_name in offered else None
    try:
        # Of equally good formats mimeparse prefers the last: JSON.
        best = mimeparse.best_match([*PARTS_OF_JSON, *(MEDIA_TYPES[name] for name in reversed(offered))], accept.lower())
    except mimeparse.MimeTypeParseException:
        return "json"
    return "json" if best in PARTS_OF_JSON else next((name for name in offered if MEDIA_TYPES[name] == best), None)


def encode_header(format_name: str, columns: Sequence[str], with_bom: bool = False) -> bytes:
    """Encode what comes before the items of a list: the column names of CSV, on request after a byte order mark; nothing for NDJSON."""
    if format_name != "csv":
        return b""
    return (BYTE_ORDER_MARK if with_bom else b"") + _csv([columns])


def encode_items(
    format_name: str, columns: Sequence[str], items: Iterable[Mapping[str, Any]] | bytes, *, with_pauses: bool = False
) -> bytes:
    """Encode items of a list as NDJSON or CSV.

    Args:
        items: bytes are items that were read as NDJSON already.
        with_pauses: whether to let the event loop run often; for a thread beside it.
    """
    if isinstance(items, bytes) and format_name == "ndjson":
        return items
    objects = _pausing(decode_items(items)) if with_pauses else decode_items(items)
    return csv_lines(columns, objects) if format_name == "csv" else ndjson_lines(objects)


def decode_items(items: Iterable[Mapping[str, Any]] | bytes) -> Iterable[Mapping[str, Any]]:
    """Return the objects of items that were read as NDJSON, one after the other; others as they are."""
    return map(orjson.loads, items.splitlines()) if isinstance(items, bytes) else items


def _pausing(items: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield items, and sleep after every few: else the event loop gets the interpreter from this thread 5 ms after it asked for it."""
    for number, item in enumerate(items, 1):
        if number % ITEMS_BETWEEN_PAUSES == 0:
            time.sleep(PAUSE_S)
        yield item


def ndjson_lines(items: Iterable[Mapping[str, Any]]) -> bytes:
    """Encode items as JSON, one a line."""
    return b"".join(orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE) for item in items)


def csv_lines(columns: Sequence[str], items: Iterable[Mapping[str, Any]]) -> bytes:
    """Encode items as CSV: nested objects as dotted columns, lists as JSON in a cell, null as an empty cell."""
    tree = _column_tree(tuple(columns))
    return _csv(_cells(tree, item, []) for item in items)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


class _Column(NamedTuple):
    """A key of an object: one column of CSV, or those of its own keys."""

    key: str
    columns: int
    keys: "Sequence[_Column]"  # empty if its value is one cell


@lru_cache(256)
def _column_tree(columns: tuple[str, ...]) -> Sequence[_Column]:
    """Return dotted columns as a tree, by which each object is looked up once for all columns of it that stand side by side."""
    groups = [(key, [*rests]) for key, rests in groupby(columns, lambda column: column.partition(".")[:2])]
    return [
        _Column(key, len(names), _column_tree(tuple(name.partition(".")[2] for name in names)) if dot else ())
        for (key, dot), names in groups
    ]


def _cells(tree: Sequence[_Column], item: Mapping[str, Any], cells: list[str]) -> list[str]:
    for key, columns, keys in tree:
        value = item.get(key)  # the column may belong to another member of a union
        if value is None:
            cells += [""] * columns
        elif keys:
            _cells(keys, value, cells)
        elif not isinstance(value, str):
            cells.append(orjson.dumps(value).decode())
        else:  # a spreadsheet would run a cell with such a start as a formula; the apostrophe prevents it
            cells.append(f"'{value}" if value.startswith(FORMULA_STARTS) else value)
    return cells
