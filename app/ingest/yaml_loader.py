"""YAML with JSON's scalars: a date is text, ``no`` is text, no key stands twice, and no aliases, which can grow without bound."""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from app.errors import DocumentRefused, Fault

Path = tuple[str | int, ...]


class Loader(yaml.CSafeLoader):
    """PyYAML's safe loader in C, with fewer implicit types."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Refuse a key that stands twice: one of the two would be lost."""
        seen = set()
        for key, _ in node.value:
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
        DocumentRefused: it is no YAML that is read here; the fault has the line.
    """
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, Loader=yaml.CSafeLoader)):
            raise yaml.constructor.ConstructorError(None, None, "aliases (*name) are not read")
        return yaml.load(source, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        told = getattr(error, "problem", None) or str(error)
        raise DocumentRefused([Fault((), f"is no YAML: {told}", mark.line + 1 if mark else 1)]) from error
    except (RecursionError, ValueError) as error:
        raise DocumentRefused([Fault((), f"is no YAML: {error}", 1)]) from error


def lines_of(source: str, paths: Sequence[Path]) -> list[int]:
    """Return the line, from 0, of the field at each path in YAML or JSON; of the nearest one above where there is none."""
    try:
        # JSON is YAML but for tabs between tokens; inside its strings there are none.
        root = yaml.compose(source.replace("\t", " "), Loader=Loader)
    except (yaml.YAMLError, RecursionError):
        return [0] * len(paths)
    return [_line_of(root, path) for path in paths]


def _line_of(node: Any, path: Path) -> int:
    line = int(node.start_mark.line) if node else 0
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == part]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            found = [(item, item) for item in node.value[part : part + 1]]
        else:
            found = []
        if not found:
            break
        line, node = found[0][0].start_mark.line, found[0][1]
    return line
