"""Traces: a span for each request, with its route and status, and without what was asked, sent or answered."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from pydantic import ValidationError

from app.api.access.traces import TraceMiddleware
from app.database.engines import write_engine
from app.ingest.administering.keys import create_key
from app.main import PATHS, create_app
from app.settings import Settings
from tests.conftest import api_of, settings_for

SECRET = "calloway"
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
Ask = Callable[..., ReadableSpan]


@pytest.fixture
def traced(one_url: str) -> Iterator[tuple[TestClient, InMemorySpanExporter]]:
    """A client of the API, with answers kept, and the spans of its requests."""
    spans, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    app = create_app(settings_for(one_url).model_copy(update={"cache_mb": 1}))
    counters = api_of(TestClient(app)).state.counters
    with TestClient(TraceMiddleware(app, provider, counters.route_of, PATHS), raise_server_exceptions=False) as client:
        yield client, spans


@pytest.fixture
def ask(traced: tuple[TestClient, InMemorySpanExporter]) -> Ask:
    """Send a request, and return its one span."""
    client, spans = traced

    def span_of(path: str, method: str = "GET", **options: Any) -> ReadableSpan:
        spans.clear()
        client.request(method, path, **options)
        [span] = spans.get_finished_spans()
        assert SECRET not in span.to_json()
        return span

    return span_of


def facts(span: ReadableSpan) -> tuple[str, object]:
    return span.name, (span.attributes or {})["http.response.status_code"]


def test_reads_and_answers_from_memory_have_spans_of_their_route(ask: Ask) -> None:
    for _ in range(2):
        span = ask(f"/v1/claims?q={SECRET}", headers={"User-Agent": SECRET, "X-Request-Id": "mine"})
        assert (*facts(span), span.kind, span.status.status_code) == ("GET /v1/claims", 200, SpanKind.SERVER, StatusCode.UNSET)
    assert {**(span.attributes or {})} == {
        "http.request.method": "GET",
        "http.route": "/v1/claims",
        "http.response.status_code": 200,
        "http.response.header.x-request-id": ("mine",),
        "network.protocol.version": "1.1",
        "url.path": "/v1/claims",
        "url.scheme": "http",
    }


def test_what_is_not_there_is_named_by_its_route_or_by_none(ask: Ask) -> None:
    span = ask(f"/v1/claims/{SECRET}")
    assert (*facts(span), (span.attributes or {})["url.path"]) == ("GET /v1/claims/{claim_id}", 404, "/v1/claims/…")
    assert facts(ask(f"/{SECRET}")) == ("GET", 404)
    assert facts(ask("/v1/claims", SECRET.upper())) == ("HTTP /v1/claims", 405)


def test_a_write_has_neither_its_body_nor_its_key(ask: Ask, one_url: str) -> None:
    engine = write_engine(one_url)
    key = create_key(engine, SECRET, ["write"])
    engine.dispose()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "text/plain"}
    span = ask(f"/v1/articles?title={SECRET}", "POST", headers=headers, content=f"{SECRET} said nothing.")
    assert (*facts(span), key in span.to_json()) == ("POST /v1/articles", 202, False)


def test_a_defect_is_an_error_without_its_message(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("app.queries.claims.list_claims", fail)
    span = ask("/v1/claims")
    assert (*facts(span), span.status.status_code, span.events) == ("GET /v1/claims", 500, StatusCode.ERROR, ())


def test_a_trace_that_a_client_names_goes_on(ask: Ask) -> None:
    span = ask("/v1/stats", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})
    assert span.parent is not None
    assert (f"{span.context.trace_id:032x}", f"{span.parent.span_id:016x}") == (TRACE, PARENT)


def test_probes_have_no_spans(traced: tuple[TestClient, InMemorySpanExporter]) -> None:
    client, spans = traced
    assert [client.get(path).status_code for path in ("/healthz", "/readyz", "/metrics")] == [200, 200, 200]
    assert spans.get_finished_spans() == ()


class Receiver(BaseHTTPRequestHandler):
    """Takes what is sent to it."""

    received: list[tuple[str, bytes]] = []

    def do_POST(self) -> None:
        self.received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def test_spans_are_sent_where_the_variables_of_open_telemetry_say_before_the_server_ends(
    one_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = Thread(target=receiver.serve_forever)
    thread.start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{receiver.server_port}")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "archive-of-the-port")
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")  # by it FastAPI would send spans with queries, and logs
    with TestClient(create_app(settings_for(one_url).model_copy(update={"traces": True}))) as client:
        for path in ("/v1/claims", "/"):
            client.get(f"{path}?q={SECRET}")
    receiver.shutdown()
    thread.join()
    receiver.server_close()
    [(path, sent)] = Receiver.received
    assert (path, b"GET /v1/claims" in sent, b"archive-of-the-port" in sent, SECRET.encode() in sent) == ("/v1/traces", True, True, False)


def test_nothing_of_it_is_imported_where_no_setting_wants_it() -> None:
    """FastAPI imports the interfaces of OpenTelemetry, which do nothing by themselves."""
    program = "import sys; from app.main import create_app; create_app(); print({*sys.modules} & {*sys.argv})"
    modules = ["opentelemetry.sdk", "opentelemetry.exporter", "requests"]
    assert subprocess.run([sys.executable, "-c", program, *modules], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_the_setting_is_refused_where_it_is_not_installed(one_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.settings.find_spec", lambda _: None)
    assert settings_for(one_url).traces is False
    with pytest.raises(ValidationError, match="OpenTelemetry, which is not installed"):
        Settings(traces=True)
