"""Traces of requests by OpenTelemetry, without query, body and names; imported only where a setting wants them."""

from collections.abc import Callable, Iterable
from functools import partial
from importlib.metadata import version

import anyio.to_thread
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.propagators.textmap import Getter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access.log import PROBES, REQUEST_ID_HEADER
from app.api.access.redaction import redact_path
from app.api.serving.root_paths import full_path, path_of_route

NAME = "onrecord"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
Pairs = Iterable[tuple[bytes, bytes]]


class TraceMiddleware:
    """ASGI middleware around all others, the cache included: a span for each request, named by its method and route.

    Attributes follow OpenTelemetry's semantic conventions for HTTP; ``url.query``, ``client.address`` and messages of exceptions are left
    out, and ``url.path`` is as in the log. A request goes on with the trace that its header ``traceparent`` names.

    Args:
        app: the next ASGI application.
        provider: makes the spans, and is shut down with the application. It is no global one: no library adds spans of its own.
        route_of: returns the route of a path.
        paths: of all routes.
    """

    def __init__(self, app: ASGIApp, provider: TracerProvider, route_of: Callable[[str], str | None], paths: Iterable[str]) -> None:
        self.app, self._provider, self._route_of = app, provider, route_of
        self._words = frozenset(word for path in paths for word in path.split("/"))
        self._tracer = provider.get_tracer(NAME, version(NAME))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._trace(scope, receive, send)
        else:
            await self.app(scope, receive, partial(self._end, send))

    async def _end(self, send: Send, message: Message) -> None:
        """Send a message of the lifespan on; before its last one, on which nothing is waited for, send all spans."""
        if message["type"] == "lifespan.shutdown.complete":
            await anyio.to_thread.run_sync(self._provider.shutdown)
        await send(message)

    async def _trace(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("root_path") and scope["path"]:
            scope["path"] = full_path(scope["root_path"], scope["path"])
        path = path_of_route(scope)
        if path in PROBES:
            await self.app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else None
        route = self._route_of(path)
        with self._tracer.start_as_current_span(
            " ".join(filter(None, (method or "HTTP", route))),
            extract(scope["headers"], getter=HeaderGetter()),
            SpanKind.SERVER,
            self._attributes(scope, method, path, route),
            record_exception=False,  # its message may hold what was searched for; the log has the traceback
            set_status_on_exception=False,
        ) as span:
            await self.app(scope, receive, partial(_send, span, send))

    def _attributes(self, scope: Scope, method: str | None, path: str, route: str | None) -> dict[str, str]:
        attributes = {
            "http.request.method": method or "_OTHER",
            "url.scheme": scope["scheme"],
            "url.path": redact_path(path, self._words),
            "network.protocol.version": scope["http_version"],
        }
        return attributes | ({"http.route": route} if route else {})


class HeaderGetter(Getter[Pairs]):
    """Reads the headers of an ASGI scope for OpenTelemetry."""

    def get(self, carrier: Pairs, key: str) -> list[str] | None:
        """Return the values of a header; None if there is none."""
        name = key.lower().encode()
        return [value.decode("latin-1") for header, value in carrier if header == name] or None

    def keys(self, carrier: Pairs) -> list[str]:
        """Return the names of all headers."""
        return [header.decode("latin-1") for header, _ in carrier]


async def _send(span: Span, send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        status = message["status"]
        span.set_attribute("http.response.status_code", status)
        ids = [value.decode() for name, value in message["headers"] if name == REQUEST_ID_HEADER]
        span.set_attribute("http.response.header.x-request-id", ids)
        if status >= 500:
            span.set_attribute("error.type", str(status))
            span.set_status(StatusCode.ERROR)
    await send(message)


def traced(app: ASGIApp, route_of: Callable[[str], str | None], paths: Iterable[str]) -> TraceMiddleware:
    """Return an application whose requests are traced. OpenTelemetry's own environment variables say where spans go, and which."""
    resource = Resource.create({"service.name": NAME, "service.version": version(NAME)}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return TraceMiddleware(app, provider, route_of, paths)
