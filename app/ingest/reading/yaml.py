"""Strict YAML with JSON's scalars: dates and ``no`` are text; duplicate keys and aliases are refused."""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from app.errors import DocumentRefused, Fault

Path = tuple[str | int, ...]

MAX_DEPTH = 100
MAX_NODES = 300_000  # each takes half a kilobyte while it is read


class Loader(yaml.CSafeLoader):
    """PyYAML's safe loader in C, with JSON's scalars as its only implicit types."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Refuse a key that is no text, or that stands twice: one of the two would be lost."""
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                raise yaml.constructor.ConstructorError(None, None, "a key is text", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


for tag, pattern, first in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]{0,17})", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", list("-0123456789")),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


def load(source: str) -> Any:
    """Parse YAML.

    Raises:
        DocumentRefused: it is no YAML, or has aliases, tags or duplicate keys; the fault has the line.
    """
    try:
        depth = 0
        for number, event in enumerate(yaml.parse(source, Loader=yaml.CSafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            _refuse_event(event, depth, number)
        return yaml.load(source, Loader=Loader)
    except yaml.reader.ReaderError as error:
        raise DocumentRefused([Fault((), f"is no YAML: {error.reason}", source.count("\n", 0, error.position) + 1)]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        message = getattr(error, "problem", None) or str(error)
        raise DocumentRefused([Fault((), f"is no YAML: {message}", _line_at(source, mark) + 1)]) from error
    except (RecursionError, ValueError) as error:
        raise DocumentRefused([Fault((), f"is no YAML: {error}", 1)]) from error


def _refuse_event(event: Any, depth: int, number: int) -> None:
    mark: Any = event.start_mark
    if number > MAX_NODES:
        raise yaml.constructor.ConstructorError(None, None, f"more than {MAX_NODES:,} values: JSON may hold more", mark)
    if depth > MAX_DEPTH:  # the parser in C would overrun its stack
        raise yaml.constructor.ConstructorError(None, None, "nested too deeply", mark)
    if isinstance(event, yaml.AliasEvent):
        raise yaml.constructor.ConstructorError(None, None, "aliases (*name) are not read", mark)
    if getattr(event, "tag", None) not in (None, "!", "tag:yaml.org,2002:str"):
        raise yaml.constructor.ConstructorError(None, None, "tags (!name) are not read", mark)


def _line_at(source: str, mark: Any) -> int:
    # Not mark.line: YAML also counts U+0085, U+2028 and U+2029 as ends of lines; editors do not.
    return source.count("\n", 0, mark.index) if mark else 0


def lines_of(source: str, paths: Sequence[Path]) -> list[int]:
    """Return the line, from 0, of the field at each path in YAML; where there is none, of the nearest field above."""
    root = yaml.compose(source, Loader=Loader)
    return [_line_at(source, _mark_of(root, path)) for path in paths]


def _mark_of(node: Any, path: Path) -> Any:
    mark = node.start_mark if node else None
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == part]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            found = [(item, item) for item in node.value[part : part + 1]]
        else:
            found = []
        if not found:
            break
        mark, node = found[0][0].start_mark, found[0][1]
    return mark
