"""Strict JSON, and the lines of its fields."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from app.errors import DocumentRefused, Fault

Path = tuple[str | int, ...]
BLANK = re.compile(r"[ \t\n\r]*")
TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|-?Infinity|NaN')
SURROGATE = re.compile("[\ud800-\udfff]")
DECODER = json.JSONDecoder()
LARGE = 1_000_000  # characters of JSON that may hold a crowded object
MOST_KEYS = 1_000  # of an object: each unknown one is a fault, which takes fifty times its memory


def load(source: str) -> Any:
    """Parse JSON; refuse NaN, and a key that stands twice.

    Raises:
        DocumentRefused: it is no JSON; the fault has the line.
    """
    try:
        found = _parse_quickly(source)
    except (ValueError, TypeError):  # TypeError: nested deeply
        found = _parse_strictly(source)
    if len(source) > LARGE:
        _refuse_crowded_objects(found)
    return found


def _parse_quickly(source: str) -> Any:
    """Parse JSON in a fifth of the time.

    orjson silently drops one of two equal keys; its result then has fewer quotation marks than the source.
    """
    found = orjson.loads(source)
    if "\\u0022" in source or source.count('"') != orjson.dumps(found).count(b'"'):
        raise ValueError
    return found


def _parse_strictly(source: str) -> Any:
    try:
        return json.loads(source, object_pairs_hook=_object_of_distinct_keys, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise DocumentRefused([Fault((), f"is no JSON: {error.msg}", error.lineno)]) from error
    except RecursionError as error:
        raise DocumentRefused([Fault((), "is nested too deeply", 1)]) from error
    except ValueError as error:
        raise DocumentRefused([Fault((), str(error), _line_of_fault(source))]) from error


def lines_of(source: str, paths: Sequence[Path]) -> list[int]:
    """Return the line, from 0, of the field at each path in JSON; where there is none, of the nearest field above."""
    start = _skip(source, 0)
    positions: dict[Path, int] = {(): start}
    if source[start] in "[{":
        _find_positions(source, start, (), {path[:length] for path in paths for length in range(1, len(path) + 1)}, positions)
    nearest = [next(path[:length] for length in range(len(path), -1, -1) if path[:length] in positions) for path in paths]
    return _lines_at(source, [positions[path] for path in nearest])


def _lines_at(source: str, positions: Sequence[int]) -> list[int]:
    """Return the lines of positions: in order, so that the source is counted through once."""
    lines: dict[int, int] = {}
    line = at = 0
    for position in sorted(set(positions)):
        line += source.count("\n", at, position)
        lines[position], at = line, position
    return [lines[position] for position in positions]


def _object_of_distinct_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key, times in Counter(keys).items() if times > 1)!r} stands twice")
    if odd := next((key for key in found if SURROGATE.search(key)), None):
        raise ValueError(f"the key {odd!r} is no text: half of a surrogate pair")
    return found


def _refuse_crowded_objects(found: Any) -> None:
    waiting = [found] if isinstance(found, dict | list) else []
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and len(value) > MOST_KEYS:
            raise DocumentRefused([Fault((), f"an object has more than {MOST_KEYS:,} keys", 1)])
        waiting += [inner for inner in (value.values() if isinstance(value, dict) else value) if isinstance(inner, dict | list)]


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _line_of_fault(source: str) -> int:
    """Return the line of the first number, or key of an object, that is refused."""
    objects: list[set[str] | None] = []  # the keys of each object around, None for a list
    before = ""
    for match in TOKEN.finditer(source):
        token = match.group()
        if token in "{[":
            objects.append(set() if token == "{" else None)
        elif token in "}]":
            objects.pop()
        elif token not in ",:":
            keys = objects[-1] if objects and before in "{," else None
            key = token if keys is None or token[0] != '"' else json.loads(token)
            if token[0] != '"' or (keys is not None and (key in keys or SURROGATE.search(key))):
                return source.count("\n", 0, match.start()) + 1
            if keys is not None:
                keys.add(key)
        before = token
    return 1


def _find_positions(source: str, at: int, path: Path, wanted: set[Path], positions: dict[Path, int]) -> None:
    """Add the positions of wanted paths (in an object, those of their keys) within the value at ``at`` of valid JSON.

    The parser in C skips what no path leads into: a list of ten million numbers must not become as many positions.
    """
    missing = {inner for inner in wanted if inner[:-1] == path}
    is_object, number = source[at] == "{", 0
    at = _skip(source, at + 1)
    while missing and source[at] not in "]}":
        start, key = at, number
        if is_object:
            key, at = DECODER.raw_decode(source, at)
            at = _skip(source, _skip(source, at) + 1)  # behind the colon
        if (inner := (*path, key)) in missing:
            missing.remove(inner)
            positions[inner] = start
            if source[at] in "[{":
                _find_positions(source, at, inner, wanted, positions)
        at = _skip(source, DECODER.raw_decode(source, at)[1])
        at = _skip(source, at + 1) if source[at] == "," else at
        number += 1


def _skip(source: str, at: int) -> int:
    match = BLANK.match(source, at)
    return match.end() if match else at
