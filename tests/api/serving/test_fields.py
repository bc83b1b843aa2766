"""Chosen fields of lists and things: those alone, all else as it is; unknown ones are named with the nearest."""

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.answers.claims import ClaimDetail, ClaimOut
from app.answers.timeline import TimelineItem
from app.api.serving.fields import choose_columns, choose_fields, columns_of, field_names, parse_fields
from app.main import ENDPOINTS
from tests.queries.archive import PATHS, Json, get, items


def chosen(thing: Any, fields: str) -> Any:
    """Return the thing with these fields alone, found by their paths one by one."""
    if isinstance(thing, list):
        return [chosen(each, fields) for each in thing]
    if thing is None:
        return None
    heads: dict[str, list[str]] = {}
    for path in fields.split(","):
        head, _, rest = path.partition(".")
        heads.setdefault(head, []).append(rest)
    return {key: value if "" in heads[key] else chosen(value, ",".join(heads[key])) for key, value in thing.items() if key in heads}


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/v1/claims", "id,speaker.label,article.title"),
        ("/v1/claims", "article,about.label,passage.selector.exact"),
        ("/v1/claims", "speaker,speaker.label"),
        ("/v1/speakers", "label,counts.claims"),
        ("/v1/entities", "id"),
        ("/v1/events", "participants.entity.label,figures,date.edtf"),
        ("/v1/articles", "title,byline"),
        ("/v1/timeline", "type,claim.gist,event.title"),
    ],
)
def test_a_list_gives_the_chosen_fields_alone(library: TestClient, path: str, fields: str) -> None:
    params = {"limit": 30, "count": "exact"}
    whole, page = get(library, path, params), get(library, path, {**params, "fields": fields})
    assert page == {**whole, "items": chosen(whole["items"], fields)}
    assert page["items"]
    assert page["total"]["value"] >= len(page["items"])


def test_facets_and_cursors_stay(library: TestClient) -> None:
    params = {"limit": 2, "facet": "kind", "fields": "id"}
    page = get(library, "/v1/claims", params)
    assert set(page) == {"items", "next_cursor", "facets"}
    following = get(library, "/v1/claims", {"limit": 2, "cursor": page["next_cursor"]})
    whole = get(library, "/v1/claims", {"limit": 4})
    assert [item["id"] for item in (*page["items"], *following["items"])] == [item["id"] for item in whole["items"]]


def test_things_and_counts_give_the_chosen_fields_alone(library: TestClient) -> None:
    claim = items(library, "/v1/claims")[0]
    article, speaker = claim["article"]["id"], items(library, "/v1/speakers")[0]["id"]
    asked: dict[str, str | Json] = {
        f"/v1/claims/{claim['id']}": "id,corroboration.outlets",
        f"/v1/articles/{article}": "title,claims.gist,speakers.label",
        f"/v1/articles/{article}/annotated": "segments.text,spans.role",
        f"/v1/articles/{article}/document": "format,claims.id,article.title",
        f"/v1/articles/{article}/sources": "voices,modes.share",
        f"/v1/speakers/{speaker}": "label,appearances.article.title",
        f"/v1/entities/{speaker}/appearances": "label",
        "/v1/stats": "claims,said.first",
        "/v1/graph": "nodes.label,edges.counts.claims",
        "/v1/sources": "counts",
        "/v1/compare": {"publisher": ["The Test", "Gazette"], "fields": "sides.claims.gist,sides.publisher,topics.topic.label"},
        "/v1/search": {"q": "bridge", "fields": "type,score,claim.gist"},
    }
    for path, params in asked.items():
        params = {"fields": params} if isinstance(params, str) else params
        fields, others = params["fields"], {name: value for name, value in params.items() if name != "fields"}
        whole, part = get(library, path, others), get(library, path, params)
        expected = {**whole, "items": chosen(whole["items"], fields)} if "items" in whole else chosen(whole, fields)
        assert (path, part) == (path, expected)


def test_ndjson_and_csv_have_the_chosen_fields(library: TestClient) -> None:
    params = {"fields": "id,speaker.label,about.label,said"}
    found = items(library, "/v1/claims", params)
    lines = library.get("/v1/claims", params={**params, "format": "ndjson"}).text.splitlines()
    assert len(lines) == len(found)
    rows = list(csv.DictReader(io.StringIO(library.get("/v1/claims", params={**params, "format": "csv"}).text)))
    assert list(rows[0]) == ["id", "speaker.label", "said.edtf", "said.earliest", "said.latest", "said.precision", "about"]
    assert [row["id"] for row in rows] == [item["id"] for item in found]
    assert [row["speaker.label"].lstrip("'") for row in rows] == [(item["speaker"] or {}).get("label") or "" for item in found]


