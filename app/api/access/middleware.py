"""The outermost layer: ids and log lines of requests, HEAD, added headers, preflights, and a problem when the application fails."""

import time
from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access.bodies import METHODS_WITHOUT_BODY, BodyLimits, BoundedBody
from app.api.access.guard import Guard
from app.api.access.headers import (
    MOST_HEADERS,
    SECURITY_HEADERS,
    OriginHeaders,
    as_private,
    fault_of_headers,
    is_preflight,
    preflight_responder,
    vary_by_origin,
)
from app.api.access.log import REQUEST_ID_HEADER, AccessLog, give_request_id, log_failure
from app.api.access.rates import RateLimits
from app.api.access.refusals import Refusal, refusal_in
from app.api.measuring.counters import Counters
from app.api.serving.problems import TITLES, problem_response, retry_headers
from app.api.serving.requests import asker_of
from app.api.serving.responses import Headers
from app.api.serving.root_paths import full_path, path_of_route
from app.errors import ServerBusy

MAX_WHOLE_BYTES, PIECE_BYTES = 1 << 20, 256 << 10  # of a body that is sent at once; of the pieces of a larger one


class AccessMiddleware:
    """ASGI middleware around all others, the cache included: the place for checks that must see every request.

    It gives each request an id, answers HEAD as GET without the body, and adds security and CORS headers to every answer.

    Args:
        app: the next ASGI application.
        failure: the ASGI application that answers after an exception.
        guard: refuses requests that may not be made.
        rates: refuse requests of clients that send too many.
        allowed_origins: origins of pages that may read answers (CORS); ``*`` is any.
        access_log: gets a line for each request; None if requests are not logged.
        counters: count the requests.
        body_limits: of requests whose method has a body.
    """

    def __init__(
        self,
        app: ASGIApp,
        failure: ASGIApp,
        guard: Guard,
        rates: RateLimits,
        allowed_origins: list[str],
        access_log: AccessLog | None,
        counters: Counters,
        body_limits: BodyLimits,
    ) -> None:
        self.app, self._failure, self._guard, self._access_log, self._counters = app, failure, guard, access_log, counters
        self._body_limits, self._rates = body_limits, rates if rates else None
        self._origin_headers, self._preflights = OriginHeaders(allowed_origins), preflight_responder(app, allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        if scope.get("root_path") and scope["path"]:
            scope["path"] = full_path(scope["root_path"], scope["path"])
        path = path_of_route(scope)
        method: str = scope["method"]
        headers: dict[bytes, bytes] = dict(scope["headers"])  # of a header that is repeated the last value
        request_id = give_request_id(scope, headers.get(REQUEST_ID_HEADER))
        sender = ResponseSender(send, request_id, self._origin_headers.for_origin(headers.get(b"origin")), method == "HEAD")
        try:
            if refusal := refusal_in(scope):
                await refusal_response(scope, refusal)(scope, receive, sender.send)
            elif _may_have_fault(scope, headers) and (fault := fault_of_headers(scope)):
                await problem_response(scope, *fault)(scope, receive, sender.send)
            elif method == "OPTIONS" and is_preflight(headers):
                sender.added_headers = SECURITY_HEADERS
                await self._preflights(scope, receive, sender.send)
            elif self._guard.looks_at(method, path, headers) and (forbidden := await self._guard.refuse(scope, path, headers)):
                await forbidden(scope, receive, sender.send)
            elif self._rates and (excess := self._count_rate(scope, path, sender)):
                await excess(scope, receive, sender.send)
            else:
                sender.is_private = b"authorization" in headers and asker_of(scope).key_id is not None
                bounded = receive if method in METHODS_WITHOUT_BODY else self._bounded(scope, headers, receive)
                await self.app(as_get(scope) if method == "HEAD" else scope, bounded, sender.send)
        except Exception:
            log_failure(scope)
            if sender.status is None:
                await self._failure(scope, receive, sender.send)
            elif not sender.is_complete:
                raise  # the headers are sent: only a closed connection still tells the client
        finally:
            took_s = time.perf_counter() - started
            self._counters.count(path, sender.status, took_s)
            if self._access_log:
                self._access_log.write(scope, path, headers, sender.status, sender.sent_bytes, took_s)

    def _count_rate(self, scope: Scope, path: str, sender: "ResponseSender") -> Response | None:
        """Count a request, and tell its client what is left; return the refusal if nothing was."""
        if self._rates is None or not self._guard.is_guarded(path):
            return None
        headers, excess = self._rates.take(scope)
        sender.added_headers = [*sender.added_headers, *headers]
        return excess

    def _bounded(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> Receive:
        """Return ``receive`` with the limits on bodies."""
        body = scope["state"]["body"] = BoundedBody(receive, headers, self._body_limits)
        return body.receive


def refusal_response(scope: Scope, refusal: Refusal) -> Response:
    """Return the answer to a request, or a connection, that was refused."""
    headers, title = (retry_headers(503), TITLES[ServerBusy]) if refusal.status == 503 else (None, None)
    return problem_response(scope, refusal.status, refusal.detail, headers=headers, title=title)


def _may_have_fault(scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
    """Return whether headers have to be looked at one by one: nearly all requests have few, a Host among them, and none twice."""
    return len(headers) < len(scope["headers"]) or b"host" not in headers or len(headers) > MOST_HEADERS


def as_get(scope: Scope) -> Scope:
    """Return the scope of a HEAD request as that of a GET request, which ``EndpointRequest`` can tell from others."""
    return {**scope, "method": "GET", "state": {**scope["state"], "is_head": True}}


class ResponseSender:
    """Sends the messages of one response: adds headers, drops the body for HEAD, and keeps track of what was sent.

    Attributes:
        added_headers: added to those of the response.
        status: of the response; None until its headers are sent.
        sent_bytes: of the body.
        is_complete: whether the end of the body was sent.
        is_private: whether it is given to an API key, so that no cache may give it to others.
    """

    __slots__ = ("_is_head", "_request_id", "_send", "added_headers", "is_complete", "is_private", "sent_bytes", "status")

    def __init__(self, send: Send, request_id: str, added_headers: Headers, is_head: bool) -> None:
        self._send, self._request_id, self.added_headers, self._is_head = send, request_id, added_headers, is_head
        self.status: int | None = None
        self.sent_bytes = 0
        self.is_complete = self.is_private = False

    async def send(self, message: Message) -> None:
        """Send one ASGI message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = as_private(message["headers"]) if self.is_private else message["headers"]
            message["headers"] = [*vary_by_origin(headers), *self.added_headers, (REQUEST_ID_HEADER, self._request_id.encode())]
            await self._send(message)
            return
        self.is_complete = not message.get("more_body")
        body = b"" if self._is_head else message.get("body", b"")
        self.sent_bytes += len(body)
        if len(body) > MAX_WHOLE_BYTES:
            await self._send_in_pieces(body)
        else:
            await self._send({**message, "body": b""} if self._is_head else message)

    async def _send_in_pieces(self, body: bytes) -> None:
        """Send a large body piece by piece: each waits until the client has taken the one before."""
        for start in range(0, len(body), PIECE_BYTES):
            is_last = self.is_complete and start + PIECE_BYTES >= len(body)
            await self._send({"type": "http.response.body", "body": body[start : start + PIECE_BYTES], "more_body": not is_last})
