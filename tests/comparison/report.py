"""Report of differences in groups, with the number of differences and a few examples of each group."""

import re
from collections.abc import Hashable, Sequence
from itertools import groupby
from typing import Any

from tests.comparison.differences import Difference

EXAMPLES, MOST_CHARACTERS = 3, 160


def render(differences: Sequence[Difference]) -> str:
    """Return the report: each group with its number, and a few requests with both values."""
    if not differences:
        return "No difference.\n"
    groups = [[*group] for _, group in groupby(sorted(differences, key=_group_key), _group_key)]
    groups.sort(key=lambda group: (group[0].kind, -len(group)))
    return "".join(map(_render_group, groups)) + f"\n{len(differences)} differences of {len(groups)} sorts.\n"


def _group_key(difference: Difference) -> tuple[str, str, str]:
    return difference.kind, difference.subject, re.sub(r"\[\d+\]", "[]", difference.path)


def _render_group(group: Sequence[Difference]) -> str:
    kind, subject, path = _group_key(group[0])
    lines = [f"\n{kind}: {subject} {path}".rstrip() + f"  ({len(group)})"]
    for one in _examples(group):
        lines += [f"  {one.request}{f'  {one.path}' if one.path != path else ''}", f"    - {_short(one.base)}", f"    + {_short(one.head)}"]
    return "\n".join(lines) + "\n"


def _examples(group: Sequence[Difference]) -> list[Difference]:
    """Return a few differences with different values."""
    by_values: dict[Hashable, Difference] = {}
    for one in group:
        by_values.setdefault((repr(one.base), repr(one.head)), one)
    return [*by_values.values()][:EXAMPLES]


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}… ({len(text)} characters)"
