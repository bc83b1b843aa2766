"""The goals, and whether what was measured meets them. Of ratios by throughput and by CPU the lower counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.benchmark.parts.growth import COUNTED
from tests.benchmark.parts.search import WAYS

Found = dict[str, Any]
MS = 50


@dataclass(frozen=True)
class Goal:
    """What is to be reached: ``least`` and ``most`` by the names of what ``measured`` takes out of the findings."""

    name: str
    measured: Callable[[Found], dict[str, float]]
    least: dict[str, float]
    most: dict[str, float]

    def words(self) -> str:
        at_least = [f"{name} at least {number:g}" for name, number in self.least.items()]
        return ", ".join(at_least + [f"{name} at most {number:g}" for name, number in self.most.items()])

    def judged(self, found: Found) -> Found:
        """Return what ``bench.json`` says of it; nothing is measured, and nothing met or missed, where its part was left out."""
        try:
            measured = {name: round(number, 3) for name, number in self.measured(found).items()}
        except KeyError:
            return {"name": self.name, "goal": self.words(), "measured": None, "met": None}
        is_met = all(measured[name] >= number for name, number in self.least.items())
        is_met = is_met and all(measured[name] <= number for name, number in self.most.items())
        return {"name": self.name, "goal": self.words(), "measured": measured, "met": is_met}


def lower(shares: Found) -> float:
    """The lower of the ratios by throughput and by CPU."""
    throughput, cpu = float(shares["throughput"]), float(shares["cpu"])
    return min(throughput, cpu)


def _first(thing: str) -> Callable[[Found], dict[str, float]]:
    def measured(found: Found) -> dict[str, float]:
        shares = found["first"][thing]["connections_16"]
        return {"of_ceiling": lower(shares["of_ceiling"]), "of_datasette": lower(shares["of_datasette"])}

    return measured


def _repeat(found: Found) -> dict[str, float]:
    return {"of_ceiling": min(lower(thing["of_ceiling"]) for thing in found["repeat"].values())}


def _middling(found: Found) -> dict[str, float]:
    return {"of_datasette": min(lower(found["search"][f"{way}_middling"]["of_datasette"]) for way in ("search", "ranked"))}


def _cpu_of(words: str) -> Callable[[Found], dict[str, float]]:
    """The dearest of the ways to search."""
    return lambda found: {"cpu_ms": max(found["search"][f"{way}_{words}"]["onrecord"]["cpu_ms"] for way in WAYS)}


def _growth(found: Found) -> dict[str, float]:
    return {"growth": max(found["growth"][name]["growth"] for name in COUNTED)}


def _bulk(found: Found) -> dict[str, float]:
    """The rate of the largest archive that was built, which is what bulk ingest is for: in turns fewer claims are loaded."""
    builds = sorted((some["claims"], some["per_s"]) for some in found.get("archives", {}).values() if "per_s" in some)
    rates = [found["ingest"]["per_s"]["onrecord"], *(rate for _, rate in builds[-1:])]
    return {"per_s": rates[-1], "of_sqlite_utils": found["ingest"]["times"]["sqlite_utils"]}


def _append(found: Found) -> dict[str, float]:
    return {"per_s": found["ingest"]["append"]["per_s"]}


def _export(found: Found) -> dict[str, float]:
    return {"of_pages": min(found["export"]["times"].values()), "memory_mb": found["export"]["most_mb"]}


GOALS = [
    Goal("first_claim", _first("claim"), {"of_ceiling": 0.25, "of_datasette": 5}, {}),
    Goal("first_list", _first("list"), {"of_ceiling": 0.2, "of_datasette": 5}, {}),
    Goal("first_article", _first("article"), {"of_ceiling": 0.22, "of_datasette": 5}, {}),
    Goal("repeat", _repeat, {"of_ceiling": 0.65}, {}),
    Goal("search_middling", _middling, {"of_datasette": 2}, {}),
    Goal("search_common", _cpu_of("common"), {}, {"cpu_ms": MS}),
    Goal("search_two_words", _cpu_of("two_words"), {}, {"cpu_ms": MS}),
    Goal("growth", _growth, {}, {"growth": 3}),
    Goal("ingest_bulk", _bulk, {"per_s": 20_000, "of_sqlite_utils": 2}, {}),
    Goal("ingest_append", _append, {"per_s": 5_000}, {}),
    Goal("export", _export, {"of_pages": 10}, {"memory_mb": 200}),
    Goal("start", lambda found: {"times": found["start"]["times"]}, {}, {"times": 1.5}),
    Goal("memory", lambda found: {"memory_mb": found["start"]["memory_mb"]["worked"]}, {}, {"memory_mb": 150}),
]


def judged(found: Found) -> list[Found]:
    """Return every goal with what was measured."""
    return [goal.judged(found) for goal in GOALS]
