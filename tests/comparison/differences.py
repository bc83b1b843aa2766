"""Differences, and the JSON paths at which two values differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """A difference: its kind and subject, the request, the JSON path and both values."""

    kind: str
    subject: str
    request: str
    path: str
    base: Any
    head: Any


def json_differences(base: Any, head: Any, path: str = "$") -> Iterator[tuple[str, Any, Any]]:
    """Yield the JSON paths at which two values differ, in order, with both. The order of keys counts; 1, 1.0 and true differ."""
    if isinstance(base, dict) and isinstance(head, dict):
        yield from _object_differences(base, head, path)
    elif isinstance(base, list) and isinstance(head, list):
        for number, (one, other) in enumerate(zip(base, head, strict=False)):
            yield from json_differences(one, other, f"{path}[{number}]")
        if len(base) != len(head):
            yield f"{path}.length", len(base), len(head)
    elif type(base) is not type(head) or base != head:
        yield path, base, head


def _object_differences(base: dict[str, Any], head: dict[str, Any], path: str) -> Iterator[tuple[str, Any, Any]]:
    for key in dict.fromkeys([*base, *head]):
        if key in base and key in head:
            yield from json_differences(base[key], head[key], f"{path}.{key}")
        else:
            yield f"{path}.{key}", base.get(key, "absent"), head.get(key, "absent")
    if base.keys() == head.keys() and [*base] != [*head]:
        yield f"{path} (order of keys)", [*base], [*head]
