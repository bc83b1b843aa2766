"""Claims and events by date: filters, order, pages, counts by bucket."""

import csv
import io
from collections.abc import Callable
from typing import Any, get_args

import orjson
import pytest
from fastapi.testclient import TestClient

from app.parameters.timeline import Bucket, TimelineQuery
from app.queries.counting import list_counts
from app.queries.counting.buckets import bucket_of
from app.terms.dates import parse_edtf
from app.terms.ids import stable_id
from tests import make
from tests.queries.archive import ILL_FORMED_IDS, MERGED, UNKNOWN, Json, get, items, joined, statements
from tests.queries.filed import ids_by_name

PATH = "/v1/timeline"
CLAIMS, EVENTS = {"bridge", "road", "canal", "river", "airport", "tunnel"}, {"opening", "strike"}
ALL = CLAIMS | EVENTS
ANA = {"bridge", "airport", "tunnel"}
CASES: list[tuple[Json, set[str]]] = [
    ({}, ALL),
    ({"type": "claim"}, CLAIMS),
    ({"type": "event"}, EVENTS),
    ({"type": ["event", "claim"]}, ALL),
    ({"q": "BRÍDGE"}, {"bridge"}),
    ({"q": "opening"}, {"opening"}),
    ({"q": "ana"}, ANA | {"opening"}),
    ({"date_from": "2024-06-20", "date_to": "2024-06-20"}, {"road", "river", "opening"}),
    ({"date_from": "2024-07-31"}, {"river", "strike"}),
    ({"date_to": "2024-06-10"}, {"road", "canal", "tunnel"}),
    ({"entity": "@Ana"}, ANA | {"canal", "opening"}),
    ({"entity": MERGED}, ANA | {"canal", "opening"}),
    ({"entity": "@Brno"}, {"road"}),
    ({"entity": ["@Brno", "@two officials"]}, {"road", "canal"}),
    ({"entity": "@Ana", "speaker": "@two officials"}, {"canal"}),
    ({"article": "@Airports"}, {"airport"}),
    ({"article": ["@Airports", "@Bridges"], "type": "event"}, EVENTS),
    ({"publisher": "GAZETTE"}, {"airport"}),
    ({"publisher": "the test"}, ALL - {"airport", "tunnel"}),
    ({"place": "bŕno"}, {"bridge", "opening"}),
    ({"review": "extracted"}, {"airport"}),
    ({"review": ["extracted", "accepted"]}, ALL),
    ({"kind": "hope"}, {"canal"}),
    ({"kind": "protest"}, {"strike"}),
    ({"kind": ["hope", "pledge", "protest"]}, {"canal", "road", "strike"}),
    ({"speaker": "@Ana"}, ANA),
    ({"speaker": "@Ana", "type": "claim"}, ANA),
    ({"speaker_kind": "organization"}, {"road"}),
    ({"anonymous": True}, {"canal"}),
    ({"anonymous": False}, ANA | {"road"}),
    ({"organization": "City of Brno"}, {"bridge"}),
    ({"role": "mayor"}, {"bridge"}),
    ({"role": ["senator", "mayor"]}, {"bridge", "airport"}),
    ({"speaker": "@Ana", "include": "groups"}, ANA | {"canal"}),
    ({"holder": "@Brno Council"}, set()),
    ({"reported_via": "@Radio Brno"}, {"road"}),
    ({"cue": "PREDICTED"}, {"airport"}),
    ({"section": "headline"}, {"bridge"}),
    ({"min_confidence": 0.6}, ALL - {"airport"}),
    ({"added_since": 1}, {"airport", "tunnel"}),
    ({"added_since": 1, "type": "event"}, set()),
    ({"mode": "direct"}, {"bridge"}),
    ({"about": "@opening"}, {"bridge"}),
    ({"about": ["@Brno", MERGED]}, {"road", "canal", "tunnel"}),
    ({"event": "@strike"}, {"canal"}),
    ({"explicit": True}, CLAIMS),
    ({"explicit": False}, set()),
    ({"speaker": "@Ana", "type": ["claim", "event"]}, ANA | EVENTS),
    ({"status": "planned", "type": "claim"}, CLAIMS),
    ({"status": "planned", "kind": "hope"}, {"canal", "strike"}),
    ({"participant": "@Ana"}, {"opening"}),
    ({"status": "planned"}, {"strike"}),
    ({"negated": False}, {"opening"}),
    ({"main": True}, {"opening"}),
    ({"main": False, "mode": "direct"}, {"bridge", "strike"}),
]
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


