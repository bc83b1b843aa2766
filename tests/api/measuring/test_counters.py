"""Counters of requests: by route and status, of one process and of several."""

import multiprocessing
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from app.api.measuring.counters import DURATIONS_S, OTHER_PATHS, STATUS_LABELS, Counters, RouteCounts
from app.main import PATHS

SPAWN = multiprocessing.get_context("spawn")  # as uvicorn starts its workers
CLAIM = "/v1/claims/clm_5k2m7p9q1r3t4v6w8x0z"


def counted(counters: Counters) -> dict[str, dict[str, float]]:
    """Return requests by route and status, without those that are none."""
    by_route = {route.route: by_status(route) for route in counters.totals().routes}
    return {route: numbers for route, numbers in by_route.items() if numbers}


def by_status(route: RouteCounts) -> dict[str, float]:
    return {label: number for label, number in zip(STATUS_LABELS, route.statuses, strict=True) if number}


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/v1/claims", "/v1/claims"),
        (CLAIM, "/v1/claims/{claim_id}"),
        ("/v1/articles/art_1q7d8m4z0k3n5c6v2b9x/annotated", "/v1/articles/{article_id}/annotated"),
        ("/problems/not-found", "/problems/{kind}"),
        ("/healthz", "/healthz"),
        ("/", "/"),
        ("/metrics", "/metrics"),
        (f"{CLAIM}/nothing", OTHER_PATHS),
        ("/v1/nothing", OTHER_PATHS),
        ("/wp-login.php", OTHER_PATHS),
        ("//////////", OTHER_PATHS),
        ("", OTHER_PATHS),
    ],
)
def test_a_request_is_counted_by_its_route(path: str, route: str) -> None:
    counters = Counters(PATHS, None)
    counters.count(path, 200, 0.01)
    assert counted(counters) == {route: {"200": 1}}


def test_every_route_has_counters_of_its_own() -> None:
    counters = Counters(PATHS, None)
    for path in PATHS:
        counters.count(path, 200, 0.01)
    assert counted(counters) == {path: {"200": 1} for path in PATHS}


def test_statuses_that_no_route_answers_with_are_counted_together() -> None:
    counters = Counters(PATHS, None)
    for status in (200, 200, 404, 418, 299, None):
        counters.count("/v1/claims", status, 0.01)
    assert counted(counters) == {"/v1/claims": {"200": 2, "404": 1, "other": 2, "aborted": 1}}


def test_durations_are_counted_up_to_the_bound_that_holds_them() -> None:
    counters = Counters(PATHS, None)
    for took_s in (0.0, 0.0005, 0.0006, 10.0, 11.0):
        counters.count("/v1/claims", 200, took_s)
    [claims] = [route for route in counters.totals().routes if route.route == "/v1/claims"]
    assert claims.durations == [2, 1, *[0] * (len(DURATIONS_S) - 3), 1, 1]
    assert claims.sum_of_durations_s == pytest.approx(21.0011)


def test_hits_and_misses_are_counted() -> None:
    counters = Counters(PATHS, None)
    for is_hit in (True, True, False):
        counters.count_lookup(is_hit=is_hit)
    assert counters.totals()[1:] == (2, 1)


def count_requests(folder: Path, number: int, has_counted: Event, may_end: Event) -> None:
    counters = Counters(PATHS, folder)
    for _ in range(number):
        counters.count("/v1/claims", 200, 0.25)
    counters.count_lookup(is_hit=True)
    has_counted.set()
    may_end.wait()


@pytest.mark.slow
def test_processes_share_their_counts_and_those_of_a_killed_one_stay(tmp_path: Path) -> None:
    may_end = SPAWN.Event()
    counters = Counters(PATHS, tmp_path)
    counters.count("/v1/claims", 200, 0.25)
    for total, number in ((11, 10), (31, 20), (61, 30)):  # each after the one before was killed
        has_counted = SPAWN.Event()
        process = SPAWN.Process(target=count_requests, args=(tmp_path, number, has_counted, may_end))
        process.start()
        assert has_counted.wait(60)
        assert counted(counters) == {"/v1/claims": {"200": total}}
        process.kill()
        process.join()
        assert counted(counters) == {"/v1/claims": {"200": total}}
    assert counters.totals().cache_hits == 3
    assert len(list(tmp_path.iterdir())) == 2
