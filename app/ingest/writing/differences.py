"""Differences between two versions of a knowledge document, for the report of a load."""

from typing import Any

SECTIONS = ("entities", "claims", "events")
Json = dict[str, Any]


def differences(before: Json, after: Json) -> list[str]:
    """Return a short line for each difference: ``claims: 1 added, 2 changed (c3, c4)``."""
    lines = [_section(name, before.get(name, []), after.get(name, [])) for name in SECTIONS]
    lines += [f"{name}: changed" for name in ("relations", "times", "format", "id", "produced_by") if before.get(name) != after.get(name)]
    keys = sorted(key for key in {*before["article"], *after["article"]} if before["article"].get(key) != after["article"].get(key))
    if keys:
        lines.append(f"article: {', '.join(keys)} changed")
    lines = [line for line in lines if line]
    return lines or (["keys that say nothing were given or left out"] if before != after else [])


def _section(name: str, before: list[Json], after: list[Json]) -> str:
    old, new = {item["id"]: item for item in before}, {item["id"]: item for item in after}
    parts = {
        "added": [key for key in new if key not in old],
        "removed": [key for key in old if key not in new],
        "changed": [key for key in new if key in old and new[key] != old[key]],
    }
    if not any(parts.values()) and list(old) != list(new):
        return f"{name}: in another order"
    counts = [f"{len(keys)} {change} ({', '.join(keys[:5])}{', ...' if len(keys) > 5 else ''})" for change, keys in parts.items() if keys]
    return f"{name}: {', '.join(counts)}" if counts else ""
