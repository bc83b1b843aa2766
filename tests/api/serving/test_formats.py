"""Negotiation of formats, and CSV that a spreadsheet opens without running formulas."""

import csv
import io

import orjson
import pytest
from fastapi.testclient import TestClient

from app.answers.articles import ArticleOut
from app.answers.claims import ClaimOut
from app.answers.entities import EntityOut
from app.answers.events import EventOut
from app.api.serving import formats
from app.api.serving.fields import columns_of
from tests.queries.archive import PATHS, items

JSON, NDJSON, CSV, JSONLD = "application/json", "application/x-ndjson", "text/csv", "application/ld+json"
ACCEPTED = [
    (None, JSON),
    ("*/*", JSON),
    ("application/*", JSON),
    ("text/*", CSV),
    ("text/csv", CSV),
    ("TEXT/CSV", CSV),
    ("application/x-ndjson", NDJSON),
    ("application/ld+json", JSONLD),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON),
    ("text/csv;q=0.5, application/x-ndjson;q=0.6", NDJSON),
    ("text/csv, */*;q=0.1", CSV),
    ("application/json, text/csv", JSON),
    ("text/csv, application/json", JSON),
    ("text/csv; charset=utf-8", CSV),
]


@pytest.mark.parametrize(("accept", "media_type"), ACCEPTED)
def test_accept_chooses_the_format(library: TestClient, accept: str | None, media_type: str) -> None:
    answer = library.get("/v1/claims?limit=1", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)


@pytest.mark.parametrize("accept", ["text/html", "image/png, audio/*", "application/json;q=0", "application/xml"])
def test_a_format_that_is_not_offered_is_406(library: TestClient, accept: str) -> None:
    claim, article = items(library, "/v1/claims")[0]["id"], items(library, "/v1/articles")[0]["id"]
    for path in (*PATHS, f"/v1/claims/{claim}", f"/v1/articles/{article}", f"/v1/articles/{article}/document"):
        answer = library.get(path, headers={"Accept": accept})
        assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")


def test_one_thing_comes_as_json_and_json_ld(library: TestClient) -> None:
    for path in PATHS:
        thing = f"{path}/{items(library, path)[0]['id']}"
        statuses = [library.get(thing, headers={"Accept": accept}).status_code for accept in (JSON, JSONLD, CSV, NDJSON)]
        assert statuses == [200, 200, 406, 406]


@pytest.mark.parametrize(("name", "media_type"), [("json", JSON), ("ndjson", NDJSON), ("csv", CSV), ("jsonld", JSONLD)])
def test_format_goes_before_accept(library: TestClient, name: str, media_type: str) -> None:
    for accept in ("text/csv", "image/png", "*/*", JSON):
        answer = library.get("/v1/claims", params={"format": name, "limit": 1}, headers={"Accept": accept})
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)


def test_no_cell_starts_a_formula(library: TestClient) -> None:
    for path in PATHS:
        cells = [cell for row in csv.reader(io.StringIO(library.get(f"{path}?format=csv", headers={}).text, newline="")) for cell in row]
        assert [cell for cell in cells if cell.startswith(formats.FORMULA_STARTS)] == []
    (row,) = csv.DictReader(io.StringIO(library.get("/v1/claims?format=csv&place=-5").text))
    assert (row["speaker.name"], row["speaker.role"], row["gist"], row["place"]) == ("'=SUM(Ana)", "'-mayor", "'+gist", "'-5")
    assert (row["article.title"], row["addressee"], row["cue"], row["reported_via.id"]) == ("'=cmd|' /C calc'!A0", "'@all", "said 🗣", "")
    assert (orjson.loads(row["passage.cue"])[0]["start"] > 0, row["explicit"], row["said.edtf"]) == (True, "true", "2024-06-24")


@pytest.mark.parametrize(
    ("path", "item"),
    [
        ("/v1/claims", ClaimOut),
        ("/v1/speakers", EntityOut),
        ("/v1/entities", EntityOut),
        ("/v1/events", EventOut),
        ("/v1/articles", ArticleOut),
    ],
)
def test_the_columns_are_the_same_whatever_a_list_holds(library: TestClient, path: str, item: object) -> None:
    empty = library.get(path, params={"format": "csv", "q": "nothing at all"}).text
    full = library.get(path, params={"format": "csv", "limit": 1}).text
    assert empty == full[: len(empty)]
    assert empty.strip().split(",") == list(columns_of(item))


def test_csv_is_a_file_named_after_its_list_with_a_byte_order_mark_on_request(library: TestClient) -> None:
    entity = f"/v1/entities/{items(library, '/v1/entities')[0]['id']}/appearances"
    for path in (*PATHS, entity, "/v1/timeline"):
        for size in ({}, {"limit": 2}):
            plain = library.get(path, params={**size, "format": "csv"})
            assert plain.headers["content-disposition"] == f'attachment; filename="{path.rpartition("/")[2]}.csv"'
            marked = library.get(path, params={**size, "format": "csv", "bom": "true"})
            assert marked.content == b"\xef\xbb\xbf" + plain.content
        for other in ("json", "ndjson"):
            answers = [library.get(path, params={"format": other, "limit": 2, **bom}) for bom in ({}, {"bom": "true"})]
            assert (answers[0].content, "content-disposition" in answers[0].headers) == (answers[1].content, False)
    assert library.get("/v1/search", params={"q": "the", "bom": "true"}).status_code == 422
