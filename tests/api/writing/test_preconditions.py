"""Preconditions are compared with the database that is written, never with a replica, which may be behind."""

import shutil
from pathlib import Path

from fastapi.testclient import TestClient

from app.database.engines import checkpoint, write_engine
from app.ingest.administering.keys import create_key
from app.ingest.reading.validation import validated
from app.main import create_app
from tests.api.writing.conftest import bearer, story
from tests.conftest import settings_for
from tests.loading import load_document
from tests.queries.archive import items


def test_a_replica_answers_no_precondition(one_url: str, tmp_path: Path) -> None:
    engine = write_engine(one_url)
    load_document(engine, validated(story()))
    key = create_key(engine, "reviewer", ["review"])
    engine.dispose()
    assert checkpoint(one_url)
    shutil.copyfile(one_url.removeprefix("sqlite:///"), tmp_path / "replica.db")
    settings = settings_for(one_url).model_copy(update={"read_database_url": f"sqlite:///{tmp_path}/replica.db"})
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        claim = f"/v1/claims/{items(client, '/v1/claims')[0]['id']}"
        stale = client.get(claim).headers["etag"]

        def edit(kind: str, tag: str) -> tuple[int, str | None]:
            answer = client.patch(claim, json={"kind": kind}, headers={**bearer(key), "If-Match": tag})
            return answer.status_code, answer.headers.get("etag")

        status, tag = edit("hope", stale)
        assert (status, client.get(claim).headers["etag"], client.get(claim).json()["kind"]) == (200, stale, "statement")
        assert edit("pledge", stale)[0] == 412
        assert edit("pledge", tag or "")[0] == 200
