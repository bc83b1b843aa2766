"""Clashes in the review queue: what later articles say against judgements and corrections, and what settles it."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from app.database.engines import read_connection
from app.queries.checking.corrections import check_corrections
from app.queries.checking.counters import check_counters
from app.queries.checking.judgements import check_judgements
from app.terms.ids import stable_id
from tests import make
from tests.api.writing.conftest import bearer
from tests.conftest import Load
from tests.ingest.writing.resolving.test_resolution import alias, naming
from tests.queries.archive import get, joined

QUEUE = "/v1/review/queue"
ANA, ANNA, KOS, MAYOR = (stable_id("ent", "person", name) for name in ("ana novak", "anna novak", "zora kos", "mayor kos"))
Send = Callable[..., Response]


@pytest.fixture
def reviewer(writer: TestClient, keys: dict[str, str]) -> TestClient:
    """Ask with a key of the scope ``review``."""
    writer.headers.update({**bearer(keys["review"]), "If-Match": "*"})
    return writer


@pytest.fixture(autouse=True)
def _is_sound(engine: Engine) -> Any:
    yield
    with read_connection(engine) as connection:
        assert [*check_corrections(connection), *check_judgements(connection), *check_counters(connection)] == []


@pytest.fixture
def judge(reviewer: TestClient) -> Send:
    def send(one: str, other: str, judgement: str) -> Response:
        answer = reviewer.post(f"/v1/entities/{one}/merge", json={"with": other, "judgement": judgement, "if_match": ["*", "*"]})
        assert answer.status_code == 200, answer.text
        return answer

    return send


def item_of(name: str, wikidata: str, title: str) -> make.Json:
    return naming(title, {"name": name, "wikidata": wikidata})


def clashes(client: TestClient, **params: Any) -> list[tuple[str, list[tuple[str, str, str, list[str]]]]]:
    """Return the entities that wait, each with what articles say: title, field, value, entities."""
    found = get(client, QUEUE, {"reason": "clash", **params})["items"]
    assert {(item["type"], *item["reasons"], item["claim"], item["event"], item["context"]) for item in found} <= {
        ("entity", "clash", None, None, None)
    }
    return [
        (item["id"], [(each["article"]["title"], each["field"], each["value"], each["entities"]) for each in item["clashes"]])
        for item in found
    ]


def test_what_was_known_when_people_judged_is_no_clash(reviewer: TestClient, load: Load, judge: Send) -> None:
    load(
        naming("A", alias("Zora Kos", "Mayor Kos")),
        naming("B", "Mayor Kos"),
        item_of("Ana Novak", "Q1", "C"),
        item_of("Anna Novak", "Q2", "D"),
    )
    judge(KOS, MAYOR, "negative")
    judge(ANA, ANNA, "positive")
    load(naming("A", alias("Zora Kos", "Mayor Kos"), "Tom Reed"), naming("E", "Zora Kos"))
    assert clashes(reviewer) == []


def test_a_later_alias_or_item_that_two_share_whom_people_keep_apart(reviewer: TestClient, load: Load, judge: Send) -> None:
    load(naming("A", "Zora Kos"), naming("B", "Mayor Kos"), item_of("Ana Novak", "Q1", "C"), naming("D", "Anna Novak"))
    judge(KOS, MAYOR, "negative")
    judge(ANA, ANNA, "negative")
    load(naming("E", alias("Zora Kos", "Mayor Kos")), item_of("Anna Novak", "Q1", "F"), item_of("Ana Novak", "Q1", "G"))
    assert dict(clashes(reviewer)) == {
        KOS: [("E", "alias", "Mayor Kos", [KOS, MAYOR])],
        ANNA: [("F", "wikidata", "Q1", [ANNA, ANA])],
        ANA: [("G", "wikidata", "Q1", [ANA, ANNA])],
    }
    assert len(joined(reviewer, QUEUE, {"reason": "clash", "limit": 2})) == 3
    assert get(reviewer, QUEUE, {"type": "entity", "count": "exact"})["total"]["value"] == 3
    article = get(reviewer, QUEUE, {"type": "entity"})["items"][0]["article"]["id"]
    assert len(clashes(reviewer, article=article)) == 1
    assert clashes(reviewer, max_confidence=0.5) == clashes(reviewer, type="claim") == []


def test_a_later_item_that_differs_from_that_of_joined_entities_or_from_a_correction(reviewer: TestClient, load: Load, judge: Send) -> None:
    load(item_of("Ana Novak", "Q1", "A"), naming("B", "Anna Novak"), naming("C", "Zora Kos"))
    judge(ANA, ANNA, "positive")
    assert reviewer.patch(f"/v1/entities/{KOS}", json={"wikidata": None}).status_code == 200
    assert reviewer.patch(f"/v1/entities/{KOS}", json={"wikidata": "Q5"}).status_code == 200
    load(item_of("Anna Novak", "Q2", "D"), item_of("Ana Novak", "Q1", "E"), item_of("Zora Kos", "Q6", "F"), item_of("Zora Kos", "Q5", "G"))
    assert dict(clashes(reviewer)) == {ANNA: [("D", "wikidata", "Q2", [ANNA])], KOS: [("F", "wikidata", "Q6", [KOS])]}
    shown = {item["id"]: item["entity"]["id"] for item in get(reviewer, QUEUE, {"type": "entity"})["items"]}
    assert shown == {ANNA: ANA, KOS: KOS}


def test_a_judgement_or_edit_settles_a_clash_for_good_and_a_withdrawal_takes_it(reviewer: TestClient, load: Load, judge: Send) -> None:
    load(naming("A", "Zora Kos"), naming("B", "Mayor Kos"), naming("C", "Ana Novak"))
    judge(KOS, MAYOR, "negative")
    reviewer.patch(f"/v1/entities/{ANA}", json={"wikidata": "Q5"})
    said = naming("E", alias("Zora Kos", "Mayor Kos"), {"name": "Ana Novak", "wikidata": "Q6"})
    load(said)
    tag = reviewer.get(QUEUE).headers["etag"]
    load({**said, "claims": []})
    assert [entity for entity, _ in clashes(reviewer)] == sorted((ANA, KOS))
    assert reviewer.patch(f"/v1/entities/{ANA}?reason=looked", json={}).status_code == 200
    assert [entity for entity, _ in clashes(reviewer)] == [KOS]
    assert reviewer.get(QUEUE).headers["etag"] != tag
    judge(KOS, ANA, "unsure")
    assert clashes(reviewer) == []
    load(said)
    assert clashes(reviewer) == []
    history = get(reviewer, f"/v1/entities/{ANA}/history")["items"]
    assert [entry["reason"] for entry in history if entry["edit"]] == ["looked", None]
