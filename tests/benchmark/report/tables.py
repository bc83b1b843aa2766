"""Markdown tables of the findings: goals, requests, growth, loading and export, and two commits in turns."""

from collections.abc import Iterable, Iterator
from typing import Any

Findings = dict[str, Any]
COMMITS = ("before", "after")  # compared in turns
UNITS = {"per_s": "a second", "cpu_ms": "CPU ms each", "bytes": "bytes a claim"}


def render(findings: Findings) -> str:
    """Return the machine, the archives, failures, and all tables."""
    machine = findings["machine"]
    head = f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, {findings['date']}, {findings['minutes']} minutes"
    tables = [part for part in (goals(findings), requests(findings), growth(findings), rates(findings)) if part]
    tables += [turns(findings["turns"])] if "turns" in findings else []
    return "\n\n".join([head, archives(findings), *failures(findings), *tables])


def archives(findings: Findings) -> str:
    """Return the archives with their sizes in a line."""
    return ", ".join(f"{name} claims: {each['bytes'] / 1e6:.0f} MB" for name, each in findings["archives"].items())


def failures(findings: Findings) -> list[str]:
    """Return a line for each part that failed, with the last line of its error."""
    return [f"**{part} failed**: {why.strip().splitlines()[-1]}" for part, why in findings.get("failed", {}).items()]


def goals(findings: Findings) -> str:
    """Return the table of goals."""
    met = {True: "yes", False: "no", None: "not measured"}
    rows = ((f"`{goal['name']}`", goal["goal"], _numbers(goal["measured"]), met[goal["met"]]) for goal in findings["goals"])
    return table(("goal", "wanted", "measured", "met"), rows)


def requests(findings: Findings) -> str:
    """Return the table of throughput, CPU, latency and ratios of every request; empty if none was measured."""
    rows = []
    for part in ("first", "repeat", "search"):
        for name, things in findings.get(part, {}).items():
            by_connections = things if "connections_16" in things else {"": things}
            rows += [_request(f"{part}: {name}", how, samples) for how, samples in by_connections.items() if how != "memory_mb"]
    return (
        table(("request", "", "answers/s", "CPU ms", "p50 ms", "p99 ms", "of the ceiling", "times Datasette", "times its table"), rows)
        if rows
        else ""
    )


def _request(name: str, how: str, samples: Findings) -> tuple[str, ...]:
    ours = samples["onrecord"]
    figures = (f"{ours['per_s']:.0f}", f"{ours['cpu_ms']:.2f}", f"{ours['p50_ms']:.1f}", f"{ours['p99_ms']:.1f}")
    shares = [_both(samples.get(f"of_{other}"), unit) for other, unit in (("ceiling", "%"), ("datasette", "x"), ("datasette_table", "x"))]
    return name.replace("_", " "), how.replace("_", " "), *figures, *shares


def _both(ratios: Findings | None, unit: str) -> str:
    """Return the ratios by throughput and by CPU, as in ``50 / 40 %``."""
    if not ratios:
        return ""
    times, digits = (100, 0) if unit == "%" else (1, 1)
    return f"{ratios['throughput'] * times:.{digits}f} / {ratios['cpu'] * times:.{digits}f} {unit}"


def growth(findings: Findings) -> str:
    """Return the table of CPU by size of the archive; empty if it was not measured."""
    cases = findings.get("growth", {})
    if not cases:
        return ""
    sizes = list(next(iter(cases.values()))["sizes"])
    rows = ((name, *(f"{case['sizes'][size]['cpu_ms']:.2f}" for size in sizes), f"{case['growth']:.1f}x") for name, case in cases.items())
    return table(("CPU ms at claims", *sizes, "growth"), rows)


def rates(findings: Findings) -> str:
    """Return the table of claims a second and a CPU second of loads and exports; empty if none was measured."""
    rows = [_rate(*row) for row in (*_loads(findings), *_exports(findings))]
    return table(("load or export", "claims", "claims/s", "claims a CPU s", "most MB"), rows) if rows else ""


def _loads(findings: Findings) -> Iterator[tuple[str, Findings]]:
    built = [archive for archive in findings["archives"].values() if "per_cpu_s" in archive]
    yield from (("into an empty database", archive) for archive in built)
    if ingest := findings.get("ingest"):
        names = {
            "onrecord": "into an empty database, again",
            "sqlite_utils": "sqlite-utils, flat rows with full text",
            "sqlite_utils_without_words": "sqlite-utils, flat rows without full text",
        }
        for name, label in names.items():
            yield label, {"claims": ingest["claims"], **{what: ingest[what][name] for what in ("per_s", "per_cpu_s")}}
        yield f"added to {ingest['append']['to']:,} claims", ingest["append"]


def _exports(findings: Findings) -> Iterator[tuple[str, Findings]]:
    names = {"onrecord": "`onrecord export claims`", "sqlite3": "`sqlite3 -json` over the reference file"}
    yield from ((label, findings["export"][name]) for name, label in names.items() if name in findings.get("export", {}))


def _rate(label: str, run: Findings) -> tuple[str, ...]:
    memory = f"{run['peak_mb']:.0f}" if "peak_mb" in run else ""
    return label, f"{run['claims']:,.0f}", f"{run['per_s']:.0f}", f"{run['per_cpu_s']:.0f}", memory


def turns(summary: Findings) -> str:
    """Return two commits, the table of their ratios with the spread over the rounds, and which answers differ."""
    rows = [
        (
            f"`{what}` {UNITS[name]}",
            *(f"{summary['medians'][what][commit][name]:,.5g}" for commit in COMMITS),
            f"{ratio['median']:.3f}",
            f"{ratio['least']:.3f} to {ratio['most']:.3f}",
            f"{ratio['rounds']}",
        )
        for what, ratios in summary["ratios"].items()
        for name, ratio in ratios.items()
    ]
    commits = f"Before `{summary['before'][:7]}`, after `{summary['after'][:7]}`"
    head = f"{commits}: {summary['claims']:,} claims, and {summary['added']:,} added ({summary['database']})."
    differing = [f"`{what}`: {same:.0%} of the compared answers are the same." for what, same in summary["same"].items() if same < 1]
    return "\n\n".join([head, table(("what", "before", "after", "after / before", "least to most", "rounds"), rows), *differing])


def _numbers(measured: dict[str, float] | None) -> str:
    return "" if measured is None else ", ".join(f"{name} {number:g}" for name, number in measured.items())


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
