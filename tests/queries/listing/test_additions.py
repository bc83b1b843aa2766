"""Things of later versions of the data: after single loads, batches, replaced and removed articles."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.ingest.administering.tombstones import withdraw
from app.ingest.preparing.documents import prepare
from app.ingest.reading.validation import validated
from app.ingest.writing.transactions import transaction
from app.queries.listing import additions
from tests import make
from tests.conftest import Load
from tests.queries.archive import Json, get, items, joined


def story(number: int, **more: Any) -> Json:
    named = [make.entity(0), make.entity(1, f"Bo {number}")]
    claims = [make.claim(said="2024-06-25", gist=f"said {number}")]
    events = [make.event(title=f"event {number}", date="2024-06-25")]
    return make.document(title=f"Story {number}", **{"entities": named, "claims": claims, "events": events, **more})


def titles(client: TestClient, version: int) -> set[str]:
    """Return the articles that came after a version, after checking that the other lists agree."""
    found = {item["title"] for item in items(client, "/v1/articles", {"added_since": version})}
    for path in ("claims", "events"):
        assert {item["article"]["title"] for item in items(client, f"/v1/{path}", {"added_since": version})} == found
    dated = items(client, "/v1/timeline", {"added_since": version})
    assert {item[item["type"]]["article"]["title"] for item in dated} == found
    named = {item["name"] for item in items(client, "/v1/entities", {"added_since": version})}
    assert named == {f"Bo {title.removeprefix('Story ')}" for title in found} | ({"Ana Novak"} if found else set())
    assert bool(items(client, "/v1/speakers", {"added_since": version})) == bool(found)
    ana = items(client, "/v1/speakers")[0]["id"]
    appearances = get(client, f"/v1/entities/{ana}/appearances", {"added_since": version, "count": "exact"})
    assert {item["article"]["title"] for item in appearances["items"]} == found
    assert appearances["total"]["value"] == get(client, "/v1/sources", {"added_since": version})["counts"]["articles"] == len(found)
    return found


def version_of(client: TestClient) -> int:
    return int(get(client, "/v1/stats")["data_version"])


@pytest.mark.parametrize("is_few", [True, False])
def test_what_came_later_is_listed(client: TestClient, engine: Engine, load: Load, monkeypatch: pytest.MonkeyPatch, is_few: bool) -> None:
    monkeypatch.setattr(additions, "FEW", 1_000 if is_few else 0)
    load(story(1))
    load(story(2))
    after_two = version_of(client)
    with transaction(engine) as write:
        write([prepare(validated(story(number))) for number in (3, 4)])
        write([prepare(validated(story(5)))])
    after_batch = version_of(client)
    assert titles(client, 0) == {f"Story {n}" for n in range(1, 6)}
    assert titles(client, 1) == {f"Story {n}" for n in range(2, 6)}
    assert titles(client, after_two) == {"Story 3", "Story 4", "Story 5"}
    assert titles(client, after_batch - 1) == {"Story 3", "Story 4", "Story 5"}  # all of a transaction is of its version
    for _ in range(2):  # the second time the document is the same, and nothing is replaced
        load(story(1, times=[{"span": [0, 1], "edtf": "2024"}]))
        assert titles(client, after_batch) == {"Story 1"}
    assert titles(client, after_two) == {"Story 1", "Story 3", "Story 4", "Story 5"}
    assert titles(client, version_of(client)) == titles(client, version_of(client) + 100) == set()


def test_numbers_that_are_given_again_are_of_the_later_version(client: TestClient, engine: Engine, load: Load) -> None:
    _, second = load(story(1), story(2))
    withdraw(engine, [second.article_id], "wrong", None)  # its number is given to the next article
    load(story(3))
    for version, expected in ((0, {"Story 1", "Story 3"}), (1, {"Story 3"}), (3, {"Story 3"}), (4, set())):
        assert {item["title"] for item in items(client, "/v1/articles", {"added_since": version})} == expected


def test_nothing_is_missed_where_the_articles_of_several_versions_are_gone(client: TestClient, engine: Engine, load: Load) -> None:
    _, second, third = load(story(1), story(2), story(3))
    withdraw(engine, [second.article_id, third.article_id], "wrong", None)
    load(story(4))
    for version in (1, 2, 3, 4):
        assert {item["title"] for item in items(client, "/v1/articles", {"added_since": version})} == {"Story 4"}


def test_pages_of_what_came_later_join_and_are_counted(client: TestClient, load: Load) -> None:
    load(*(story(number) for number in range(6)))
    for path in ("claims", "events", "entities", "articles", "timeline"):
        whole = items(client, f"/v1/{path}", {"added_since": 2})
        assert joined(client, f"/v1/{path}", {"added_since": 2, "limit": 2}) == whole
        assert get(client, f"/v1/{path}", {"added_since": 2, "count": "exact"})["total"] == {"value": len(whole), "relation": "eq"}
