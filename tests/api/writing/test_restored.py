"""Documents with edits and judgements: read with the scope ``review``, and restored from an export into another database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.api.serving.exports import export_pages
from app.database.engines import write_engine
from app.ingest.loading import load_files
from app.ingest.preparing.texts import Texts
from tests import make
from tests.api.writing.conftest import Edit, bearer, story
from tests.conftest import Load, asking
from tests.databases import Templates
from tests.ingest.full import full
from tests.queries.archive import get, items
from tests.tables import dump

COMPARED = ("/v1/claims", "/v1/events", "/v1/entities", "/v1/articles", "/v1/claims?review=rejected", "/v1/events?review=rejected")


@pytest.fixture
def edited(load: Load, writer: TestClient, edit: Edit, keys: dict[str, str]) -> list[str]:
    """Edit, reject and merge things of several articles; return the addresses of what was edited."""
    load(
        full(title="Full", own_id="3"),
        story(),
        story(title="Another", own_id="2", entities=[make.entity(0, "Ana Nováková"), make.entity(1, "Tom Reed")]),
    )
    labels = {item["label"]: item["id"] for item in items(writer, "/v1/entities")}
    claims = [f"/v1/claims/{item['id']}" for item in items(writer, "/v1/claims", {"speaker": labels["Ana Novak"]})]
    events = [f"/v1/events/{item['id']}" for item in items(writer, "/v1/events")]
    edit(claims[0], {"kind": "denial", "said": {"edtf": "2024-06-01"}}, "?reason=he+denies+it")
    edit(claims[0], {"speaker": None})
    edit(claims[1], {"speaker": {"id": labels["Tom Reed"]}, "passage": {"content": [{"start": 15, "end": 25}]}, "gist": "Says so."})
    edit(claims[1], {"review": "rejected"})
    edit(events[0], {"title": "Opening"})
    edit(events[1], {"review": "rejected"})
    merge = {"with": labels["Ana Nováková"], "judgement": "positive", "if_match": ["*", "*"], "reason": "same woman"}
    answer = writer.post(f"/v1/entities/{labels['Ana Novak']}/merge", json=merge, headers=bearer(keys["review"]))
    assert answer.status_code == 200, answer.text
    edit(f"/v1/entities/{labels['Ana Novak']}", {"name": "Ana Reed", "kind": "group", "wikidata": "Q5"}, "?reason=married")
    edit(f"/v1/entities/{labels['Ana Novak']}", {"kind": None})
    return [*claims[:2], *events[:2]]


@pytest.fixture
def copy(templates: Templates, engine: Engine, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Lend an empty database of the same kind, and the file for an export."""
    with templates.copy(engine.dialect.name) as url:
        yield tmp_path / "documents.jsonl", url


def ingest(url: str, file: Path) -> list[Any]:
    engine = write_engine(url)
    results = [*load_files(engine, [file], Texts())]
    assert [fault for result in results for fault in result.faults] == []
    engine.dispose()
    return [result.outcome for result in results]


def without_numbers(entries: list[make.Json]) -> list[make.Json]:
    return [{name: value for name, value in entry.items() if name not in ("edit", "judgement")} for entry in entries]


def test_an_export_restores_edits_rejections_merges_and_histories(
    writer: TestClient, engine: Engine, edited: list[str], copy: tuple[Path, str], keys: dict[str, str]
) -> None:
    file, url = copy
    file.write_bytes(b"".join(export_pages(engine, "documents", "ndjson")))
    assert {outcome.status for outcome in ingest(url, file)} == {"added"}
    headers = bearer(keys["review"])
    merged = next(item["id"] for item in items(writer, "/v1/entities") if item["label"].startswith("Ana"))
    with asking(url) as other:
        for path in COMPARED:
            assert (path, items(other, path)) == (path, items(writer, path))
        other_engine = write_engine(url)
        try:
            for table in ("edits", "judgements"):
                mine, theirs = (without_number(dump(each)[table]) for each in (engine, other_engine))
                assert theirs == mine
        finally:
            other_engine.dispose()
        for path in edited:
            tag, other_tag = (client.get(path).headers["etag"] for client in (writer, other))
            assert (path, other_tag) == (path, tag)
    history = writer.get(f"/v1/entities/{merged}/history", headers=headers).json()["items"]
    assert [entry["reason"] for entry in history] == [None, "married", "same woman"]


def without_number(rows: list[make.Json]) -> list[make.Json]:
    return sorted(({name: value for name, value in row.items() if name != "number"} for row in rows), key=repr)


def test_an_export_loaded_again_changes_nothing(engine: Engine, url: str, edited: list[str], copy: tuple[Path, str]) -> None:
    file, _ = copy
    before = dump(engine)
    file.write_bytes(b"".join(export_pages(engine, "documents", "ndjson")))
    assert {outcome.status for outcome in ingest(url, file)} == {"same"}
    assert dump(engine) == before
    assert b"".join(export_pages(engine, "documents", "ndjson")) == file.read_bytes()


