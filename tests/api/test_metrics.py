"""The metrics for Prometheus, as its parser reads them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, update

from app.database.engines import write_session
from app.database.tables.jobs import Job
from app.ingest.administering.webhooks import delete_webhook
from app.ingest.reading.validation import validated
from app.jobs.executors import Heartbeat
from app.main import PATHS, create_app
from app.settings import Settings
from tests import generated
from tests.conftest import settings_for
from tests.jobs.delivering.sending import FAILED, TestSender, make_webhook
from tests.jobs.posting import post, posted_page, posted_text
from tests.jobs.test_executors import silence
from tests.jobs.test_requests import fail
from tests.jobs.test_results import run
from tests.loading import load_document
from tests.queries.archive import items

Samples = dict[tuple[str, ...], float]


def samples(client: TestClient) -> Samples:
    """Return the value of each sample, by its name and the values of its labels."""
    answer = client.get("/metrics")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    families = text_string_to_metric_families(answer.text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_requests_are_counted_by_route_and_status_with_their_durations(one_url: str) -> None:
    with TestClient(create_app(settings_for(one_url))) as client:
        for path in ("/v1/claims", "/v1/claims?limit=0", "/v1/claims/x", "/v1/claims/y", "/nothing", "/healthz"):
            client.get(path)
        found = samples(client)
        again = samples(client)
    assert {name[1:]: number for name, number in found.items() if name[0] == "onrecord_http_requests_total"} == {
        ("/v1/claims", "200"): 1,
        ("/v1/claims", "422"): 1,
        ("/v1/claims/{claim_id}", "404"): 2,
        ("other", "404"): 1,
        ("/healthz", "200"): 1,
    }
    duration = "onrecord_http_request_duration_seconds"
    assert found[f"{duration}_count", "/v1/claims"] == found[f"{duration}_bucket", "+Inf", "/v1/claims"] == 2
    assert 0 < found[f"{duration}_sum", "/v1/claims"] < 60
    buckets = [number for name, number in found.items() if name[0] == f"{duration}_bucket" and name[2] == "/v1/claims"]
    assert buckets == sorted(buckets)
    assert again["onrecord_http_requests_total", "/metrics", "200"] == 1


def test_answers_from_the_cache_are_counted_as_hits(one_url: str) -> None:
    with TestClient(create_app(Settings(database_url=one_url, access_log=False))) as client:
        for _ in range(3):
            client.get("/v1/claims")
        for path in ("/v1/claims/x", "/v1/claims?limit=0", "/v1/nothing", "/healthz"):
            client.get(path)
        found = samples(client)
    assert (found["onrecord_cache_hits_total",], found["onrecord_cache_misses_total",]) == (2, 1)


def test_the_size_of_the_archive_is_that_of_its_lists(library: TestClient) -> None:
    found = samples(library)
    assert found["onrecord_articles",] == len(items(library, "/v1/articles"))
    assert found["onrecord_claims",] == len(items(library, "/v1/claims"))
    assert found["onrecord_data_version",] == library.get("/readyz").json()["data_version"]
    assert found["onrecord_database_up",] == 1


def test_webhooks_and_what_became_of_their_messages(url: str, engine: Engine) -> None:
    """Attempts are counted in the database: their counts outlive the log, and the process that sends."""
    (first, _), (second, _) = make_webhook(engine), make_webhook(engine)
    load_document(engine, validated(generated.documents(1)[0]))
    sender = TestSender(url)
    sender.run(first)
    sender.answer = lambda _: FAILED
    sender.run(second)
    sender.stop()
    with write_session(engine) as session:
        delete_webhook(session, first, None)
    with TestClient(create_app(settings_for(url))) as client:
        found = samples(client)
    assert {name: number for name, number in found.items() if name[0].startswith("onrecord_webhook")} == {
        ("onrecord_webhooks", "enabled"): 0,
        ("onrecord_webhooks", "failing"): 1,
        ("onrecord_webhooks", "disabled"): 0,
        ("onrecord_webhook_attempts_total", "refused"): 1,
        ("onrecord_webhook_attempts_total", "succeeded"): 1,
        ("onrecord_webhook_messages_waiting",): 1,
    }


def test_jobs_are_counted_in_the_database_so_that_any_process_answers_for_all(url: str, engine: Engine) -> None:
    done, failed, _ = post(
        engine, posted_text(), posted_text("It closed, Ana Novak said.", title="B"), posted_page(url="https://example.org")
    )
    run(engine, done, posted_text())
    fail(engine, failed)
    Heartbeat(engine, "desk-1").beat()
    Heartbeat(engine, "gone-1").beat()
    silence(engine, "gone-1")
    with write_session(engine) as session:
        session.execute(update(Job).values(created_at=datetime.now(UTC) - timedelta(minutes=5)))
    with TestClient(create_app(settings_for(url))) as client:
        found = samples(client)
    assert {name[1:]: number for name, number in found.items() if name[0].startswith("onrecord_job") and len(name) > 1} == {
        ("queued",): 1,
        ("running",): 0,
        ("succeeded",): 1,
        ("failed",): 1,
        ("cancelled",): 0,
        ("waiting",): 1,
        ("done",): 1,
    } | {("failed",): 1}
    assert 300 <= found["onrecord_job_oldest_queued_seconds",] < 900
    assert found["onrecord_job_executors",] == 1


def test_there_are_metrics_without_a_database_too(tmp_path: Path) -> None:
    with TestClient(create_app(settings_for(f"sqlite:///{tmp_path}/none.db"))) as client:
        found = samples(client)
    assert (found["onrecord_database_up",], ("onrecord_claims",) in found) == (0, False)


def test_no_label_has_more_values_than_there_are_routes_and_statuses(one_url: str) -> None:
    with TestClient(create_app(settings_for(one_url))) as client:
        for number in range(50):
            client.get(f"/{number}")
            client.get(f"/v1/claims/{number}?q={number}")
        routes = {name[1] for name in samples(client) if len(name) > 1 and name[0] == "onrecord_http_requests_total"}
    assert routes == {"other", "/v1/claims/{claim_id}"}
    assert routes - {"other"} <= set(PATHS)


def test_a_setting_closes_the_metrics(one_url: str) -> None:
    with TestClient(create_app(settings_for(one_url).model_copy(update={"metrics": False}))) as client:
        assert client.get("/metrics").status_code == 404


def test_the_metrics_are_no_part_of_the_api(seeds: TestClient) -> None:
    assert "/metrics" not in seeds.get("/openapi.json").json()["paths"]