def with_ids(client: TestClient, params: Json) -> Json:
    """Replace ``@name`` by the id of the thing with this name."""
    ids = ids_by_name(client)
    lists = {name: value if isinstance(value, list) else [value] for name, value in params.items()}
    return {name: [ids.get(one, one) for one in values] for name, values in lists.items()}


def thing(item: Json) -> Json:
    found: Json = item[item["type"]]
    return found


def key(item: Json) -> tuple[str, str]:
    return item["date"]["latest"] or "9999-12-31", thing(item)["id"]


def number_counted(counts: list[Json]) -> int:
    return sum(one["claims"] + one["events"] for one in counts)


@pytest.mark.parametrize(("params", "expected"), CASES, ids=[str(params) for params, _ in CASES])
def test_a_filter_finds_what_it_names_and_leaves_the_rest(filed: TestClient, params: Json, expected: set[str]) -> None:
    found = [thing(item) for item in items(filed, PATH, with_ids(filed, params))]
    assert {one.get("gist") or one["title"] for one in found} == expected
    assert len(found) == len(expected)


def test_every_filter_is_tried() -> None:
    assert {name for params, _ in CASES for name in params} == set(TimelineQuery.model_fields) - {
        "cursor",
        "limit",
        "format",
        "bom",
        "view",
        "fields",
        "count",
        "bucket",
        "sort",
        "units",
    }


@pytest.mark.parametrize("name", ["entity", "article", "speaker", "about", "event", "participant"])
def test_an_unknown_id_selects_nothing_and_an_ill_formed_one_is_refused(filed: TestClient, name: str) -> None:
    prefix = {"article": "art", "event": "evt"}.get(name, "ent")
    assert items(filed, PATH, {name: UNKNOWN[prefix], "type": "event" if name == "participant" else "claim"}) == []
    assert {filed.get(PATH, params={name: value}).status_code for value in ILL_FORMED_IDS} == {422}


def test_the_former_names_of_days_are_taken_but_not_beside_their_present_names(filed: TestClient) -> None:
    for params in (
        {"from": "2024-07-31"},
        {"to": "2024-06-10"},
        {"from": "2024-06-20", "to": "2024-06-20"},
        {"from": "2024-06-20", "date_to": "2024-06-20"},
    ):
        present = {name if name.startswith("date_") else f"date_{name}": day for name, day in params.items()}
        assert get(filed, PATH, params) == get(filed, PATH, present) != get(filed, PATH)
    cursor = get(filed, PATH, {"date_from": "2024-06-01", "limit": 1})["next_cursor"]
    assert get(filed, PATH, {"from": "2024-06-01", "cursor": cursor})["items"]
    for query, names in (
        ("from=2024-06-01&date_from=2024-06-01", ["from"]),
        ("to=2024-06-01&to=2024-06-01", ["to"]),
        ("to=x", ["to"]),
        ("from=2024-06-02&to=2024-06-01", ["from"]),
    ):
        problem = filed.get(f"{PATH}?{query}").json()
        assert (problem["status"], [fault["pointer"] for fault in problem["errors"]]) == (422, [f"/query/{name}" for name in names])
        assert all(f"`{name}`" in fault["detail"] for name, fault in zip(names, problem["errors"], strict=True))


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
    assert 0 < statement_counts[0] < 20


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
