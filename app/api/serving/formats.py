"""Formats of answers: which one a request wants, and lists as NDJSON and CSV."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import mimeparse
import orjson
from typing_extensions import is_typeddict

MEDIA_TYPES = {"json": "application/json", "ndjson": "application/x-ndjson", "csv": "text/csv", "jsonld": "application/ld+json"}
STREAMED = ("ndjson", "csv")
LINKED, EXPORTED = ("json", "jsonld"), ("json", *STREAMED, "jsonld")  # what most things, and most lists, are offered in
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@lru_cache(256)
def negotiate(wanted: str | None, accept: str | None, offered: tuple[str, ...]) -> str | None:
    """Return the format to answer in: ``format=``, else the best of Accept, else JSON; None where none is acceptable."""
    if wanted is not None or not accept:
        return (wanted or "json") if (wanted or "json") in offered else None
    try:
        # mimeparse prefers the last of equals: JSON stands there
        best = mimeparse.best_match([MEDIA_TYPES[name] for name in reversed(offered)], accept.lower())
    except mimeparse.MimeTypeParseException:
        return "json"
    return next((name for name in offered if MEDIA_TYPES[name] == best), None)


EXPORT_PAGE = 500  # items that a streamed list reads at a time: of 200 handing each page to a thread takes a third of the time


def head(chosen: str, item: Any) -> bytes:
    """Write what stands before the items of a streamed list: for CSV the names of the columns."""
    return csv_head(item) if chosen == "csv" else b""


def rows(chosen: str, item: Any, items: Sequence[Mapping[str, Any]] | bytes) -> bytes:
    """Write items of a streamed list, unless they were read as what is to be written."""
    if isinstance(items, bytes):
        return items
    return csv_rows(item, items) if chosen == "csv" else ndjson(items)


def ndjson(items: Sequence[Mapping[str, Any]]) -> bytes:
    """Write items as JSON, one a line."""
    return b"".join(orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE) for item in items)


def csv_head(item: Any) -> bytes:
    """Write the column names for items of a TypedDict."""
    return _csv_line(columns_of(item))


def csv_rows(item: Any, items: Sequence[Mapping[str, Any]]) -> bytes:
    """Write items as CSV: nested objects by dotted columns, lists as JSON in a cell, null as an empty cell."""
    columns = columns_of(item)
    return b"".join(_csv_line([_cell(_at(row, column)) for column in columns]) for row in items)


@cache
def columns_of(item: Any) -> tuple[str, ...]:
    """Return the columns of a TypedDict, or of a union of them in order: the same for every list, whatever it holds."""
    return tuple(dict.fromkeys(column for option in options_of(item) for column in _columns(option, "")))


def options_of(hint: Any) -> list[Any]:
    """Return the types of a union but None; the type itself where it is none."""
    if get_origin(hint) is Annotated:
        return options_of(get_args(hint)[0])
    if get_origin(hint) in (UnionType, Union):
        return [option for option in get_args(hint) if option is not NoneType]
    return [hint]


def _columns(item: Any, prefix: str) -> Iterator[str]:
    for name, hint in get_type_hints(item).items():
        inner = _object_in(hint)
        yield from _columns(inner, f"{prefix}{name}.") if inner else (f"{prefix}{name}",)


def _object_in(hint: Any) -> Any:
    options = options_of(hint)
    return options[0] if len(options) == 1 and is_typeddict(options[0]) else None


def _at(row: Mapping[str, Any], column: str) -> Any:
    value: Any = row
    for name in column.split("."):
        value = value.get(name) if value is not None else None  # a column may be one of another option of the union
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return orjson.dumps(value).decode()
    # A spreadsheet would run such a cell as a formula.
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
