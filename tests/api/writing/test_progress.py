"""The progress of jobs as Server-Sent Events: what is sent, when the stream ends, and how it is taken up again."""

from contextlib import ExitStack
from threading import Timer

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.api.serving import progress
from app.database.engines import write_session
from app.ingest.administering.keys import revoke_key
from app.jobs.results import start_job
from app.main import create_app
from tests.api.writing.conftest import bearer
from tests.api.writing.test_jobs import JOBS, post_as
from tests.conftest import api_of, settings_for
from tests.jobs.posting import posted_text
from tests.jobs.test_results import run

Event = tuple[str, str]  # id, state of the job


def events(text: str) -> list[Event]:
    found = []
    for block in filter(None, text.split("\n\n")):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append((fields["id"], orjson.loads(fields["data"])["state"]))
    return found


def test_each_change_is_an_event_and_the_stream_ends_with_the_job(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    job_id = post_as(writer, keys["write"])
    Timer(1, run, (engine, job_id, posted_text())).start()
    answer = writer.get(f"{JOBS}/{job_id}/progress", headers=bearer(keys["write"]))
    assert answer.headers["content-type"].startswith("text/event-stream")
    sent = events(answer.text)
    assert (sent[0], sent[-1]) == (("queued.0.0", "queued"), ("succeeded.1.0", "succeeded"))
    assert len(set(sent)) == len(sent)


def test_who_connects_again_is_sent_what_has_changed_since(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    job_id = post_as(writer, keys["write"])
    with write_session(engine) as session:
        start_job(session, job_id)
    run(engine, job_id, posted_text())
    again = writer.get(f"{JOBS}/{job_id}/progress", headers={"Last-Event-ID": "running.0.0", **bearer(keys["write"])})
    assert events(again.text) == [("succeeded.1.0", "succeeded")]
    last = writer.get(f"{JOBS}/{job_id}/progress", headers={"Last-Event-ID": "succeeded.1.0", **bearer(keys["write"])})
    assert (last.status_code, last.content) == (204, b"")


def test_a_quiet_stream_is_kept_alive_and_ends_where_the_key_is_revoked(
    writer: TestClient, keys: dict[str, str], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "KEEP_ALIVE_S", 0)
    job_id = post_as(writer, keys["write"])
    Timer(2, revoke_key, (engine, "write")).start()
    answer = writer.get(f"{JOBS}/{job_id}/progress", headers=bearer(keys["write"]))
    assert events(answer.text) == [("queued.0.0", "queued")]
    assert "\n:" in answer.text
    assert writer.get(f"{JOBS}/{job_id}/progress", headers=bearer(keys["write"])).status_code == 401


def test_a_job_of_another_key_is_not_followed(writer: TestClient, keys: dict[str, str]) -> None:
    other = post_as(writer, keys["reviewer"])
    assert writer.get(f"{JOBS}/{other}/progress", headers=bearer(keys["write"])).status_code == 404
    assert writer.get(f"{JOBS}/{other}/progress").status_code == 401


def test_streams_share_the_slots_of_feeds(url: str, keys: dict[str, str]) -> None:
    app = create_app(settings_for(url))
    with TestClient(app) as client:
        slots = api_of(client).state.reader.feed_slots
        with ExitStack() as held:
            for _ in range(100):
                held.enter_context(slots.taken())
            answer = client.get(f"{JOBS}/{post_as(client, keys['write'])}/progress", headers=bearer(keys["write"]))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_head_follows_nothing(writer: TestClient, keys: dict[str, str]) -> None:
    answer = writer.head(f"{JOBS}/{post_as(writer, keys['write'])}/progress", headers=bearer(keys["write"]))
    assert (answer.status_code, answer.content) == (200, b"")
