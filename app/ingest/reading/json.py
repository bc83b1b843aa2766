"""Strict JSON, and the lines of its fields."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from app.errors import DocumentRefused, Fault

Path = tuple[str | int, ...]
Pairs = list[tuple[str, Any]]
BLANK = re.compile(r"[ \t\n\r]*")
TEXT = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'  # possessive: a way back would be remembered for each escape
TOKEN = re.compile(TEXT + r"|[{}\[\],:]|-?Infinity|NaN")
BRACKET_OR_TEXT = re.compile(TEXT + r"|[{}\[\]]")
SURROGATE = re.compile("[\ud800-\udfff]")
DECODER = json.JSONDecoder()
LARGE = 1_000_000  # characters of JSON that may be crowded
MOST_KEYS = 1_000  # of an object in large JSON: each unknown one is a fault, which takes fifty times its memory
# Bytes of memory that a list, an object and a value take, and each quotation mark of a short text, beside its characters.
SIZES = {"[": 100, "{": 250, ",": 45, '"': 14}
MOST_MEMORY = 10  # times its characters that the values of large JSON may take; those of real documents take six to eight
KEY = re.compile(r'[^\\]"[ \t\n\r]*+:')
MOST_DIGITS = 4_300  # of a whole number that Python reads
LONG_NUMBER = f"a number has more than {MOST_DIGITS:,} digits"
DIGITS = re.compile(TEXT + rf"|[0-9]{{{MOST_DIGITS + 1}}}")
LONG_TEXT = 1_000  # characters of a text whose own commas and brackets are no structure


class JsonRefused(ValueError):
    """JSON holds what the strict reading forbids; the message says what."""


def load(source: str) -> Any:
    """Parse JSON; refuse NaN, a key that stands twice, and large JSON that would take many times its size in memory.

    Raises:
        DocumentRefused: it is no JSON; the fault has the line.
    """
    if len(source) > LARGE:
        return _load_large(source)
    try:
        return _parse_quickly(source)
    except (ValueError, TypeError):  # TypeError: nested deeply
        return _parse_strictly(source, _object_of_distinct_keys)


def _load_large(source: str) -> Any:
    """Parse large JSON, without the second copy in memory that the quick parser makes."""
    _refuse_crowded(source)
    _refuse_crowded_objects(source)
    return _parse_strictly(source, _object_of_few_keys)


def _refuse_crowded(source: str) -> None:
    """Refuse JSON of so many values that these would take many times its size, before any of them is made."""
    if _memory_of(Counter({mark: source.count(mark) for mark in SIZES})) <= MOST_MEMORY * len(source):
        return
    marks = _marks_of_structure(source)
    if _memory_of(marks) > MOST_MEMORY * len(source):
        found = f"lists {marks['[']:,}, objects {marks['{']:,}, commas {marks[',']:,} in {len(source):,} characters"
        raise DocumentRefused([Fault((), f"is crowded ({found}): it would take more than {MOST_MEMORY} times its size in memory", 1)])


def _refuse_crowded_objects(source: str) -> None:
    """Refuse an object of very many keys that stand together, before they are made; the parser sees those that stand apart."""
    for between in re.finditer("[^{}]++", source):
        if between.end() - between.start() > MOST_KEYS and sum(1 for _ in KEY.finditer(source, *between.span())) > MOST_KEYS:
            raise _too_many_keys()


def _too_many_keys() -> DocumentRefused:
    return DocumentRefused([Fault((), f"an object has more than {MOST_KEYS:,} keys", 1)])


def _memory_of(marks: Counter[str]) -> int:
    return sum(SIZES[mark] * times for mark, times in marks.items())


def _marks_of_structure(source: str) -> Counter[str]:
    """Return how often each mark stands outside of long texts."""
    marks = Counter({mark: source.count(mark) for mark in SIZES})
    for text in re.finditer(TEXT, source):
        if text.end() - text.start() > LONG_TEXT:
            marks.subtract({mark: source.count(mark, text.start() + 1, text.end() - 1) for mark in SIZES})
    return marks


def _parse_quickly(source: str) -> Any:
    """Parse JSON in a fifth of the time.

    orjson silently drops one of two equal keys; its result then has fewer quotation marks than the source.
    """
    found = orjson.loads(source)
    if "\\u0022" in source or source.count('"') != orjson.dumps(found).count(b'"'):
        raise ValueError
    return found


def _parse_strictly(source: str, make_object: Callable[[Pairs], dict[str, Any]]) -> Any:
    try:
        return json.loads(source, object_pairs_hook=make_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise DocumentRefused([Fault((), f"is no JSON: {error.msg}", error.lineno)]) from error
    except RecursionError as error:
        raise DocumentRefused([Fault((), "is nested too deeply", 1)]) from error
    except JsonRefused as error:
        raise DocumentRefused([Fault((), str(error), _line_of_fault(source))]) from error
    except ValueError as error:  # of ``int``
        raise DocumentRefused([Fault((), LONG_NUMBER, _line_of_long_number(source))]) from error


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


def _object_of_few_keys(pairs: Pairs) -> dict[str, Any]:
    if len(pairs) > MOST_KEYS:
        raise _too_many_keys()
    return _object_of_distinct_keys(pairs)


def _object_of_distinct_keys(pairs: Pairs) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise JsonRefused(f"the key {next(key for key, times in Counter(keys).items() if times > 1)!r} stands twice")
    if odd := next((key for key in found if SURROGATE.search(key)), None):
        raise JsonRefused(f"the key {odd!r} is no text: half of a surrogate pair")
    return found


def _refuse_constant(name: str) -> Any:
    raise JsonRefused(f"{name} is no JSON number")


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


def _line_of_long_number(source: str) -> int:
    start = next((match.start() for match in DIGITS.finditer(source) if source[match.start()] != '"'), 0)
    return source.count("\n", 0, start) + 1


def _find_positions(source: str, at: int, path: Path, wanted: set[Path], positions: dict[Path, int]) -> None:
    """Add the positions of wanted paths (in an object, those of their keys) within the value at ``at`` of valid JSON.

    What no path leads into is skipped: a list of ten million numbers must become neither as many positions nor as many numbers.
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
        at = _skip(source, _end_of_value(source, at))
        at = _skip(source, at + 1) if source[at] == "," else at
        number += 1


def _end_of_value(source: str, at: int) -> int:
    """Return the end of the value at ``at`` of valid JSON, of which nothing is made."""
    if source[at] not in '[{"':
        return DECODER.raw_decode(source, at)[1]
    depth = 0
    for match in BRACKET_OR_TEXT.finditer(source, at):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(source[match.start()], 0)
        if not depth:
            break
    return match.end()


def _skip(source: str, at: int) -> int:
    match = BLANK.match(source, at)
    return match.end() if match else at
