from typing import Any

import pytest

from tests.benchmark.report.goals import GOALS, Goal, judge, judge_turns

NAMES = (
    "bytes ingest_growth first_claim first_list first_article repeat search_middling search_common search_two_words growth "
    "export start memory"
)


def test_every_goal_is_judged_by_name() -> None:
    assert [goal["name"] for goal in judge({})] == NAMES.split()


def test_a_goal_that_was_not_measured_is_neither_met_nor_missed() -> None:
    assert all(goal["met"] is None and goal["measured"] is None and goal["goal"] for goal in judge({}))


@pytest.mark.parametrize(("times", "is_met"), [(1.4, True), (1.401, False)])
def test_a_bound_itself_is_met(times: float, is_met: bool) -> None:
    start = next(goal for goal in judge({"start": {"times": times, "memory_mb": {"worked": 10}}}) if goal["name"] == "start")
    assert (start["met"], start["measured"]) == (is_met, {"times": times})


def test_the_lower_of_throughput_and_cpu_counts() -> None:
    shares = {"of_ceiling": {"throughput": 0.9, "cpu": 0.3}, "of_datasette": {"throughput": 6, "cpu": 7}}
    first = _judged("first_claim", {"first": {"claim": {"connections_16": shares}}})
    assert (first["measured"], first["met"]) == ({"of_datasette": 6}, True)


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


@pytest.mark.parametrize(("database", "size", "is_met"), [("sqlite", 2_500, False), ("postgresql", 2_500, True), ("sqlite", 2_400, True)])
def test_bytes_of_a_claim_are_those_of_the_largest_archive_and_have_a_goal_for_each_database(
    database: str, size: int, is_met: bool
) -> None:
    archives = {"1k": {"claims": 1_000, "bytes": 9_000_000}, "10k": {"claims": 10_000, "bytes": size * 10_000}}
    judged = _judged("bytes", {"database": database, "archives": archives})
    assert (judged["measured"], judged["met"]) == ({database: size}, is_met)


def test_growth_of_loading_is_judged_by_what_was_measured() -> None:
    growth = {"append": {"us": [100, 140], "times": 1.4}, "start_cpu_s": 1}
    assert _judged("ingest_growth", {"ingest": {"growth": growth}})["measured"] == {"append": 1.4}
    assert _judged("ingest_growth", {"ingest": {"growth": {**growth, "bulk": {"times": 1.31}}}})["met"] is False


def test_an_export_must_be_as_fast_in_time_and_in_cpu_and_is_not_judged_alone() -> None:
    export = {"onrecord": {"peak_mb": 80}, "times": {"per_s": 1.2, "per_cpu_s": 0.9}}
    assert _judged("export", {"export": export})["measured"] == {"of_sqlite3": 0.9, "memory_mb": 80}
    assert _judged("export", {"export": {"onrecord": {"peak_mb": 80}}})["met"] is None


def test_goals_against_the_commit_before_are_judged_where_they_were_measured() -> None:
    assert judge_turns({}) == []
    ratios = {"bulk": {"per_s": {"median": 2.6}}, "first_list": {"cpu_ms": {"median": 1.1}}}
    judged = judge({"turns": {"ratios": ratios}})[len(GOALS) :]
    assert [(goal["name"], goal["met"]) for goal in judged] == [("ingest_bulk", True), ("first_list, CPU", False)]


@pytest.mark.parametrize(("database", "judged"), [("sqlite", []), ("postgresql", [("first, own CPU", False)])])
def test_the_cpu_of_our_own_process_is_judged_over_postgresql(database: str, judged: list[tuple[str, bool]]) -> None:
    answers = {
        thing: {"connections_16": {"onrecord": {"own_cpu_ms": ms}}} for thing, ms in (("claim", 0.2), ("list", 0.7), ("article", 0.5))
    }
    found = judge({"database": database, "first": answers})[len(GOALS) :]
    assert [(goal["name"], goal["met"]) for goal in found] == judged


def _judged(name: str, findings: dict[str, Any]) -> dict[str, Any]:
    return next(goal for goal in judge(findings) if goal["name"] == name)
