"""Ratios of two commits, with their spread, as figures and as tables."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from tests.benchmark.report.goals import judge_turns
from tests.benchmark.report.tables import COMMITS, goals, turns
from tests.benchmark.turns.state import Measurement

Findings = dict[str, Any]
RATIOS = ("per_s", "cpu_ms", "bytes")  # figures that are compared: of a claim, or of an answer


def summarize(settings: Findings, measurements: Sequence[Measurement]) -> Findings:
    """Return medians of both commits, and the median and ends of the ratios of each round, after over before."""
    found = {what: _pairs(measurements, what) for what in dict.fromkeys(one.what for one in measurements)}
    compared = {what: _compare(pairs) for what, pairs in found.items() if pairs}
    return {
        **settings,
        "medians": {what: each["medians"] for what, each in compared.items()},
        "ratios": {what: each["ratios"] for what, each in compared.items()},
        "same": {one.what: one.figures["same"] for one in measurements if "same" in one.figures},
    }


def _pairs(measurements: Sequence[Measurement], what: str) -> list[tuple[Findings, Findings]]:
    """Return the figures of both commits in each round that both have."""
    by_round: dict[int, dict[str, Findings]] = {}
    for one in measurements:
        if one.what == what:
            by_round.setdefault(one.round, {})[one.commit] = one.figures
    return [(each["before"], each["after"]) for each in by_round.values() if len(each) == len(COMMITS)]


def _compare(pairs: list[tuple[Findings, Findings]]) -> Findings:
    names = [name for name in RATIOS if name in pairs[0][0]]
    medians = {commit: {name: median(pair[place][name] for pair in pairs) for name in names} for place, commit in enumerate(COMMITS)}
    ratios = {name: [after[name] / before[name] for before, after in pairs if before[name]] for name in names}
    spread = {
        name: {"median": median(each), "least": min(each), "most": max(each), "rounds": len(each)} for name, each in ratios.items() if each
    }
    return {"medians": medians, "ratios": spread}


def render(summary: Findings) -> str:
    """Return the commits, a table of all ratios, answers that differ, and the goals."""
    return "\n\n".join([turns(summary), goals({"goals": judge_turns({"turns": summary})})])
