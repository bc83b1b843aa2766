"""Counter rows answer byte for byte what counting the things themselves answers."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from unittest.mock import Mock

import orjson
import pytest
from fastapi.testclient import TestClient

from app.database.engines import read_connection
from app.parameters.articles import ArticleQuery
from app.parameters.claims import ClaimQuery
from app.parameters.events import EventQuery
from app.parameters.timeline import TimelineQuery
from app.queries import timeline
from app.queries.counting import commonest, counted, counters, facets, list_counts
from app.queries.timeline import list_timeline
from tests import generated, make
from tests.conftest import DATABASES, Load
from tests.databases import Templates
from tests.queries.archive import LISTS, STORIES, UNKNOWN, Json, get, items, opened, options_of, reading_engine, statements

DATES = {"claims": ("said_from", "said_to"), "events": ("date_from", "date_to"), "articles": ("published_from", "published_to")}
# Whole months and others, open at either side, far ends of the calendar, and one that ends before it begins.
WINDOWS = [
    ("2024-06-01", "2024-06-30"),
    ("2024-02-01", "2024-02-29"),
    ("2023-12-01", "2024-05-31"),
    ("2024-06-02", "2024-06-30"),
    ("2024-06-01", "2024-06-29"),
    ("2024-06-01", None),
    (None, "2024-06-30"),
    (None, "9999-12-31"),
    ("0001-01-01", "0001-01-31"),
    ("2024-07-01", "2024-06-30"),
]
FILTERS: dict[str, list[Json]] = {
    "claims": [
        {"kind": ["hope", "denial"]},
        {"mode": ["direct"]},
        {"cue": ["Said", "nobody does"]},
        {"section": ["body"]},
        {"review": ["accepted"]},
        {"speaker_kind": ["person", "group"]},
        {"organization": ["nobody"]},
        {"explicit": False},
        {"kind": ["hope"], "mode": ["direct"]},
        {"q": ""},
    ],
    "events": [{"kind": ["meeting"]}, {"status": ["planned", "occurred"]}, {"review": ["extracted"]}, {"main": True}],
    "articles": [{"language": ["en"]}, {"publisher": ["THE TEST", "Gazette"]}],
    "entities": [{"kind": ["person", "place"]}, {"anonymous": True}],
    "speakers": [{"kind": ["person", "place"]}, {"anonymous": True}],
}


@pytest.fixture(scope="module", params=DATABASES)
def generated_archive(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, *generated.documents(16), seeded=True) as client:
        yield client


def asked_of(name: str) -> Iterator[Json]:
    """Yield queries: over everything, over some dates, with one filter, and with both."""
    windows = [{key: day for key, day in zip(DATES[name], days, strict=True) if day} for days in WINDOWS] if name in DATES else []
    filters = FILTERS[name]
    yield from ({}, *windows, *filters)
    yield from ({**window, **more} for window, more in product(windows[:1], filters[:8]))


def compared(client: TestClient, monkeypatch: pytest.MonkeyPatch, name: str, params: Json) -> bytes:
    """Return the answer read with counter rows, which must equal that read without. Not over HTTP, where answers are cached."""
    read, query = LISTS.get(name, (list_timeline, TimelineQuery))
    with read_connection(reading_engine(client)) as connection:
        asked = query.model_validate(params)
        with_counters = orjson.dumps(read(connection, asked))
        with monkeypatch.context() as patched:
            patched.setattr(counters, "counter_query", lambda *_: None)
            without = orjson.dumps(read(connection, asked))
    assert with_counters == without, params
    return with_counters


@pytest.mark.parametrize("name", LISTS)
def test_totals_and_facets_are_those_of_the_things_themselves(
    generated_archive: TestClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    facets = options_of(LISTS[name][1], "facet")
    answers = {
        compared(generated_archive, monkeypatch, name, {**asked, "facet": facets, "count": "exact", "limit": 1}) for asked in asked_of(name)
    }
    assert len(answers) > len(FILTERS[name])


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("most", [1, 3, 10])
def test_values_that_are_left_out_are_the_same(archive: TestClient, monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    monkeypatch.setattr(facets, "FACET_VALUES", most)
    monkeypatch.setattr(list_counts, "COUNT_CAP", most)
    monkeypatch.setattr(commonest, "FEW_CLAIMS", 1)
    for asked in list(asked_of(name))[:4]:
        compared(archive, monkeypatch, name, {**asked, "facet": options_of(LISTS[name][1], "facet"), "count": "capped"})


def test_a_merged_speaker_is_counted_once(filed: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    speakers = [item["id"] for item in items(filed, "/v1/speakers")]
    for asked in ({"speaker": speakers}, {"speaker": [*speakers, UNKNOWN["ent"]]}, {"speaker": speakers[:1], "said_from": "2024-06-01"}):
        compared(filed, monkeypatch, "claims", {**asked, "count": "exact"})


@pytest.mark.parametrize("bucket", ["day", "week", "month", "year"])
def test_the_edges_of_the_calendar_are_counted_alike(client: TestClient, load: Load, monkeypatch: pytest.MonkeyPatch, bucket: str) -> None:
    dates = ["0001-01-01", "0001-01", "../0001-01-20", "0001-01-02/0001-02", "9999-12-31", "9999-12-30/..", "9999-12", "XXXX", None]
    text = " ".join(f"<s{n}>Ana</s{n}> <q{n}>said</q{n}> <c{n}>word {n}</c{n}>." for n in range(len(dates)))
    load(make.document(text, claims=[make.claim(n, said=date) for n, date in enumerate(dates)], events=[make.event(date="0001-01-31/..")]))
    for asked in ({}, {"date_to": "0001-01-31"}, {"date_from": "9999-12-01"}, {"date_from": "0001-02-01", "date_to": "9999-11-30"}):
        compared(client, monkeypatch, "timeline", {**asked, "bucket": bucket, "count": "exact"})


@pytest.mark.parametrize("bucket", ["day", "week", "month", "year"])
def test_a_timeline_counts_alike(generated_archive: TestClient, monkeypatch: pytest.MonkeyPatch, bucket: str) -> None:
    windows: list[Json] = [{key: day for key, day in zip(("date_from", "date_to"), days, strict=True) if day} for days in WINDOWS]
    for asked in ({}, *windows, {"type": ["event"]}, {"type": ["claim"], "date_from": "2024-06-03"}, {"kind": ["hope"]}, {"q": "a"}):
        compared(generated_archive, monkeypatch, "timeline", {**asked, "bucket": bucket, "count": "exact", "limit": 1})


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/v1/claims", {"facet": ["speaker", "article", "organization"], "count": "exact"}),
        ("/v1/claims", {"facet": ["speaker", "kind"], "said_from": "2024-06-01", "said_to": "2024-06-30", "count": "exact"}),
        ("/v1/claims", {"kind": ["hope"], "said_from": "2024-06-01", "count": "exact"}),
        ("/v1/events", {"facet": ["kind", "place", "article"], "count": "capped"}),
        ("/v1/articles", {"facet": ["publisher", "language"], "count": "exact"}),
        ("/v1/speakers", {"facet": "kind", "count": "exact"}),
        ("/v1/timeline", {"bucket": "month", "count": "exact", "date_from": "2024-06-02"}),
    ],
)
def test_what_counters_answer_reads_nothing_else(archive: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, params: Json) -> None:
    find_counted = Mock(side_effect=counted.find_counted)
    for module in (list_counts, timeline):
        monkeypatch.setattr(module, "find_counted", find_counted)

    def number_of_counts(asked: Json) -> int:
        find_counted.reset_mock()
        with statements(archive) as seen:
            get(archive, path, asked)
        return sum("count(" in statement for statement in seen) + find_counted.call_count

    assert number_of_counts({**params, "limit": 1}) == 0
    assert number_of_counts({**params, "limit": 1, "q": "bridge"}) > 0


def test_a_facet_takes_as_many_statements_whatever_there_is(client: TestClient, load: Load) -> None:
    statement_counts = set()
    for document in STORIES[:2]:
        load(document)
        for days in ({}, {"said_from": "2024-06-01", "said_to": "2024-06-30"}):
            asked = {"facet": ["kind", "organization"], **days}
            get(client, "/v1/claims", asked)  # so that names are known
            with statements(client) as seen:
                get(client, "/v1/claims", asked)
            statement_counts.add(len(seen))
    assert len(statement_counts) == 1


@pytest.mark.parametrize(
    ("what", "query", "expected"),
    [
        ("claims", ClaimQuery(), counters.CounterQuery("claims")),
        ("claims", ClaimQuery(count="exact", facet=["kind"], limit=3, sort="said"), counters.CounterQuery("claims")),
        ("claims", ClaimQuery(said_to="2024-06-30"), counters.CounterQuery("claims", None, "2024-06-30")),
        ("claims", ClaimQuery(cue=["Said!"]), counters.CounterQuery("claims", facet="cue", values=["said"])),
        ("claims", ClaimQuery(organization=["Brno"]), None),
        ("claims", ClaimQuery(speaker=[UNKNOWN["ent"]], include=["groups"]), None),
        ("claims", ClaimQuery(said_from="2024-06-30", said_to="2024-06-01"), None),
        ("events", EventQuery(negated=True), None),
        ("articles", ArticleQuery(id=[UNKNOWN["art"]]), None),
        ("timeline", TimelineQuery.model_validate({"date_from": "2024-06-01"}), counters.CounterQuery("timeline", "2024-06-01")),
        ("timeline", TimelineQuery(entity=[UNKNOWN["ent"]]), None),
    ],
)
def test_what_counters_can_tell(what: str, query: Any, expected: counters.CounterQuery | None) -> None:
    found = counters.counter_query(what, query)
    assert found == expected


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        (None, None, True),
        ("2024-06-01", None, True),
        ("2024-06-02", None, False),
        (None, "2023-02-28", True),
        (None, "2024-02-28", False),
        ("0001-01-01", "9999-12-31", True),
    ],
)
def test_whole_months(first: str | None, last: str | None, whole: bool) -> None:
    assert counters.CounterQuery("claims", first, last).is_of_whole_months is whole
