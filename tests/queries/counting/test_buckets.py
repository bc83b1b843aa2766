"""Counts by day, week, month and year, of dates and of a timeline."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient

from app.parameters.timeline import Bucket
from app.queries.counting.buckets import TimelineDate, bucket_of, count_by_bucket
from app.terms.dates import parse_edtf
from tests import make
from tests.queries.archive import get

BUCKETS: tuple[Bucket, ...] = get_args(Bucket)


def claims(*dates: str) -> list[TimelineDate]:
    return [TimelineDate("claims", parsed.earliest, parsed.latest, parsed.precision, 1) for parsed in map(parse_edtf, dates)]


def inside(bucket: Bucket, *dates: str) -> dict[str, int]:
    """Count what lies within buckets, by their EDTF, in order."""
    return {one["date"]["edtf"]: one["claims"] for one in count_by_bucket(claims(*dates), bucket)["buckets"]}


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2024-06-24", "2024-06-24/2024-06-30"),
        ("2024-06-30", "2024-06-24/2024-06-30"),
        ("2024-07-01", "2024-07-01/2024-07-07"),
        ("2024-12-30", "2024-12-30/2025-01-05"),
        ("2025-01-05", "2024-12-30/2025-01-05"),
        ("2023-01-01", "2022-12-26/2023-01-01"),
        ("2024-02-29", "2024-02-26/2024-03-03"),
        ("0001-01-01", "0001-01-01/0001-01-07"),
        ("9999-12-26", "9999-12-20/9999-12-26"),
        ("9999-12-31", "9999-12-27/9999-12-31"),
    ],
)
def test_a_week_begins_on_monday_also_at_the_edges_of_years(day: str, week: str) -> None:
    assert bucket_of(day, "week") == week


def test_a_bucket_is_a_date_as_any_other() -> None:
    dates = [count_by_bucket(claims("2024-06-25"), bucket)["buckets"][0]["date"] for bucket in BUCKETS]
    assert dates == [
        {"edtf": "2024-06-25", "earliest": "2024-06-25", "latest": "2024-06-25", "precision": "day"},
        {"edtf": "2024-06-24/2024-06-30", "earliest": "2024-06-24", "latest": "2024-06-30", "precision": "week"},
        {"edtf": "2024-06", "earliest": "2024-06-01", "latest": "2024-06-30", "precision": "month"},
        {"edtf": "2024", "earliest": "2024-01-01", "latest": "2024-12-31", "precision": "year"},
    ]


def test_what_lies_within_one_bucket_is_counted_there_however_imprecise() -> None:
    dates = ("2024-06-25", "2024-06-24/2024-06-30", "[2024-06-25..2024-06-26]", "2024-06", "2024-06-30/2024-07-01", "2024", "2023-24")
    assert inside("day", *dates) == {"2024-06-25": 1}
    assert inside("week", *dates) == {"2024-06-24/2024-06-30": 3}
    assert inside("month", *dates) == {"2024-06": 4}
    assert inside("year", *dates) == {"2024": 6}


def test_what_spans_several_buckets_is_counted_by_the_first_and_last_and_in_none_of_them() -> None:
    dates = ("2024-06/2024-07", "[2024-06..2024-07]", "../2024-06-01", "2024-06-01/..", "XXXX", "2024-05-31/2024-06")
    found = count_by_bucket(claims(*dates), "month")
    assert found["buckets"] == []
    assert [(one["earliest"], one["latest"], one["claims"]) for one in found["spanning"]] == [
        (None, "2024-06-30", 1),
        (None, None, 1),
        ("2024-05-01", "2024-06-30", 1),
        ("2024-06-01", "2024-07-31", 2),
        ("2024-06-01", None, 1),
    ]


def test_ranges_go_from_the_first_day_of_a_bucket_to_the_last_of_another() -> None:
    ranges = {}
    for bucket in BUCKETS:
        found = count_by_bucket(claims("2023-12-31/2024-06-25", "[2023-12-30..2024-06-26]", "../2024-06-25"), bucket)["spanning"]
        ranges[bucket] = [(one["earliest"], one["latest"], one["claims"]) for one in found]
    assert ranges == {
        "day": [(None, "2024-06-25", 1), ("2023-12-30", "2024-06-26", 1), ("2023-12-31", "2024-06-25", 1)],
        "week": [(None, "2024-06-30", 1), ("2023-12-25", "2024-06-30", 2)],
        "month": [(None, "2024-06-30", 1), ("2023-12-01", "2024-06-30", 2)],
        "year": [(None, "2024-12-31", 1), ("2023-01-01", "2024-12-31", 2)],
    }


def test_dates_by_month_come_to_the_same_months_and_years() -> None:
    whole = [TimelineDate("claims", "2024-06", "2024-06", "month", 2), TimelineDate("claims", "2024-06", "2025-01", "month", 1)]
    given = [TimelineDate("claims", "2024-06-25", "2024-06-25", "day", 2), TimelineDate("claims", "2024-06-30", "2025-01-01", "range", 1)]
    for bucket in ("month", "year"):
        assert count_by_bucket(whole, bucket) == count_by_bucket(given, bucket)


def test_buckets_stand_in_the_order_of_time() -> None:
    for bucket in BUCKETS:
        found = list(inside(bucket, "2024-06-25", "0987-01-01", "2023-12-31", "2024-01-02"))
        assert (found, len(found)) == (sorted(found), 3 if bucket == "year" else 4)


@pytest.mark.parametrize("bucket", BUCKETS)
def test_the_edges_of_the_calendar_are_days_and_no_open_ends(bucket: Bucket) -> None:
    assert list(inside(bucket, "0001-01-01").values()) == list(inside(bucket, "9999-12-31").values()) == [1]
    assert inside("year", "0001", "9999-12") == {"0001": 1, "9999": 1}
    assert inside(bucket, "9999-12-31/..", "../0001-01-01") == {}


def test_claims_and_events_are_counted_apart_and_so_is_what_has_no_date() -> None:
    day, week, nothing = ("2024-06-25", "2024-06-25", "day"), ("2024-06-24", "2024-06-30", "week"), (None, None, None)
    counted = [
        TimelineDate("claims", *day, 2),
        TimelineDate("events", *day, 3),
        TimelineDate("events", *nothing, 4),
        TimelineDate("events", *week, 5),
    ]
    found = count_by_bucket(counted, "day")
    assert [(one["claims"], one["events"]) for one in found["buckets"]] == [(2, 3)]
    assert [(one["claims"], one["events"]) for one in found["spanning"]] == [(0, 5)]
    assert found["undated"] == {"claims": 0, "events": 4}


def test_buckets_count_all_that_passes_the_filters_on_every_page(filed: TestClient) -> None:
    counts = get(filed, "/v1/timeline", {"bucket": "month", "limit": 1})["counts"]
    assert [(one["date"]["edtf"], one["claims"], one["events"]) for one in counts["buckets"]] == [("2024-06", 3, 1), ("2024-07", 1, 0)]
    assert [(one["earliest"], one["latest"], one["claims"], one["events"]) for one in counts["spanning"]] == [
        (None, "2020-12-31", 1, 0),
        ("2024-06-01", None, 1, 0),
        ("2024-07-01", "2024-08-31", 0, 1),
    ]
    assert counts["undated"] == {"claims": 2, "events": 1}
    page = get(filed, "/v1/timeline", {"limit": 3})
    assert get(filed, "/v1/timeline", {"bucket": "month", "limit": 3, "cursor": page["next_cursor"]})["counts"] == counts
    assert "counts" not in page


def test_what_has_no_date_is_counted_under_the_same_filters(filed: TestClient) -> None:
    for params, undated in (
        ({}, (2, 1)),
        ({"explicit": False}, (1, 0)),
        ({"place": "praha"}, (1, 1)),
        ({"type": "event"}, (0, 1)),
        ({"kind": ["hope", "protest"]}, (0, 0)),
        ({"date_from": "0001-01-01"}, (0, 0)),
        ({"date_to": "9999-12-31"}, (0, 0)),
    ):
        counts = get(filed, "/v1/timeline", {**params, "bucket": "year"})["counts"]
        assert (params, counts["undated"]) == (params, {"claims": undated[0], "events": undated[1]})


def test_the_edges_of_the_calendar_have_their_place(client: TestClient, load: Callable[..., Any]) -> None:
    text = "<s0>Ana</s0> <q0>said</q0> <c0>so</c0>, <s1>she</s1> <q1>said</q1> <c1>no</c1> of <e0>it</e0>."
    load(make.document(text, claims=[make.claim(0, said="0001-01-01"), make.claim(1, said="9999-12-31")], events=[make.event(date="9999")]))
    for bucket in get_args(Bucket):
        found = get(client, "/v1/timeline", {"bucket": bucket, "date_from": "0001-01-01", "date_to": "9999-12-31"})
        assert [item["type"] for item in found["items"]][-1] == "claim"
        assert sum(one["claims"] + one["events"] for one in found["counts"]["buckets"]) == (3 if bucket == "year" else 2)
