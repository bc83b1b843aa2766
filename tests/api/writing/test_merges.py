"""Merges and splits over HTTP: what becomes one and two again, who may, what is refused, and what loads cannot undo."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from app.database.engines import read_connection
from app.ingest.administering.tombstones import lift, withdraw
from app.queries.checking.changes import check_changes
from app.queries.checking.counters import check_counters
from app.queries.checking.judgements import check_judgements
from app.terms.ids import stable_id
from tests import make
from tests.api.writing.conftest import bearer
from tests.conftest import Load
from tests.ingest.writing.resolving.test_resolution import alias, naming, unnamed
from tests.queries.archive import items
from tests.tables import dump, version

Merge = Callable[..., Response]
HISTORIES = ("judgements", "data_version")


@pytest.fixture
def ids(writer: TestClient) -> Callable[[], dict[str, str]]:
    """Return the ids of the entities that are listed, by what they are shown as."""
    return lambda: {item["label"]: item["id"] for item in items(writer, "/v1/entities")}


@pytest.fixture
def merge(writer: TestClient, keys: dict[str, str]) -> Merge:
    def send(one: str, other: str, judgement: str = "positive", key: str = "review", **more: Any) -> Response:
        body = {"with": other, "judgement": judgement, "if_match": ["*", "*"], **more}
        return writer.post(f"/v1/entities/{one}/merge", json=body, headers=bearer(keys[key]))

    return send


@pytest.fixture
def split(writer: TestClient, keys: dict[str, str]) -> Merge:
    def send(one: str, query: str = "", **headers: str) -> Response:
        return writer.post(f"/v1/entities/{one}/split{query}", headers={**bearer(keys["review"]), "If-Match": "*", **headers})

    return send


@pytest.fixture(autouse=True)
def _is_sound(engine: Engine) -> Any:
    """After every test, counters and feed agree with what is stored."""
    yield
    with read_connection(engine) as connection:
        assert [*check_counters(connection), *check_changes(connection), *check_judgements(connection)] == []


def tag(writer: TestClient, entity_id: str) -> str:
    return writer.get(f"/v1/entities/{entity_id}", headers={"Accept-Encoding": "identity"}).headers["etag"]


def test_a_merge_makes_one_entity_of_two_everywhere(writer: TestClient, load: Load, ids: Any, merge: Merge) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Anna Novak"))
    found = ids()
    ana, anna = found["Ana Novak"], found["Anna Novak"]
    answer = merge(anna, ana, reason="same mayor")
    assert (answer.status_code, answer.json()["id"], answer.json()["label"]) == (200, ana, "Anna Novak")
    shown = writer.get(f"/v1/entities/{ana}", headers={"Accept-Encoding": "identity"})
    assert (answer.json(), answer.headers["etag"]) == (shown.json(), shown.headers["etag"])
    assert (shown.json()["counts"], shown.json()["aliases"]) == ({"claims": 2, "articles": 2, "outlets": 1}, ["Ana Novak"])
    for path in ("entities", "speakers"):
        moved = writer.get(f"/v1/{path}/{anna}", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"].rpartition("/")[2]) == (308, ana)
    for query in (f"?speaker={ana}", f"?speaker={anna}"):
        assert len(items(writer, f"/v1/claims{query}")) == 2
    facets = writer.get("/v1/claims?facet=speaker").json()["facets"]["speaker"]["values"]
    assert [(entry["value"], entry["count"]) for entry in facets] == [(ana, 2)]
    assert (
        [item["id"] for item in items(writer, "/v1/entities?q=anna")]
        == [item["id"] for item in items(writer, "/v1/entities?q=ana")]
        == [ana]
    )
    said = {item["article"]["title"]: item["speaker"]["as_said"] for item in items(writer, "/v1/claims")}
    assert said == {"A": "They", "B": "They"}
    assert {item["name"] for item in shown.json()["appearances"]} == {"Ana Novak", "Anna Novak"}
    feed = writer.get("/v1/changes").json()["items"][2:]
    assert [(change["action"], change["id"], change["survivor"]) for change in feed] == [("merged", anna, ana), ("resolved", ana, None)]


def test_a_split_gives_back_what_was_before(writer: TestClient, load: Load, ids: Any, merge: Merge, split: Merge, engine: Engine) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Anna Novak"), naming("C", alias("Zora Kos", "Mayor Kos")), naming("D", "Mayor Kos"))
    before, found = dump(engine, *HISTORIES), ids()
    merge(found["Ana Novak"], found["Anna Novak"])
    merge(found["Ana Novak"], found["Mayor Kos"])
    assert len(ids()) == 1
    assert split(found["Ana Novak"]).json()["label"] == "Anna Novak"
    assert split(found["Anna Novak"]).json()["id"] == found["Anna Novak"]
    assert dump(engine, *HISTORIES) == before
    assert split(found["Ana Novak"]).status_code == 404


def test_a_merge_and_its_undo_are_one_entry_each_in_the_history(
    writer: TestClient, load: Load, ids: Any, merge: Merge, split: Merge, keys: dict[str, str]
) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Anna Novak"))
    ana, anna = ids()["Ana Novak"], ids()["Anna Novak"]
    merge(ana, anna, reason="same mayor")
    moved = writer.get(f"/v1/entities/{anna}/history", headers=bearer(keys["review"]), follow_redirects=False)
    assert (moved.status_code, moved.headers["location"].split("/")[-2:]) == (308, [ana, "history"])
    split(ana, "?reason=two+mayors")
    for entity in (ana, anna):
        history = writer.get(f"/v1/entities/{entity}/history", headers=bearer(keys["review"])).json()["items"]
        assert [(item["actor"], item["reason"], item["before"]["judgement"], item["after"]["judgement"]) for item in history] == [
            ("review", "two mayors", "positive", None),
            ("review", "same mayor", None, "positive"),
        ]
        assert [item["entities"] for item in history] == [sorted((ana, anna))] * 2
        assert split(ana, f"?judgement={history[0]['judgement']}").status_code == 404
    refused = [writer.get(f"/v1/entities/{ana}/history", headers=bearer(keys[name])).status_code for name in ("read", "write", "admin")]
    assert refused == [403] * 3
    assert writer.get("/v1/entities/ent_0/history", headers=bearer(keys["review"])).status_code == 404


def test_a_judgement_beats_every_rule_whatever_is_loaded_later(load: Load, ids: Any, merge: Merge, split: Merge, engine: Engine) -> None:
    load(naming("A", "Ana Novak"), naming("B", "The Mayor"), naming("C", "Zora Kos"), naming("D", "Mayor Kos"))
    found = ids()
    merge(found["Zora Kos"], found["Mayor Kos"], "negative")
    merge(found["Ana Novak"], found["The Mayor"])
    load(
        naming("E", "Ana Novak", "The Mayor"),
        naming("F", alias("Zora Kos", "Mayor Kos")),
        naming("A", "Ana Novak", "The Mayor", "Petra Vale"),
    )
    assert {*ids().values()} == {found[name] for name in ("Ana Novak", "Zora Kos", "Mayor Kos")} | {ids()["Petra Vale"]}
    split(found["Ana Novak"])
    assert split(found["Zora Kos"]).status_code == 404
    assert ids()["The Mayor"] == found["The Mayor"]
    assert "Mayor Kos" in ids()


def test_a_negative_judgement_taken_back_lets_the_rules_join_again(
    writer: TestClient, load: Load, ids: Any, merge: Merge, split: Merge, keys: dict[str, str]
) -> None:
    load(naming("A", alias("Zora Kos", "Mayor Kos")), naming("B", "Mayor Kos"))
    joined = ids()
    assert len(joined) == 1
    apart = stable_id("ent", "person", "zora kos"), stable_id("ent", "person", "mayor kos")
    assert merge(*apart, "negative").status_code == 200
    assert {*ids().values()} == {*apart}
    number = writer.get(f"/v1/entities/{apart[0]}/history", headers=bearer(keys["review"])).json()["items"][0]["judgement"]
    assert split(apart[0], f"?judgement={number}").status_code == 200
    assert ids() == joined


def test_a_merge_needs_the_tags_of_both(writer: TestClient, load: Load, ids: Any, merge: Merge, split: Merge) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Anna Novak"), naming("C", "Zora Kos"))
    ana, anna, zora = (ids()[name] for name in ("Ana Novak", "Anna Novak", "Zora Kos"))
    tags = [tag(writer, ana), tag(writer, anna)]
    assert [each[:3] for each in tags] == ['"0.', '"0.']
    assert merge(ana, anna, if_match=['"nonsense"', tags[1]]).status_code == 412
    stale = merge(ana, anna, if_match=[tags[0], '"nonsense"'])
    assert (stale.status_code, "If-Match" in stale.json()["detail"], "`if_match`" in stale.json()["detail"]) == (412, False, True)
    assert merge(ana, anna, if_match=tags).status_code == 200
    assert tag(writer, ana)[:3] == '"1.'
    assert merge(zora, ana, if_match=[tag(writer, zora), tags[0]]).status_code == 412
    assert merge(zora, anna, if_match=[tag(writer, zora), tag(writer, ana)]).status_code == 200
    assert split(ana, **{"If-Match": tags[0]}).status_code == 412
    assert split(ana, **{"If-Match": tag(writer, ana)}).status_code == 200


def test_what_contradicts_other_judgements_is_refused(load: Load, ids: Any, merge: Merge, engine: Engine) -> None:
    load(*(naming(title, name) for title, name in zip("ABCD", ("Ana Novak", "Anna Novak", "Zora Kos", "Petra Vale"), strict=True)))
    load(naming("E", unnamed("an official")))
    ana, anna, zora, petra, official = (ids()[name] for name in ("Ana Novak", "Anna Novak", "Zora Kos", "Petra Vale", "an official"))
    merge(ana, anna)
    merge(anna, zora)
    merge(zora, petra, "negative")
    before = dump(engine)
    refused = [(ana, anna, "positive"), (zora, ana, "positive"), (ana, petra, "positive"), (zora, ana, "negative"), (ana, ana, "positive")]
    for one, other, judgement in [*refused, (ana, official, "positive"), (official, ana, "positive")]:
        assert (one, other, merge(one, other, judgement).status_code) == (one, other, 409)
    assert merge(petra, ana, "negative").status_code == 200
    assert dump(engine) == before


def test_unsure_is_noted_alone(writer: TestClient, load: Load, ids: Any, merge: Merge, keys: dict[str, str], engine: Engine) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Anna Novak"))
    before, found = dump(engine, *HISTORIES), ids()
    ana, anna = found["Ana Novak"], found["Anna Novak"]
    assert merge(ana, anna, "unsure").json()["label"] == "Ana Novak"
    once = version(engine)
    assert merge(anna, ana, "unsure").status_code == 200
    assert (version(engine), dump(engine, *HISTORIES)) == (once, before)
    history = writer.get(f"/v1/entities/{anna}/history", headers=bearer(keys["review"])).json()["items"]
    assert [item["after"] for item in history] == [{"judgement": "unsure"}]
    assert merge(ana, anna).json()["label"] == "Anna Novak"


def test_a_judgement_waits_while_an_entity_is_not_there(load: Load, ids: Any, merge: Merge, engine: Engine) -> None:
    load(naming("A", "Ana Novak"), naming("C", "Zora Kos"))
    [outcome] = load(naming("B", "Anna Novak"))
    found = ids()
    merge(found["Ana Novak"], found["Anna Novak"], reason="a secret word")
    merge(found["Anna Novak"], found["Zora Kos"])
    withdraw(engine, [outcome.article_id], "wrong", None)
    assert [row["reason"] for row in dump(engine)["judgements"]] == [None, None]
    assert ids() == {"Ana Novak": found["Ana Novak"]}
    lift(engine, [outcome.article_id])
    load(naming("B", "Anna Novak"))
    assert ids() == {"Anna Novak": found["Ana Novak"]}


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"judgement": "maybe"}, 422, "/body/judgement"),
        ({"with": "ent_0"}, 422, "/body/with"),
        ({"with": None}, 422, "/body/with"),
        ({"colour": "red"}, 422, "/body/colour"),
        ({"if_match": ["*"]}, 422, "/body/if_match"),
        ({"if_match": ["*", "nonsense"]}, 422, "/body/if_match/1"),
        ({"reason": "x" * 501}, 422, "/body/reason"),
    ],
    ids=str,
)
def test_a_merge_that_is_wrong_is_refused_by_place(
    load: Load, ids: Any, merge: Merge, engine: Engine, body: make.Json, status: int, pointer: str
) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Anna Novak"))
    before, found = dump(engine), ids()
    answer = merge(found["Ana Novak"], found["Anna Novak"], **body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)
    assert dump(engine) == before


def test_a_merge_without_tags_or_of_nothing_is_refused(
    writer: TestClient, load: Load, ids: Any, merge: Merge, keys: dict[str, str]
) -> None:
    load(naming("A", "Ana Novak"), naming("B", "Anna Novak"))
    ana, anna = ids().values()
    headers = bearer(keys["review"])
    assert writer.post(f"/v1/entities/{ana}/merge", json={"with": anna, "judgement": "positive"}, headers=headers).status_code == 428
    assert writer.post(f"/v1/entities/{ana}/merge", json=[], headers=headers).status_code == 422
    assert writer.post(f"/v1/entities/{ana}/split", headers=headers).status_code == 428
    assert merge("ent_0", ana).status_code == 404
    assert [merge(ana, anna, key=name).status_code for name in ("read", "write", "admin")] == [403] * 3


def test_where_people_joined_what_an_article_names_side_by_side_it_counts_once(
    load: Load, ids: Any, merge: Merge, writer: TestClient
) -> None:
    load(naming("A", "Ana Novak"), naming("B", "The Mayor"))
    found = ids()
    merge(found["Ana Novak"], found["The Mayor"])
    load(naming("C", "Ana Novak", "The Mayor"))
    assert items(writer, "/v1/entities")[0]["counts"] == {"claims": 3, "articles": 3, "outlets": 1}