@pytest.mark.parametrize(
    ("path", "fields", "message"),
    [
        ("/v1/claims", "id,speaker.nam", "unknown field `speaker.nam`; did you mean `speaker.name`?"),
        ("/v1/claims", "headline", "unknown field `headline`; did you mean"),
        ("/v1/events", "titel", "unknown field `titel`; did you mean `title`?"),
        ("/v1/claims", "id,é", "unknown field `é`; did you mean"),
        ("/v1/claims?view=compact", "kind", "unknown field `kind`; did you mean `id`?"),
        ("/v1/stats", "items", "unknown field `items`; did you mean"),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest(library: TestClient, path: str, fields: str, message: str) -> None:
    answer = library.get(path, params={"fields": fields} | ({"view": "compact"} if "compact" in path else {}))
    (problem,) = answer.json()["errors"]
    assert (answer.status_code, problem["parameter"]) == (422, "fields")
    assert problem["detail"].startswith(message)


def test_json_ld_is_made_of_whole_things(library: TestClient) -> None:
    claim = items(library, "/v1/claims")[0]["id"]
    for path in (*PATHS, f"/v1/claims/{claim}"):
        assert get(library, path, {"fields": "id", "format": "jsonld"}) == get(library, path, {"format": "jsonld"})
        assert library.get(path, params={"fields": "idd", "format": "jsonld"}).status_code == 422


def test_no_named_field_chooses_all(library: TestClient) -> None:
    for params in ({"fields": ""}, {"fields": ","}, {"fields": "", "view": "compact"}):
        others = {name: value for name, value in params.items() if name != "fields"}
        chosen_none, all_of_it = (library.get("/v1/claims", params=each) for each in (params, others))
        assert (chosen_none.content, chosen_none.headers["content-type"]) == (all_of_it.content, all_of_it.headers["content-type"])


def test_fields_may_be_repeated_and_spaced(library: TestClient) -> None:
    asked = [["id,gist"], ["gist", "id"], ["id, gist"]]
    assert [get(library, "/v1/claims", {"fields": fields}) for fields in asked] == [get(library, "/v1/claims", {"fields": "id,gist"})] * 3


def test_every_endpoint_takes_the_fields_that_it_documents(library: TestClient) -> None:
    paths = library.get("/openapi.json").json()["paths"]
    for endpoint in ENDPOINTS:
        (parameter,) = [each for each in paths[f"/v1{endpoint.path}"]["get"]["parameters"] if each["name"] == "fields"]
        assert (parameter["style"], parameter["explode"]) == ("form", False)
        assert tuple(parameter["schema"]["items"]["enum"]) == field_names(endpoint.whole_type) != ()


def test_whole_fields_go_before_fields_of_them() -> None:
    assert parse_fields(["speaker.name,speaker", "id"], ClaimOut) == parse_fields(["id,speaker,speaker.name"], ClaimOut)
    assert choose_fields({"speaker": {"name": "Ana", "label": "Ana"}}, parse_fields(["speaker,speaker.name"], ClaimOut)) == {
        "speaker": {"name": "Ana", "label": "Ana"}
    }


def test_columns_of_chosen_fields_are_in_the_order_of_the_answer() -> None:
    def columns(*fields: str) -> tuple[str, ...]:
        return choose_columns(columns_of(TimelineItem), parse_fields(fields, TimelineItem))

    assert columns("event.id", "claim.article.id,type") == ("type", "claim.article.id", "event.id")
    assert columns("claim.about.label") == ("claim.about",)


def test_names_of_fields_reach_into_lists_and_unions() -> None:
    assert {"id", "speaker.label", "passage.selector.exact", "about.label", "relations.other.id"} <= set(field_names(ClaimDetail))
    assert {"type", "claim.gist", "event.figures.span.start"} <= set(field_names(TimelineItem))
    assert not {"relations", "facets"} & set(field_names(ClaimOut))


def test_nothing_is_read_twice_for_an_answer_in_parts(library: TestClient) -> None:
    first, second = (library.get("/v1/claims?fields=id") for _ in range(2))
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    assert first.headers["etag"] != library.get("/v1/claims").headers["etag"]
    empty: Json = library.get("/v1/claims?fields=id&kind=hope&speaker=ent_00000000000000000000").json()
    assert empty == {"items": [], "next_cursor": None}


def test_the_media_types_of_parts_may_be_asked_for(library: TestClient) -> None:
    for media_type, query in (
        ("application/vnd.onrecord.compact+json", "view=compact"),
        ("application/vnd.onrecord.fields+json", "fields=id"),
    ):
        answer = library.get(f"/v1/claims?{query}&limit=1", headers={"Accept": media_type})
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
