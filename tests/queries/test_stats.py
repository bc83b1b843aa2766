"""Statistics of the whole archive equal what its lists hold."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests import make
from tests.queries.archive import STORIES, Json, get, items, statements

PATH = "/v1/stats"


def counted(values: list[str]) -> list[Json]:
    return [{"value": value, "count": count} for value, count in sorted(Counter(values).items(), key=lambda one: (-one[1], one[0]))]


def test_it_counts_what_the_lists_give(filed: TestClient) -> None:
    lists = {name: items(filed, f"/v1/{name}") for name in ("articles", "claims", "speakers", "entities", "events")}
    stats = get(filed, PATH)
    assert {name: stats[name] for name in lists} == {name: len(found) for name, found in lists.items()}
    assert stats["articles_with_text"] == sum(article["has_text"] for article in lists["articles"])
    assert stats["outlets"] == 2
    assert stats["relations"] == 2
    assert stats["claim_kinds"] == counted([claim["kind"] for claim in lists["claims"]])
    assert stats["claim_modes"] == counted([claim["mode"] for claim in lists["claims"]])
    assert stats["event_kinds"] == counted([event["kind"] for event in lists["events"]])
    assert stats["event_statuses"] == counted([event["status"] for event in lists["events"]])


def test_a_merged_entity_is_counted_once(archive: TestClient, client: TestClient, load: Callable[..., Any]) -> None:
    load(
        make.document(title="One", entities=[make.entity(0, "Ana Novak")]),
        make.document(title="Two", entities=[make.entity(0, "Novak Ana Maria", aliases=["Ana Novak"])]),
    )
    assert [get(client, PATH)[name] for name in ("articles", "entities", "speakers")] == [2, 1, 1]
    assert get(archive, PATH)["entities"] == len(items(archive, "/v1/entities"))


def test_an_open_end_is_no_day(filed: TestClient) -> None:
    stats = get(filed, PATH)
    assert stats["published"] == {"first": "2024-06-27", "last": "2024-08-01", "undated": 1}
    assert stats["said"] == {"first": "2024-06-01", "last": "2024-07-30", "undated": 2}
    assert stats["happened"] == {"first": "2024-06-20", "last": "2024-08-31", "undated": 1}


def test_only_open_ends_give_no_day_on_that_side(client: TestClient, load: Callable[..., Any]) -> None:
    load(make.document(claims=[make.claim(said="../2024-06-25")], events=[make.event(date="2024-06-01/..")]))
    stats = get(client, PATH)
    assert stats["said"] == {"first": None, "last": "2024-06-25", "undated": 0}
    assert stats["happened"] == {"first": "2024-06-01", "last": None, "undated": 0}


def test_articles_without_their_text_are_told_apart(client: TestClient, load: Callable[..., Any]) -> None:
    kept, stand_off = make.document(title="Kept"), make.document(title="Stand-off", stand_off=True)
    load(kept, stand_off, make.document(title="Nobody's", article={"publisher": None}))
    assert [get(client, PATH)[name] for name in ("articles", "articles_with_text", "outlets")] == [3, 2, 1]


def test_an_empty_archive_has_nothing(client: TestClient) -> None:
    nothing = {"first": None, "last": None, "undated": 0}
    assert get(client, PATH) == {
        "data_version": get(client, "/readyz")["data_version"],
        **dict.fromkeys(("articles", "articles_with_text", "outlets", "claims", "speakers", "entities", "events", "relations"), 0),
        **dict.fromkeys(("published", "said", "happened"), nothing),
        **{name: [] for name in ("claim_kinds", "claim_modes", "event_kinds", "event_statuses")},
    }


def test_it_follows_the_data(client: TestClient, load: Callable[..., Any]) -> None:
    before = client.get(PATH)
    assert client.get(PATH, headers={"If-None-Match": before.headers["etag"]}).status_code == 304
    load(*STORIES)
    after = client.get(PATH, headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["articles"]) == (200, len(STORIES))
    assert after.json()["data_version"] > before.json()["data_version"]


def test_it_takes_as_many_statements_whatever_there_is(client: TestClient, load: Callable[..., Any]) -> None:
    statement_counts = set()
    for story in STORIES[:2]:
        with statements(client) as seen:
            get(client, PATH)
        statement_counts.add(len(seen))
        load(story)
    assert len(statement_counts) == 1


@pytest.mark.parametrize("query", ["q=x", "limit=1", "format=csv"])
def test_it_takes_no_parameter(archive: TestClient, query: str) -> None:
    assert archive.get(f"{PATH}?{query}").status_code == 422


def test_it_comes_as_json_alone(archive: TestClient) -> None:
    assert archive.get(PATH, headers={"Accept": "text/csv"}).status_code == 406
