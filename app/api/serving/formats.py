"""Formats of answers: choosing one for a request (RFC 9110, 12), and encoding lists as NDJSON and CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import mimeparse
import orjson

from app.api.serving.fields import PARTS_OF_JSON

MEDIA_TYPES = {"json": "application/json", "ndjson": "application/x-ndjson", "csv": "text/csv", "jsonld": "application/ld+json"}
STREAMED = ("ndjson", "csv")
EXPORT_PAGE_SIZE = 500  # items that a streamed list reads at a time: with 200, a third of the time goes into handing pages to threads
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
    return (BYTE_ORDER_MARK if with_bom else b"") + _csv_line(columns)


def encode_items(format_name: str, columns: Sequence[str], items: Sequence[Mapping[str, Any]] | bytes) -> bytes:
    """Encode items of a list as NDJSON or CSV. Bytes are items that were read as NDJSON already."""
    if isinstance(items, bytes):
        return items
    return csv_lines(columns, items) if format_name == "csv" else ndjson_lines(items)


def ndjson_lines(items: Sequence[Mapping[str, Any]]) -> bytes:
    """Encode items as JSON, one a line."""
    return b"".join(orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE) for item in items)


def csv_lines(columns: Sequence[str], items: Sequence[Mapping[str, Any]]) -> bytes:
    """Encode items as CSV: nested objects as dotted columns, lists as JSON in a cell, null as an empty cell."""
    return b"".join(_csv_line([_cell(_value_at(item, column)) for column in columns]) for item in items)


def _value_at(item: Mapping[str, Any], column: str) -> Any:
    value: Any = item
    for name in column.split("."):
        value = value.get(name) if value is not None else None  # the column may belong to another member of a union
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return orjson.dumps(value).decode()
    # A spreadsheet would run a cell with such a start as a formula; the apostrophe prevents it.
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
