"""What was found, as Markdown."""

from collections.abc import Iterable
from typing import Any

Found = dict[str, Any]


def written(found: Found) -> str:
    """Return the tables: goals, then requests, then growth."""
    machine = found["machine"]
    head = f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, {found['date']}, {found['minutes']} minutes"
    tables = [part for part in (goals(found), requests(found), growth(found)) if part]
    return "\n\n".join([head, archives(found), *failures(found), *tables])


def archives(found: Found) -> str:
    """Return the sizes of the archives."""
    return ", ".join(f"{name} claims: {some['bytes'] / 1e6:.0f} MB" for name, some in found["archives"].items())


def failures(found: Found) -> list[str]:
    """Return a line for each part that failed, with the last line of the reason."""
    return [f"**{part} failed**: {why.strip().splitlines()[-1]}" for part, why in found.get("failed", {}).items()]


def goals(found: Found) -> str:
    """Return every goal, what was wanted, and what was measured."""
    met = {True: "yes", False: "no", None: "not measured"}
    rows = ((f"`{goal['name']}`", goal["goal"], _numbers(goal["measured"]), met[goal["met"]]) for goal in found["goals"])
    return _table(("goal", "wanted", "measured", "met"), rows)


def requests(found: Found) -> str:
    """Return throughput, CPU and latency of every request, and the ratios; nothing where none was measured."""
    rows = []
    for part in ("first", "repeat", "search"):
        for name, things in found.get(part, {}).items():
            by_connections = things if "connections_16" in things else {"": things}
            rows += [_request(f"{part}: {name}", how, samples) for how, samples in by_connections.items() if how != "memory_mb"]
    return (
        _table(("request", "", "answers/s", "CPU ms", "p50 ms", "p99 ms", "of the ceiling", "times Datasette", "times its table"), rows)
        if rows
        else ""
    )


def _request(name: str, how: str, samples: Found) -> tuple[str, ...]:
    ours = samples["onrecord"]
    numbers = (f"{ours['per_s']:.0f}", f"{ours['cpu_ms']:.2f}", f"{ours['p50_ms']:.1f}", f"{ours['p99_ms']:.1f}")
    shares = [_both(samples.get(f"of_{other}"), unit) for other, unit in (("ceiling", "%"), ("datasette", "x"), ("datasette_table", "x"))]
    return name.replace("_", " "), how.replace("_", " "), *numbers, *shares


def _both(ratios: Found | None, unit: str) -> str:
    """By throughput / by CPU."""
    if not ratios:
        return ""
    times, digits = (100, 0) if unit == "%" else (1, 1)
    return f"{ratios['throughput'] * times:.{digits}f} / {ratios['cpu'] * times:.{digits}f} {unit}"


def growth(found: Found) -> str:
    """Return the CPU of each request by size of the archive; nothing where it was not measured."""
    cases = found.get("growth", {})
    if not cases:
        return ""
    sizes = list(next(iter(cases.values()))["sizes"])
    rows = ((name, *(f"{case['sizes'][size]['cpu_ms']:.2f}" for size in sizes), f"{case['growth']:.1f}x") for name, case in cases.items())
    return _table(("CPU ms at claims", *sizes, "growth"), rows)


def _numbers(measured: dict[str, float] | None) -> str:
    return "" if measured is None else ", ".join(f"{name} {number:g}" for name, number in measured.items())


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
