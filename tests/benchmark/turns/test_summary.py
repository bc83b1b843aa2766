"""Ratios are those of each round, after over before, with their spread."""

from typing import Any

from tests.benchmark.turns.state import Measurement
from tests.benchmark.turns.summary import render, summarize

SETTINGS = {"before": "a" * 40, "after": "b" * 40, "claims": 1_000_000, "added": 50_000, "database": "sqlite"}


def _round(what: str, number: int, before: dict[str, float], after: dict[str, float]) -> list[Measurement]:
    return [Measurement(what, number, "before", before), Measurement(what, number, "after", after)]


def _summary() -> dict[str, Any]:
    bulk = [(100.0, 300.0), (200.0, 400.0), (100.0, 500.0)]
    rounds = [one for number, (before, after) in enumerate(bulk) for one in _round("bulk", number, {"per_s": before}, {"per_s": after})]
    answers = _round("first_claim", 0, {"cpu_ms": 0.2, "same": 0.5}, {"cpu_ms": 0.1, "same": 0.5})
    return summarize(SETTINGS, [*rounds, *answers, Measurement("append", 0, "before", {"per_s": 1.0})])


def test_a_ratio_is_the_median_of_those_of_each_round_and_has_a_spread() -> None:
    assert _summary()["ratios"]["bulk"]["per_s"] == {"median": 3.0, "least": 2.0, "most": 5.0, "rounds": 3}
    assert _summary()["medians"]["bulk"] == {"before": {"per_s": 100.0}, "after": {"per_s": 400.0}}


def test_what_only_one_commit_has_yet_is_left_out() -> None:
    assert "append" not in _summary()["ratios"]


def test_the_report_has_ratios_spread_goals_and_answers_that_differ() -> None:
    report = render(_summary())
    assert "| `bulk` a second | 100 | 400 | 3.000 | 2.000 to 5.000 | 3 |" in report
    assert "| `ingest_bulk` | of_before at least 2.5 | of_before 3 | yes |" in report
    assert "`first_claim`: 50% of the compared answers are the same." in report
    assert "ingest_append" not in report
