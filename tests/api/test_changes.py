"""The feed of changes as a list: pages, positions, formats, and the version of the data at every list."""

import csv
import io

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.answers.changes import ChangeOut
from app.ingest.administering.tombstones import lift, withdraw
from tests import make
from tests.conftest import Load
from tests.mirror import Json, items_of

STORIES = [make.document(title=f"Story {number}", own_id=str(number)) for number in range(5)]


def changes_after(client: TestClient, position: str | None = None) -> list[Json]:
    return items_of(client, f"/v1/changes?after={position}" if position else "/v1/changes")


def told(changes: list[Json]) -> list[tuple[str, str]]:
    return [(change["type"], change["action"]) for change in changes]


def naming(title: str, name: str, *aliases: str) -> Json:
    return make.document(title=title, entities=[make.entity(0, name, aliases=list(aliases))])


def test_pages_join_without_gap_or_repeat_and_links_lead_through_them(load: Load, client: TestClient) -> None:
    load(*STORIES)
    whole = changes_after(client)
    assert len(whole) == 5
    address, paged = "/v1/changes?limit=2", list[Json]()
    while address:
        answer = client.get(address)
        paged += answer.json()["items"]
        assert bool(answer.json()["next_cursor"]) == ("next" in answer.links)
        address = answer.links.get("next", {}).get("url", "")
    assert paged == whole


def test_each_change_has_the_position_behind_it(load: Load, client: TestClient) -> None:
    load(*STORIES)
    whole = changes_after(client)
    for place, change in enumerate(whole, 1):
        assert changes_after(client, change["cursor"]) == whole[place:]
        assert client.get(f"/v1/changes?cursor={change['cursor']}").json()["items"] == whole[place:]


def test_a_position_at_the_end_is_continued_from(load: Load, client: TestClient) -> None:
    load(*STORIES[:2])
    position = changes_after(client)[-1]["cursor"]
    assert client.get(f"/v1/changes?after={position}").json() == {"items": [], "next_cursor": None}
    (outcome,) = load(STORIES[2])
    assert [change["id"] for change in changes_after(client, position)] == [outcome.article_id]


def test_what_becomes_of_an_article_is_told_in_order_by_no_more_than_ids(load: Load, client: TestClient, engine: Engine) -> None:
    first = STORIES[0]
    (outcome,) = load(first)
    load(first)  # the same again changes nothing
    load({**first, "claims": []})
    withdraw(engine, [outcome.article_id], "error", "somebody")
    lift(engine, [outcome.article_id])
    load(first)
    changes = changes_after(client)
    articles = [change for change in changes if change["type"] == "article"]
    assert [change["action"] for change in articles] == ["created", "updated", "deleted", "undeleted", "created"]
    assert {change["id"] for change in articles} == {outcome.article_id}
    assert all(change.keys() == ChangeOut.__annotations__.keys() for change in changes)
    assert "Ana" not in str(changes)
    assert "somebody" not in str(changes)


def test_entities_that_join_and_part_are_told(load: Load, client: TestClient) -> None:
    load(naming("A", "Ana Marie Novak"), naming("B", "The Mayor"))
    ana, mayor = (items_of(client, f"/v1/entities?q={word}")[0]["id"] for word in ("Ana", "Mayor"))
    position = changes_after(client)[-1]["cursor"]
    load(naming("C", "Ana Marie Novak", "The Mayor"))
    article, merged, resolved = changes_after(client, position)
    assert told([article, merged, resolved]) == [("article", "created"), ("entity", "merged"), ("entity", "resolved")]
    assert (merged["id"], merged["survivor"], resolved["id"], resolved["survivor"]) == (mayor, ana, ana, None)
    load(naming("C", "Ana Marie Novak"))
    assert told(changes_after(client, resolved["cursor"])) == [("article", "updated"), ("entity", "resolved"), ("entity", "updated")]
    assert changes_after(client)[3]["survivor"] is None  # it stands for itself again


def test_every_list_and_export_says_from_which_version_to_follow(load: Load, client: TestClient) -> None:
    load(*STORIES[:2])
    for address in ("/v1/claims", "/v1/claims?format=ndjson", "/v1/articles?format=csv", "/v1/changes", "/v1/claims?format=ndjson&limit=1"):
        position = client.get(address).headers["Data-Version"]
        assert client.head(address).headers["Data-Version"] == position
        etag = client.get(address).headers["ETag"]
        not_modified = client.get(address, headers={"If-None-Match": etag})
        assert (not_modified.status_code, not_modified.headers["Data-Version"]) == (304, position)
        assert changes_after(client, position) == []
    (outcome,) = load(STORIES[2])
    assert [change["id"] for change in changes_after(client, position)] == [outcome.article_id]
    assert client.get("/v1/changes").headers["Data-Version"] == f"{position.partition('.')[0]}.3"


@pytest.mark.parametrize("parameter", ["after", "cursor"])
def test_a_position_of_another_database_is_gone(load: Load, client: TestClient, parameter: str) -> None:
    load(STORIES[0])
    answer = client.get(f"/v1/changes?{parameter}=0123456789ab.1.1")
    assert (answer.status_code, answer.json()["title"], answer.json()["type"]) == (410, "Start over", "/problems/start-over")
    assert "start over" in answer.json()["detail"]


@pytest.mark.parametrize("parameter", ["after", "cursor"])
@pytest.mark.parametrize(
    "position", ["", "1", "x", "{id}", "{id}.", "{id}.-1", "{id}.1.", "{id}.1.1.1", "{id}.2147483648", "{id}.1.9999999999"]
)
def test_what_is_no_position_is_not_found(client: TestClient, parameter: str, position: str) -> None:
    database_id = client.get("/v1/changes").headers["Data-Version"].partition(".")[0]
    answer = client.get(f"/v1/changes?{parameter}={position.format(id=database_id)}")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["pointer"] == f"/query/{parameter}"


def test_a_position_that_has_not_come_yet_gives_nothing(load: Load, client: TestClient) -> None:
    load(STORIES[0])
    database_id = client.get("/v1/changes").headers["Data-Version"].partition(".")[0]
    for version in ("2", "2147483647", "2147483647.2147483647"):
        assert changes_after(client, f"{database_id}.{version}") == []


def test_the_feed_has_counts_fields_and_csv_as_other_lists(load: Load, client: TestClient) -> None:
    load(*STORIES)
    page = client.get("/v1/changes?limit=2&count=exact&fields=id,action").json()
    assert page["total"] == {"value": 5, "relation": "eq"}
    assert [item.keys() for item in page["items"]] == [{"id", "action"}] * 2
    behind = client.get(f"/v1/changes?count=capped&after={page['next_cursor']}").json()
    assert behind["total"] == {"value": 3, "relation": "eq"}
    rows = [*csv.DictReader(io.StringIO(client.get("/v1/changes?format=csv").text))]
    assert [row["cursor"] for row in rows] == [change["cursor"] for change in changes_after(client)]


def test_an_empty_archive_has_an_empty_feed_that_can_be_followed(load: Load, client: TestClient) -> None:
    answer = client.get("/v1/changes")
    assert answer.json() == {"items": [], "next_cursor": None}
    load(STORIES[0])
    assert orjson.loads(client.get(f"/v1/changes?format=ndjson&after={answer.headers['Data-Version']}").text)["action"] == "created"