def test_edits_are_restored_over_what_is_stored_and_its_text_stays(
    engine: Engine, url: str, edited: list[str], copy: tuple[Path, str]
) -> None:
    file, other = copy
    lines = [orjson.loads(line) for line in b"".join(export_pages(engine, "documents", "ndjson")).splitlines()]
    bare = [{name: value for name, value in line.items() if name not in ("edits", "judgements")} for line in lines]
    file.write_bytes(b"\n".join(map(orjson.dumps, bare)))
    ingest(other, file)
    file.write_bytes(b"\n".join(orjson.dumps(make.stand_off(line)) for line in lines))
    outcomes = ingest(other, file)
    assert {outcome.status for outcome in outcomes} == {"changed"}
    assert any("restored" in change for outcome in outcomes for change in outcome.changes)
    with asking(other) as copied, asking(url) as original:
        for path in COMPARED[:2]:
            assert (path, items(copied, path)) == (path, items(original, path))


def test_the_edited_document_is_for_reviewers_and_the_other_stays_as_it_went_in(
    writer: TestClient, edited: list[str], keys: dict[str, str]
) -> None:
    article = get(writer, edited[0])["article"]["id"]
    path = f"/v1/articles/{article}/document"
    document = writer.get(f"{path}?edited=true", headers=bearer(keys["review"])).json()
    claim = document["edits"][0]["target"]
    assert {(edit["field"], edit["before"], edit["after"]) for edit in document["edits"] if edit["target"] == claim} >= {
        ("kind", "statement", "denial"),
        ("speaker", "s0", None),
    }
    assert (document["edits"][0]["who"], document["edits"][0]["why"]) == ("review", "he denies it")
    for name in ("edits", "judgements"):
        del document[name]
    assert writer.get(path).json() == document
    for query in ("edited=true", "%65dited=true", "fields=id&edited=1"):
        assert (query, writer.get(f"{path}?{query}").status_code) == (query, 401)
        assert writer.head(f"{path}?{query}").status_code == 401
        codes = [writer.get(f"{path}?{query}", headers=bearer(keys[name])).status_code for name in ("read", "write", "admin", "review")]
        assert codes == [403, 403, 403, 200]


def test_only_reviewers_post_edits(writer: TestClient, edited: list[str], keys: dict[str, str], engine: Engine) -> None:
    article = get(writer, edited[0])["article"]["id"]
    document = writer.get(f"/v1/articles/{article}/document?edited=true", headers=bearer(keys["review"])).json()
    withdrawn = dump(engine)
    answer = writer.post("/v1/articles", json=document, headers=bearer(keys["write"]))
    assert (answer.status_code, [each["pointer"] for each in answer.json()["errors"]]) == (422, ["/body/edits", "/body/judgements"])
    assert dump(engine) == withdrawn
    assert writer.post("/v1/articles", json=document, headers=bearer(keys["reviewer"])).json()["outcome"] == "same"


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        ({"target": "nobody"}, "target"),
        ({"field": "quote_key"}, "field"),
        ({"field": "content", "before": [[0, 1]], "after": "x"}, "after"),
        ({"field": "content", "before": [[0, 1]], "after": [["a", 2]]}, "after"),
        ({"field": "review", "before": "extracted", "after": "wrong"}, "after"),
        ({"field": "speaker", "before": None, "after": ["s0"]}, "after"),
        ({"when": "yesterday"}, "when"),
        ({"when": "2024-13-01T00:00:00Z"}, "when"),
    ],
    ids=str,
)
def test_edits_that_are_none_are_refused_by_place(writer: TestClient, keys: dict[str, str], edit: make.Json, place: str) -> None:
    whole = {"target": "c0", "field": "kind", "before": "statement", "after": "denial", "when": "2024-06-28T09:30:00Z"} | edit
    answer = writer.post("/v1/articles", json=story(edits=[whole]), headers=bearer(keys["reviewer"]))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/body/edits/0/{place}")


def test_judgements_that_contradict_others_are_refused_by_place(writer: TestClient, engine: Engine, keys: dict[str, str]) -> None:
    names = ["Ana Novak", "Jo Bell", "Tom Reed"]
    first = story(entities=[make.entity(number, name) for number, name in enumerate(names)])

    def post(document: make.Json, *judgements: tuple[int, int, str]) -> tuple[int, list[str]]:
        given = [{"entities": [ids[a], ids[b]], "judgement": kind, "when": "2024-01-01T00:00:00Z"} for a, b, kind in judgements]
        answer = writer.post("/v1/articles", json={**document, "judgements": given}, headers=bearer(keys["reviewer"]))
        return answer.status_code, [each["pointer"] for each in answer.json().get("errors", [])]

    ids: list[str] = []
    assert post(first) == (201, [])
    ids += [next(item["id"] for item in items(writer, "/v1/entities") if item["label"] == name) for name in names]
    another, before = story(title="Another", own_id="2"), dump(engine)
    assert post(another, (0, 1, "positive"), (1, 0, "negative")) == (422, ["/body/judgements/1"])
    assert post(another, (0, 1, "positive"), (1, 2, "positive"), (0, 2, "negative")) == (422, ["/body/judgements/2"])
    assert post(another, (0, 0, "positive")) == (422, ["/body/judgements/0/entities"])
    assert dump(engine) == before
    assert post(another, (0, 1, "positive"), (1, 2, "negative")) == (201, [])
    assert post(story(title="Third", own_id="3"), (0, 2, "positive"), (0, 1, "positive")) == (422, ["/body/judgements/0"])
