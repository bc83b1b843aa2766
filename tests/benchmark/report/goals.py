"""Goals, and whether measurements meet them. Of ratios by throughput and by CPU the lower counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.benchmark.parts.growth import COUNTED
from tests.benchmark.parts.search import KINDS

Findings = dict[str, Any]
MOST_CPU_MS = 50


@dataclass(frozen=True)
class Goal:
    """A goal. ``measured`` reads named numbers from the findings; ``least`` and ``most`` are their bounds.

    A number that the findings lack has no say, as the bytes on a database that was not loaded.
    """

    name: str
    measured: Callable[[Findings], dict[str, float]]
    least: dict[str, float]
    most: dict[str, float]

    def description(self) -> str:
        """Return the bounds in words."""
        at_least = [f"{name} at least {number:g}" for name, number in self.least.items()]
        return ", ".join(at_least + [f"{name} at most {number:g}" for name, number in self.most.items()])

    def judge(self, findings: Findings) -> Findings:
        """Return the entry of ``bench.json``. ``measured`` and ``met`` are None where the part was left out."""
        try:
            measured = {name: round(number, 3) for name, number in self.measured(findings).items()}
        except KeyError:
            return {"name": self.name, "goal": self.description(), "measured": None, "met": None}
        is_met = all(measured[name] >= number for name, number in self.least.items() if name in measured)
        is_met = is_met and all(measured[name] <= number for name, number in self.most.items() if name in measured)
        return {"name": self.name, "goal": self.description(), "measured": measured, "met": is_met}


def lower_ratio(shares: Findings) -> float:
    """Return the lower of the ratios by throughput and by CPU."""
    return min(float(shares["throughput"]), float(shares["cpu"]))


def _first(thing: str) -> Callable[[Findings], dict[str, float]]:
    def measured(findings: Findings) -> dict[str, float]:
        return {"of_datasette": lower_ratio(findings["first"][thing]["connections_16"]["of_datasette"])}

    return measured


def _repeat(findings: Findings) -> dict[str, float]:
    return {"of_ceiling": min(lower_ratio(thing["of_ceiling"]) for thing in findings["repeat"].values())}


def _middling(findings: Findings) -> dict[str, float]:
    return {"of_datasette": min(lower_ratio(findings["search"][f"{kind}_middling"]["of_datasette"]) for kind in ("search", "ranked"))}


def _cpu_of(words: str) -> Callable[[Findings], dict[str, float]]:
    """Return a reader of the CPU of the most expensive kind of search."""
    return lambda findings: {"cpu_ms": max(findings["search"][f"{kind}_{words}"]["onrecord"]["cpu_ms"] for kind in KINDS)}


def _growth(findings: Findings) -> dict[str, float]:
    return {"growth": max(findings["growth"][name]["growth"] for name in COUNTED)}


def _largest(findings: Findings) -> Findings:
    """Return the largest archive."""
    archives: list[Findings] = list(findings["archives"].values())
    return max(archives, key=lambda archive: int(archive["claims"]))


def _bytes(findings: Findings) -> dict[str, float]:
    archive = _largest(findings)
    return {findings["database"]: archive["bytes"] / archive["claims"]}


def _ingest_growth(findings: Findings) -> dict[str, float]:
    growth = findings["ingest"]["growth"]
    return {name: growth[name]["times"] for name in ("bulk", "append") if name in growth}


def _export(findings: Findings) -> dict[str, float]:
    export = findings["export"]
    return {"of_sqlite3": lower_ratio({"throughput": export["times"]["per_s"], "cpu": export["times"]["per_cpu_s"]}), **_memory(export)}


def _memory(export: Findings) -> dict[str, float]:
    return {"memory_mb": export["onrecord"]["peak_mb"]}


def _of_before(what: str, measure: str) -> Callable[[Findings], dict[str, float]]:
    """Return a reader of a ratio to the commit before, which ``make bench-turns`` measures."""
    return lambda findings: {"of_before": findings["turns"]["ratios"][what][measure]["median"]}


def _own_cpu(findings: Findings) -> dict[str, float]:
    """Return the most CPU of a single answer in our own process, over PostgreSQL.

    Raises:
        KeyError: it was not measured, or over SQLite, which works in our process.
    """
    if findings["database"] != "postgresql":
        raise KeyError("postgresql")
    return {
        "own_cpu_ms": max(findings["first"][thing]["connections_16"]["onrecord"]["own_cpu_ms"] for thing in ("claim", "list", "article"))
    }


ON_POSTGRESQL = [Goal("first, own CPU", _own_cpu, {}, {"own_cpu_ms": 0.6})]
IN_TURNS = [
    Goal("ingest_bulk", _of_before("bulk", "per_s"), {"of_before": 2.5}, {}),
    Goal("ingest_append", _of_before("append", "per_s"), {"of_before": 4}, {}),
    *(Goal(f"{name}, CPU", _of_before(name, "cpu_ms"), {}, {"of_before": 1}) for name in ("first_claim", "first_list", "first_article")),
    *(Goal(f"{name}, rate", _of_before(name, "per_s"), {"of_before": 1}, {}) for name in ("repeat_claim", "repeat_list", "repeat_article")),
]
GOALS = [
    Goal("bytes", _bytes, {}, {"sqlite": 2_400, "postgresql": 2_900}),
    Goal("ingest_growth", _ingest_growth, {}, {"bulk": 1.3, "append": 1.5}),
    Goal("first_claim", _first("claim"), {"of_datasette": 6}, {}),
    Goal("first_list", _first("list"), {"of_datasette": 6}, {}),
    Goal("first_article", _first("article"), {"of_datasette": 6}, {}),
    Goal("repeat", _repeat, {"of_ceiling": 0.65}, {}),
    Goal("search_middling", _middling, {"of_datasette": 2}, {}),
    Goal("search_common", _cpu_of("common"), {}, {"cpu_ms": MOST_CPU_MS}),
    Goal("search_two_words", _cpu_of("two_words"), {}, {"cpu_ms": MOST_CPU_MS}),
    Goal("growth", _growth, {}, {"growth": 3}),
    Goal("export", _export, {"of_sqlite3": 1}, {"memory_mb": 120}),
    Goal("start", lambda findings: {"times": findings["start"]["times"]}, {}, {"times": 1.4}),
    Goal("memory", lambda findings: {"memory_mb": findings["start"]["memory_mb"]["worked"]}, {}, {"memory_mb": 150}),
]


def judge(findings: Findings) -> list[Findings]:
    """Return every goal with its measurements; those over PostgreSQL or against the commit before only where they were measured."""
    return [goal.judge(findings) for goal in GOALS] + _measured(ON_POSTGRESQL, findings) + judge_turns(findings)


def judge_turns(findings: Findings) -> list[Findings]:
    """Return the goals against the commit before that were measured."""
    return _measured(IN_TURNS, findings)


def _measured(goals: list[Goal], findings: Findings) -> list[Findings]:
    return [judged for goal in goals if (judged := goal.judge(findings))["met"] is not None]
