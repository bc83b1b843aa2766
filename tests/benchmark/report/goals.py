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
    """A goal. ``measured`` reads named numbers from the findings; ``least`` and ``most`` are their bounds."""

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
        is_met = all(measured[name] >= number for name, number in self.least.items())
        is_met = is_met and all(measured[name] <= number for name, number in self.most.items())
        return {"name": self.name, "goal": self.description(), "measured": measured, "met": is_met}


def lower_ratio(shares: Findings) -> float:
    """Return the lower of the ratios by throughput and by CPU."""
    return min(float(shares["throughput"]), float(shares["cpu"]))


def _first(thing: str) -> Callable[[Findings], dict[str, float]]:
    def measured(findings: Findings) -> dict[str, float]:
        shares = findings["first"][thing]["connections_16"]
        return {"of_ceiling": lower_ratio(shares["of_ceiling"]), "of_datasette": lower_ratio(shares["of_datasette"])}

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


def _bulk(findings: Findings) -> dict[str, float]:
    """Return the rate at which the largest archive was built; else that of part ``ingest``, which loads fewer claims."""
    builds = sorted((each["claims"], each["per_s"]) for each in findings.get("archives", {}).values() if "per_s" in each)
    rates = [findings["ingest"]["per_s"]["onrecord"], *(rate for _, rate in builds[-1:])]
    return {"per_s": rates[-1], "of_sqlite_utils": findings["ingest"]["times"]["sqlite_utils"]}


def _append(findings: Findings) -> dict[str, float]:
    return {"per_s": findings["ingest"]["append"]["per_s"]}


def _export(findings: Findings) -> dict[str, float]:
    return {"of_pages": min(findings["export"]["times"].values()), "memory_mb": findings["export"]["most_mb"]}


GOALS = [
    Goal("first_claim", _first("claim"), {"of_ceiling": 0.25, "of_datasette": 5}, {}),
    Goal("first_list", _first("list"), {"of_ceiling": 0.2, "of_datasette": 5}, {}),
    Goal("first_article", _first("article"), {"of_ceiling": 0.22, "of_datasette": 5}, {}),
    Goal("repeat", _repeat, {"of_ceiling": 0.65}, {}),
    Goal("search_middling", _middling, {"of_datasette": 2}, {}),
    Goal("search_common", _cpu_of("common"), {}, {"cpu_ms": MOST_CPU_MS}),
    Goal("search_two_words", _cpu_of("two_words"), {}, {"cpu_ms": MOST_CPU_MS}),
    Goal("growth", _growth, {}, {"growth": 3}),
    Goal("ingest_bulk", _bulk, {"per_s": 20_000, "of_sqlite_utils": 2}, {}),
    Goal("ingest_append", _append, {"per_s": 5_000}, {}),
    Goal("export", _export, {"of_pages": 10}, {"memory_mb": 200}),
    Goal("start", lambda findings: {"times": findings["start"]["times"]}, {}, {"times": 1.5}),
    Goal("memory", lambda findings: {"memory_mb": findings["start"]["memory_mb"]["worked"]}, {}, {"memory_mb": 150}),
]


def judge(findings: Findings) -> list[Findings]:
    """Return every goal with its measurements."""
    return [goal.judge(findings) for goal in GOALS]
