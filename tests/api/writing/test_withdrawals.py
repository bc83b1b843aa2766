"""Articles withdrawn over HTTP, and tombstones lifted."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select
from sqlmodel import col

from app.database.engines import read_connection
from app.database.tables import InboxPart, Job
from app.jobs.scrubber import Scrubber
from app.queries.administering.tombstones import list_unscrubbed
from tests import make
from tests.api.writing.conftest import bearer
from tests.conftest import Load
from tests.jobs.posting import post, posted_text
from tests.queries.archive import items
from tests.tables import dump

REASON = "?reason=wrong+person+named"


@pytest.fixture
def article(load: Load, writer: TestClient) -> str:
    load(make.document())
    found: str = items(writer, "/v1/articles")[0]["id"]
    return f"/v1/articles/{found}"


def test_a_withdrawn_article_is_gone_from_everywhere_at_once(writer: TestClient, article: str, keys: dict[str, str]) -> None:
    claim = f"/v1/claims/{items(writer, '/v1/claims')[0]['id']}"
    headers = {**bearer(keys["admin"]), "If-Match": writer.get(article).headers["etag"]}
    answer = writer.delete(f"{article}{REASON}", headers=headers)
    assert (answer.status_code, answer.json()["reason"], answer.json()["actor"]) == (200, "wrong person named", "admin")
    assert (answer.json()["claims"], answer.json()["data_version"]) == (1, writer.get("/readyz").json()["data_version"])
    assert [items(writer, f"/v1/{noun}") for noun in ("articles", "claims", "speakers", "entities")] == [[]] * 4
    assert "wrong person named" in writer.get(article).json()["detail"]
    assert [writer.get(path).status_code for path in (article, f"{article}/document", claim)] == [410, 410, 404]
    assert writer.delete(f"{article}{REASON}", headers=headers).status_code == 410


def test_a_tombstone_is_lifted_once(writer: TestClient, article: str, keys: dict[str, str], load: Load) -> None:
    headers = {**bearer(keys["admin"]), "If-Match": "*"}
    assert writer.delete(f"{article}/tombstone", headers=headers).status_code == 404
    writer.delete(f"{article}{REASON}", headers=headers)
    assert [outcome.status for outcome in load(make.document())] == ["withdrawn"]
    lifted = writer.delete(f"{article}/tombstone", headers=bearer(keys["admin"]))
    assert (lifted.status_code, lifted.json()["id"]) == (200, article.rpartition("/")[2])
    assert writer.get(article).status_code == 404
    assert [outcome.status for outcome in load(make.document())] == ["added"]


def test_a_withdrawal_needs_a_reason_the_tag_and_the_scope_admin(
    writer: TestClient, article: str, keys: dict[str, str], engine: Engine, load: Load
) -> None:
    etag = writer.get(article).headers["etag"]
    load(make.document(claims=[make.claim(gist="Another gist.")]))
    before = dump(engine)
    admin = bearer(keys["admin"])
    tries = [
        (article, {**admin, "If-Match": "*"}, 422),
        (f"{article}?reason=+", {**admin, "If-Match": "*"}, 422),
        (f"{article}{REASON}", admin, 428),
        (f"{article}{REASON}", {**admin, "If-Match": etag}, 412),
        (f"{article}{REASON}", {**bearer(keys["reviewer"]), "If-Match": "*"}, 403),
        (f"/v1/articles/art_0{REASON}", {**admin, "If-Match": "*"}, 404),
    ]
    for path, headers, status in tries:
        assert (path, writer.delete(path, headers=headers).status_code) == (path, status)
    assert dump(engine) == before


def test_withdrawal_takes_what_waits_in_the_inbox(writer: TestClient, keys: dict[str, str], engine: Engine, load: Load) -> None:
    waiting = posted_text(url="https://example.org/bridge")
    post(engine, waiting)
    load(make.document(article={"url": "https://example.org/bridge"}))
    writer.delete(f"/v1/articles/{waiting.article_id}{REASON}", headers={**bearer(keys["admin"]), "If-Match": "*"})
    with read_connection(engine) as connection:
        assert connection.execute(select(InboxPart)).all() == []
        assert connection.execute(select(col(Job.state), col(Job.digest))).all() == [("cancelled", None)]


def test_the_files_are_scrubbed_afterwards_and_the_tombstone_says_so(
    url: str, writer: TestClient, article: str, keys: dict[str, str], engine: Engine
) -> None:
    writer.delete(f"{article}{REASON}", headers={**bearer(keys["admin"]), "If-Match": "*"})
    scrubber = Scrubber(url)
    scrubber.look(engine)
    assert scrubber._thread is not None
    scrubber._thread.join()
    with read_connection(engine) as connection:
        assert list_unscrubbed(connection) == []
