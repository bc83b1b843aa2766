"""Claims and events by date: order, pages, counts by bucket."""

import csv
import io
from collections.abc import Callable
from typing import Any, get_args

import orjson
import pytest
from fastapi.testclient import TestClient

from app.parameters.timeline import Bucket
from app.queries.counting import list_counts
from app.queries.counting.buckets import bucket_of
from app.terms.dates import parse_edtf
from app.terms.ids import stable_id
from tests import make
from tests.queries.archive import UNKNOWN, Json, get, items, joined, statements

PATH = "/v1/timeline"
REFUSED = [
    "from_=2024-01-01",
    "facet=kind",
    "date_from=2024-02-30",
    "date_from=2024-01-01&date_from=2024-01-02",
    "date_from=2024-01-02&date_to=2024-01-01",
    "bucket=day&bucket=week",
    "bucket=decade",
]
REFUSED += ["from_=2024-01-01", "kind=nonsense", "type=entity", "sort=position", "limit=201", "q=%00"]
FILTERS: list[Json] = [
    {},
    {"q": "bridge", "date_from": "2024-06-01"},
    {"kind": ["denial", "protest"], "publisher": ["gazette", "the test"]},
    {"type": "claim"},
    {"type": "event"},
    {"entity": stable_id("ent", "person", "ana novak")},
]


def thing(item: Json) -> Json:
    found: Json = item[item["type"]]
    return found


def key(item: Json) -> tuple[str, str]:
    return item["date"]["latest"] or "9999-12-31", thing(item)["id"]


def number_counted(counts: list[Json]) -> int:
    return sum(one["claims"] + one["events"] for one in counts)


@pytest.mark.parametrize("sort", ["-date", "date"])
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_pages_join_without_gap_or_repeat(archive: TestClient, filters: Json, sort: str) -> None:
    whole = items(archive, PATH, {"sort": sort, **filters})
    assert whole == sorted(whole, key=key, reverse=sort == "-date")
    assert len({key(item) for item in whole}) == len(whole) > 5
    for limit in (1, 2, 3, 7, len(whole)):
        assert joined(archive, PATH, {"sort": sort, "limit": limit, **filters}) == whole


def test_it_holds_all_claims_and_events_that_have_a_date(archive: TestClient) -> None:
    for units in ("codepoint", "utf16"):
        said = [claim for claim in items(archive, "/v1/claims", {"units": units}) if claim["said"]]
        happened = [event for event in items(archive, "/v1/events", {"units": units}) if event["date"]]
        expected = [{"type": "claim", "date": claim["said"], "claim": claim} for claim in said]
        expected += [{"type": "event", "date": event["date"], "event": event} for event in happened]
        found = items(archive, PATH, {"units": units})
        assert found == sorted(expected, key=key, reverse=True)
        assert {item["type"] for item in found} == {"claim", "event"}


def test_it_stays_gapless_while_rows_are_added_behind_the_cursor(client: TestClient, load: Callable[..., Any]) -> None:
    text = "".join(f"<s{n}>Ana</s{n}> <q{n}>said</q{n}> <c{n}>word {n}</c{n}> of <e{n}>it</e{n}>. " for n in range(3))
    days = [f"2024-06-0{n + 1}" for n in range(3)]
    load(
        make.document(
            text,
            claims=[make.claim(n, said=day) for n, day in enumerate(days)],
            events=[make.event(n, date=day) for n, day in enumerate(days)],
        )
    )
    before = items(client, PATH)
    page = get(client, PATH, {"limit": 1})
    found, day = page["items"], 10
    while page["next_cursor"]:
        load(make.document(title=f"Newer {day}", claims=[make.claim(said=f"2024-06-{day}")], events=[make.event(date=f"2024-06-{day}")]))
        page = get(client, PATH, {"limit": 1, "cursor": page["next_cursor"]})
        found, day = found + page["items"], day + 1
    assert found == before
    assert len(found) == 6


def test_a_cursor_is_bound_to_the_filters_and_the_order_and_to_nothing_else(archive: TestClient) -> None:
    page = get(archive, PATH, {"limit": 2, "mode": "indirect"})
    whole = items(archive, PATH, {"mode": "indirect"})
    for more in ({"bucket": "day"}, {"count": "exact"}, {"units": "utf16"}, {"format": "json"}, {"limit": 3}):
        following = get(archive, PATH, {"limit": 2, "mode": "indirect", "cursor": page["next_cursor"], **more})
        assert [key(item) for item in following["items"]] == [key(item) for item in whole[2 : 2 + len(following["items"])]]
        assert len(following["items"]) == more.get("limit", 2)
    for others in ({}, {"mode": "direct"}, {"mode": "indirect", "sort": "date"}, {"mode": "indirect", "date_from": "2024-01-01"}):
        assert archive.get(PATH, params={"cursor": page["next_cursor"], **others}).status_code == 404


def test_a_cursor_of_another_list_is_not_found(archive: TestClient) -> None:
    for path in ("/v1/claims", "/v1/events"):
        cursor = get(archive, path, {"limit": 1})["next_cursor"]
        assert archive.get(PATH, params={"cursor": cursor}).status_code == 404
        assert archive.get(path, params={"cursor": get(archive, PATH, {"limit": 1})["next_cursor"]}).status_code == 404
    assert archive.get(PATH, params={"cursor": "x"}).status_code == 404


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_a_total_counts_both(archive: TestClient, monkeypatch: pytest.MonkeyPatch, filters: Json) -> None:
    expected = len(items(archive, PATH, filters))
    ask = {**filters, "limit": 1}
    assert "total" not in get(archive, PATH, ask)
    assert get(archive, PATH, {**ask, "count": "exact"})["total"] == {"value": expected, "relation": "eq"}
    for cap, total in (
        (expected - 1, {"value": expected - 1, "relation": "gte"}),
        (expected, {"value": expected, "relation": "eq"}),
        (expected + 1, {"value": expected, "relation": "eq"}),
    ):
        monkeypatch.setattr(list_counts, "COUNT_CAP", cap)
        assert get(archive, PATH, {**ask, "count": "capped"})["total"] == total


