"""Corrections of entities over HTTP: what becomes of names, kinds and items, who may, what is refused, and what loads cannot undo."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from app.database.engines import read_connection
from app.ingest.administering.tombstones import withdraw
from app.queries.checking.changes import check_changes
from app.queries.checking.corrections import check_corrections
from app.queries.checking.counters import check_counters
from app.queries.checking.full_text import check_full_text
from app.queries.checking.versions import check_versions
from app.terms.ids import stable_id
from tests import make
from tests.api.writing.conftest import Edit, bearer
from tests.conftest import Load
from tests.ingest.writing.resolving.test_resolution import alias, naming, unnamed
from tests.mirror import Mirror, copy_of
from tests.queries.archive import get, items
from tests.tables import dump, version

HISTORIES = ("edits", "judgements", "data_version")
Send = Callable[..., Response]


@pytest.fixture
def correct(edit: Edit) -> Send:
    def send(entity_id: str, patch: Any, query: str = "", **more: Any) -> Response:
        return edit(f"/v1/entities/{entity_id}", patch, query, **more)

    return send


@pytest.fixture
def post(writer: TestClient, keys: dict[str, str]) -> Send:
    """Revert, merge or split, whatever tag the entity has."""

    def send(entity_id: str, action: str, query: str = "", **body: Any) -> Response:
        headers = {**bearer(keys["review"]), "If-Match": "*"}
        if action == "merge":
            body = {"judgement": "positive", "if_match": ["*", "*"], **body}
        return writer.post(f"/v1/entities/{entity_id}/{action}{query}", json=body or None, headers=headers)

    return send


@pytest.fixture(autouse=True)
def _is_sound(engine: Engine) -> Any:
    """After every test, what is stored agrees with corrections, counters, feed and full text."""
    yield
    with read_connection(engine) as connection:
        checks = (check_corrections, check_counters, check_changes, check_full_text, check_versions)
        assert [finding for check in checks for finding in check(connection)] == []


def ids(writer: TestClient) -> dict[str, str]:
    return {item["label"]: item["id"] for item in items(writer, "/v1/entities")}


def history(writer: TestClient, keys: dict[str, str], entity_id: str) -> list[make.Json]:
    found: list[make.Json] = writer.get(f"/v1/entities/{entity_id}/history", headers=bearer(keys["review"])).json()["items"]
    return found


def shown(writer: TestClient, entity_id: str) -> tuple[str, str, str | None]:
    entity = get(writer, f"/v1/entities/{entity_id}")
    return entity["name"], entity["kind"], entity["wikidata"]


def test_a_correction_is_shown_everywhere_and_what_articles_say_stays(writer: TestClient, load: Load, correct: Send) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Ana Novak"))
    ana = ids(writer)["Ana Novak"]
    mirror = Mirror(writer)
    mirror.start()
    answer = correct(ana, {"name": "Ana Nováková-Reed", "kind": "organization", "wikidata": "Q801"})
    assert answer.status_code == 200, answer.text
    address = writer.get(f"/v1/entities/{ana}", headers={"Accept-Encoding": "identity"})
    assert (answer.json(), answer.headers["etag"]) == (address.json(), address.headers["etag"])
    assert shown(writer, ana) == ("Ana Nováková-Reed", "organization", "Q801")
    assert (answer.json()["id"], answer.json()["aliases"]) == (ana, ["Ana Novak"])
    assert {each["name"] for each in answer.json()["appearances"]} == {"Ana Novak"}
    for query in ("", "?units=utf16", "?speaker_kind=organization", f"?speaker={ana}"):
        speakers = [item["speaker"] for item in items(writer, f"/v1/claims{query}")]
        assert [(each["name"], each["kind"], each["as_said"]) for each in speakers] == [("Ana Nováková-Reed", "organization", "They")] * 2
    facet = writer.get("/v1/claims?facet=speaker_kind").json()["facets"]["speaker_kind"]["values"]
    assert [(each["value"], each["count"]) for each in facet] == [("organization", 2)]
    for words in ("reed", "novak"):
        assert [item["id"] for item in items(writer, f"/v1/entities?q={words}")] == [ana]
    assert [len(items(writer, f"/v1/claims?{query}")) for query in ("q=reed", "q=novak", f"speaker={ana}")] == [0, 2, 2]
    mirror.follow()
    assert mirror.copy == copy_of(writer)
    assert [(change["action"], change["id"]) for change in mirror.changes] == [("resolved", ana)]


def test_loads_do_not_undo_a_correction(writer: TestClient, load: Load, correct: Send, engine: Engine) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Brno"))
    ana = ids(writer)["Ana Novak"]
    correct(ana, {"name": "A. N. Reed", "wikidata": "Q5", "kind": "group"})
    before = version(engine)
    load(naming("A", "Ana Novak"))
    assert version(engine) == before
    entity = make.entity(0, "ANA NOVAK", wikidata="Q7")
    load(make.document(title="C", own_id="C", entities=[entity]), naming("D", alias("Anka", "Ana Novak")), naming("A", "Ana Novak", "Brno"))
    assert shown(writer, ana) == ("A. N. Reed", "group", "Q5")
    assert {*get(writer, f"/v1/entities/{ana}")["aliases"]} == {"ANA NOVAK", "Ana Novak", "Anka"}
    assert stable_id("ent", "person", "anka") not in ids(writer).values()


def test_the_history_has_each_correction_and_a_revert_gives_the_field_back_to_the_articles(
    writer: TestClient, load: Load, correct: Send, post: Send, keys: dict[str, str], engine: Engine
) -> None:
    load(naming("A", "Ana Novak"))
    ana, before = ids(writer)["Ana Novak"], dump(engine, *HISTORIES)
    correct(ana, {"name": "Ana Reed"}, "?reason=married")
    correct(ana, {"name": "Ana Reed-Novak", "wikidata": "Q5"})
    assert correct(ana, {"name": "Ana Reed-Novak", "wikidata": "Q5"}).status_code == 200
    later, first = history(writer, keys, ana)
    assert (first["actor"], first["reason"], first["judgement"], first["entities"]) == ("review", "married", None, [])
    assert first["before"] == {"name": "Ana Novak", "uncorrected": ["name"]}
    assert first["after"] == {"name": "Ana Reed", "uncorrected": []}
    assert later["before"] == {"name": "Ana Reed", "wikidata": None, "uncorrected": ["wikidata"]}
    post(ana, "revert")
    assert shown(writer, ana) == ("Ana Reed", "person", None)
    post(ana, "revert", f"?edit={first['edit']}")
    assert dump(engine, *HISTORIES) == before
    load(naming("B", alias("Ana Novak-Reed", "Ana Novak")))
    assert shown(writer, ana)[0] == "Ana Novak-Reed"
    assert history(writer, keys, ana)[0]["after"] == {"name": None, "uncorrected": ["name"]}
    assert post(ana, "revert", "?edit=99").status_code == 404


def test_null_gives_names_and_kinds_back_and_takes_the_item_away(writer: TestClient, load: Load, correct: Send) -> None:
    load(make.document(entities=[make.entity(0, "Ana Novak", wikidata="Q7"), make.entity(1, "Tom Reed")]))
    ana = ids(writer)["Ana Novak"]
    correct(ana, {"name": "X Y", "kind": "place", "wikidata": None})
    assert shown(writer, ana) == ("X Y", "place", None)
    correct(ana, {"name": None, "kind": None})
    assert shown(writer, ana) == ("Ana Novak", "person", None)


def test_a_merge_shows_the_latest_correction_and_a_split_gives_each_its_own(
    writer: TestClient, load: Load, correct: Send, post: Send, keys: dict[str, str], engine: Engine
) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Anna Novak"), naming("C", "Ana Novak"))
    found = ids(writer)
    ana, anna = found["Ana Novak"], found["Anna Novak"]
    correct(anna, {"name": "Anna Reed", "kind": "group"})
    before, apart = dump(engine, *HISTORIES), copy_of(writer)
    mirror = Mirror(writer)
    mirror.start()
    post(ana, "merge", **{"with": anna})
    assert shown(writer, ana) == ("Anna Reed", "group", None)
    assert {item["speaker"]["kind"] for item in items(writer, "/v1/claims?speaker_kind=group")} == {"group"}
    assert [len(items(writer, f"/v1/claims?{query}")) for query in ("speaker_kind=group", "q=anna", f"speaker={ana}")] == [3, 1, 3]
    assert [entry["edit"] is None for entry in history(writer, keys, ana)] == [True, False]
    mirror.follow()
    assert mirror.copy == copy_of(writer)
    headers = {**bearer(keys["review"]), "If-Match": "*"}
    moved = writer.patch(f"/v1/entities/{anna}", json={"name": "N"}, headers=headers, follow_redirects=False)
    assert (moved.status_code, moved.headers["location"].rpartition("/")[2]) == (308, ana)
    post(ana, "split")
    assert dump(engine, *HISTORIES) == before
    mirror.follow()
    assert mirror.copy == copy_of(writer) == apart
    post(ana, "merge", **{"with": anna})
    correct(ana, {"name": None, "kind": None})
    assert shown(writer, ana) == ("Anna Novak", "person", None)


def test_resolution_goes_by_the_kinds_that_articles_give(writer: TestClient, load: Load, correct: Send) -> None:
    load(naming("A", "Mayor Kos"))
    kos = ids(writer)["Mayor Kos"]
    correct(kos, {"kind": "group"})
    load(naming("B", alias("Zora Kos", "Mayor Kos")))
    assert {*ids(writer).values()} == {kos}
    assert shown(writer, kos)[1] == "group"


def test_a_correction_waits_while_its_entity_is_not_there(writer: TestClient, load: Load, correct: Send) -> None:
    document = naming("A", "Ana Novak", "Tom Reed")
    load(document)
    reed = ids(writer)["Tom Reed"]
    correct(reed, {"name": "Thomas Reed", "kind": "group"})
    load(naming("A", "Ana Novak"))
    assert reed not in ids(writer).values()
    load(naming("B", "Tom Reed"))
    assert shown(writer, reed) == ("Thomas Reed", "group", None)


def test_withdrawal_takes_corrections_of_what_is_gone_and_names_that_others_had_before(
    writer: TestClient, load: Load, correct: Send, post: Send, engine: Engine
) -> None:
    load(naming("A", "Ana Novak", "Hush Name"), naming("B", "Anna Novak"), naming("C", "Ana Novak"))
    found = ids(writer)
    post(found["Ana Novak"], "merge", **{"with": found["Anna Novak"]})
    correct(found["Ana Novak"], {"name": "Ana Reed"})
    correct(found["Hush Name"], {"name": "Hush Other"})
    articles = {item["title"]: item["id"] for item in items(writer, "/v1/articles")}
    withdraw(engine, [articles["A"], articles["B"]], "court", None)
    edits = dump(engine)["edits"]
    assert [(row["thing_id"], row["before"]["name"], row["after"]["name"]) for row in edits] == [(found["Ana Novak"], None, "Ana Reed")]
    assert shown(writer, found["Ana Novak"])[0] == "Ana Reed"


@pytest.mark.parametrize(
    ("patch", "pointer"),
    [
        ({"name": "—"}, "/body/name"),
        ({"wikidata": "801"}, "/body/wikidata"),
        ({"kind": "ship"}, "/body/kind"),
        ({"aliases": []}, "/body/aliases"),
        ([], "/body"),
    ],
)
def test_a_wrong_patch_is_refused_where_it_is_wrong(writer: TestClient, load: Load, correct: Send, patch: Any, pointer: str) -> None:
    load(naming("A", "Ana Novak"))
    answer = correct(ids(writer)["Ana Novak"], patch)
    assert (answer.status_code, [each["pointer"] for each in answer.json()["errors"]]) == (422, [pointer])


def test_what_its_article_does_not_name_gets_a_kind_but_no_name(writer: TestClient, load: Load, correct: Send) -> None:
    load(naming("A", unnamed("an official")))
    source = next(item["id"] for item in items(writer, "/v1/entities?anonymous=true"))
    refused = correct(source, {"name": "Ana Novak", "wikidata": "Q5"})
    assert (refused.status_code, [each["pointer"] for each in refused.json()["errors"]]) == (422, ["/body/name", "/body/wikidata"])
    assert correct(source, {"kind": "group"}).json()["kind"] == "group"
    assert {item["speaker"]["kind"] for item in items(writer, "/v1/claims?anonymous=true")} == {"group"}


def test_a_correction_needs_the_scope_and_the_tag(writer: TestClient, load: Load, correct: Send, keys: dict[str, str]) -> None:
    load(naming("A", "Ana Novak"))
    ana = ids(writer)["Ana Novak"]
    stale = writer.get(f"/v1/entities/{ana}").headers["etag"]
    assert [correct(ana, {"kind": "group"}, key=name).status_code for name in ("read", "write", "admin")] == [403] * 3
    path, headers = f"/v1/entities/{ana}", bearer(keys["review"])
    assert writer.patch(path, json={"kind": "group"}, headers=headers).status_code == 428
    assert correct(ana, {"kind": "group"}).status_code == 200
    assert correct(ana, {"kind": "place"}, **{"If-Match": stale}).status_code == 412
    assert writer.post(f"{path}/revert", headers={**headers, "If-Match": stale}).status_code == 412
    assert writer.patch("/v1/entities/ent_0", json={}, headers={**headers, "If-Match": "*"}).status_code == 404
