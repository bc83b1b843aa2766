from typing import Any

import pytest

from tests.benchmark.report.goals import GOALS, Goal, judge

NAMES = (
    "first_claim first_list first_article repeat search_middling search_common search_two_words growth "
    "ingest_bulk ingest_append export start memory"
)


def test_every_goal_is_judged_by_name() -> None:
    assert [goal["name"] for goal in judge({})] == NAMES.split()


def test_a_goal_that_was_not_measured_is_neither_met_nor_missed() -> None:
    assert all(goal["met"] is None and goal["measured"] is None and goal["goal"] for goal in judge({}))


@pytest.mark.parametrize(("times", "is_met"), [(1.5, True), (1.501, False)])
def test_a_bound_itself_is_met(times: float, is_met: bool) -> None:
    start = next(goal for goal in judge({"start": {"times": times, "memory_mb": {"worked": 10}}}) if goal["name"] == "start")
    assert (start["met"], start["measured"]) == (is_met, {"times": times})


def test_the_lower_of_throughput_and_cpu_counts() -> None:
    shares = {"of_ceiling": {"throughput": 0.9, "cpu": 0.3}, "of_datasette": {"throughput": 6, "cpu": 7}}
    findings: dict[str, Any] = {"first": {"claim": {"connections_16": shares}}}
    assert judge(findings)[0]["measured"] == {"of_ceiling": 0.3, "of_datasette": 6}
    assert judge(findings)[0]["met"] is True


def test_all_bounds_of_a_goal_count() -> None:
    goal = Goal("both", lambda findings: findings, {"rate": 10}, {"memory": 200})
    assert [
        goal.judge(findings)["met"] for findings in ({"rate": 10, "memory": 200}, {"rate": 9, "memory": 1}, {"rate": 11, "memory": 201})
    ] == [
        True,
        False,
        False,
    ]


def test_every_goal_has_a_bound() -> None:
    assert all(goal.least or goal.most for goal in GOALS)


def test_bulk_ingest_is_held_to_the_largest_archive_that_was_built() -> None:
    ingest = {"per_s": {"onrecord": 9_000}, "times": {"sqlite_utils": 2.5}, "append": {"per_s": 1}}
    archives = {"1m": {"claims": 1_000_000, "per_s": 21_000}, "1k": {"claims": 1_000, "per_s": 50}, "kept": {"claims": 2_000_000}}
    for built, per_s in (({}, 9_000), (archives, 21_000)):
        bulk = next(goal for goal in judge({"ingest": ingest, "archives": built}) if goal["name"] == "ingest_bulk")
        assert bulk["measured"] == {"per_s": per_s, "of_sqlite_utils": 2.5}