@pytest.mark.parametrize("bucket", get_args(Bucket))
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_a_bucket_counts_the_items_that_lie_in_it(archive: TestClient, filters: Json, bucket: str) -> None:
    counts = get(archive, PATH, {**filters, "bucket": bucket})["counts"]
    found = items(archive, PATH, filters)
    for one in counts["buckets"]:
        first, last = one["date"]["earliest"], one["date"]["latest"]
        inside = [item["type"] for item in found if first <= (item["date"]["earliest"] or "") and (item["date"]["latest"] or "~") <= last]
        assert (inside.count("claim"), inside.count("event")) == (one["claims"], one["events"])
    for one in counts["spanning"]:
        alike = [item["type"] for item in found if _between(item["date"], bucket) == (one["earliest"], one["latest"])]
        assert (alike.count("claim"), alike.count("event")) == (one["claims"], one["events"])
    assert number_counted(counts["buckets"]) + number_counted(counts["spanning"]) == len(found)


def _between(date: Json, bucket: Any) -> tuple[str | None, str | None]:
    """Return the first day of a date's first bucket and the last day of its last one; None if open."""
    first, last = (parse_edtf(bucket_of(day, bucket)) if day else None for day in (date["earliest"], date["latest"]))
    return first and first.earliest, last and last.latest


def test_an_empty_archive_has_an_empty_timeline(client: TestClient) -> None:
    assert get(client, PATH) == {"items": [], "next_cursor": None}
    assert get(client, PATH, {"bucket": "day"})["counts"] == {"buckets": [], "spanning": [], "undated": {"claims": 0, "events": 0}}


@pytest.mark.parametrize("filters", [{}, {"entity": UNKNOWN["ent"]}, {"type": "event"}], ids=str)
def test_it_takes_as_many_statements_whatever_it_holds(archive: TestClient, filters: Json) -> None:
    statement_counts = []
    for params in ({"limit": 1}, {"limit": 2}, {"limit": 200}, {"limit": 200, "date_from": "2024-06-02"}):
        with statements(archive) as seen:
            get(archive, PATH, {**filters, **params, "count": "exact", "bucket": "day"})
        statement_counts.append(len(seen))
    assert statement_counts == [statement_counts[0]] * 4
    assert 0 < statement_counts[0] < 30


def test_a_claim_of_somebody_about_themselves_stands_in_it_once(client: TestClient, load: Callable[..., Any]) -> None:
    text = "<s0>Ana</s0> <q0>said</q0> <c0>so</c0>. <s1>Bo</s1> <q1>said</q1> <c1>no</c1>. <q2>Said</q2> <c2>nobody</c2>."
    day, people = "2024-06-25", [make.entity(0), make.entity(1, "Bo")]
    says = [make.claim(0, said=day, about=["s0"]), make.claim(1, speaker="s1", said=day, about=["s0"])]
    load(make.document(text, entities=people, claims=[*says, make.claim(2, speaker=None, said=day, about=["s0", "s1"])]))
    for names, number_of_claims in ((["Ana Novak"], 3), (["Bo"], 2), (["Ana Novak", "Bo"], 3)):
        ask = {"entity": [one["id"] for one in items(client, "/v1/entities") if one["name"] in names]}
        page = get(client, PATH, {**ask, "count": "exact", "bucket": "day"})
        assert (len(page["items"]), page["total"]["value"], number_counted(page["counts"]["buckets"])) == (number_of_claims,) * 3
        assert joined(client, PATH, {**ask, "limit": 1}) == page["items"]


def test_an_export_holds_the_whole_timeline_and_counts_nothing(archive: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.serving.formats.EXPORT_PAGE_SIZE", 5)
    whole = items(archive, PATH)
    with statements(archive) as seen:
        lines = archive.get(PATH, params={"format": "ndjson", "bucket": "day", "count": "exact"}).content.splitlines()
    assert [orjson.loads(line) for line in lines] == whole
    assert not any("count(" in statement for statement in seen)
    rows = list(csv.DictReader(io.StringIO(archive.get(PATH, params={"format": "csv"}).text)))
    assert [(row["type"], row["date.edtf"], row["claim.id"] + row["event.id"]) for row in rows] == [
        (item["type"], item["date"]["edtf"], thing(item)["id"]) for item in whole
    ]
    assert {row["claim.kind"] for row in rows if row["type"] == "event"} == {""}
    assert {row["event.kind"] for row in rows if row["type"] == "event"} == {"meeting", "protest"}


@pytest.mark.parametrize("query", REFUSED)
def test_what_it_does_not_take_is_refused(archive: TestClient, query: str) -> None:
    answer = archive.get(f"{PATH}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_it_is_not_read_again_for_who_has_it(archive: TestClient) -> None:
    first = archive.get(PATH, params={"bucket": "day", "limit": 3})
    assert archive.get(PATH, params={"bucket": "day", "limit": 3}, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert archive.get(PATH, params={"bucket": "week", "limit": 3}, headers={"If-None-Match": first.headers["etag"]}).status_code == 200
    following = archive.get(first.links["next"]["url"])
    assert following.json()["counts"] == first.json()["counts"]
    assert following.json()["items"] == items(archive, PATH)[3:6]
