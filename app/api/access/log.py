"""The layer around everything: an id for each request, one line in the log, and a problem instead of a broken answer."""

import re
import time
from random import getrandbits

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access.headers import SECURITY, AddedHeaders, is_preflight, preflights, varied
from app.api.serving.etags import Headers

ID_HEADER = b"x-request-id"
SAFE_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")
log = structlog.stdlib.get_logger("onrecord.requests")


class Access:
    """ASGI middleware around all others, the cache included: the place for whatever must look at every request.

    It takes a client's X-Request-Id if it is harmless, answers HEAD as GET without the body, and adds to every answer the headers that are
    for security and for pages of other origins.

    Args:
        failed: answers in place of an application that failed.
        origins: whose pages may read.
        is_logging: whether each request gets a line in the log.
    """

    def __init__(self, app: ASGIApp, failed: ASGIApp, origins: list[str], is_logging: bool) -> None:
        self.app, self._failed, self._is_logging = app, failed, is_logging
        self._added, self._preflights = AddedHeaders(origins), preflights(app, origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        method: str = scope["method"]
        request_id, origin = id_and_origin(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)  # a request is a task, which has variables of its own
        answer = Answer(send, request_id, self._added.of(origin), method == "HEAD")
        try:
            if method == "OPTIONS" and is_preflight(scope):
                answer.added = SECURITY
                await self._preflights(scope, receive, answer.send)
            else:
                await self.app({**scope, "method": "GET"} if method == "HEAD" else scope, receive, answer.send)
        except Exception:
            log.exception("request failed", method=method, path=scope["path"])
            if answer.status is None:
                await self._failed(scope, receive, answer.send)
            elif not answer.is_whole:
                raise  # breaking it off is the only way left to say so
        finally:
            if self._is_logging:
                log_request(scope, answer.status, began)


class Answer:
    """What is sent: remembers the status and whether it is whole, adds headers, and for HEAD leaves the body out."""

    __slots__ = ("_is_head", "_request_id", "_send", "added", "is_whole", "status")

    def __init__(self, send: Send, request_id: str, added: Headers, is_head: bool) -> None:
        self._send, self._request_id, self.added, self._is_head = send, request_id, added, is_head
        self.status: int | None = None
        self.is_whole = False

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*varied(message["headers"]), *self.added, (ID_HEADER, self._request_id.encode())]
        else:
            self.is_whole = not message.get("more_body")
            if self._is_head:
                message = {**message, "body": b""}
        await self._send(message)


def id_and_origin(scope: Scope) -> tuple[str, bytes | None]:
    """Return the id of a request, and the origin of the page that it comes from, if any.

    The id is the one that the client gave, if it is harmless; else made at random. It is no secret: bits that the system makes take 7
    microseconds, a quarter of an answer from memory.
    """
    request_id, origin = "", None
    for name, value in scope["headers"]:
        if name == b"origin":
            origin = value
        elif name == ID_HEADER and SAFE_ID.fullmatch(value):
            request_id = str(value, "ascii")
    return request_id or f"{getrandbits(128):032x}", origin


def log_request(scope: Scope, status: int | None, began: float) -> None:
    """Log a request that was answered, or broken off."""
    took_ms = round(1000 * (time.perf_counter() - began), 2)
    log.info("request", method=scope["method"], path=scope["path"], status=status, took_ms=took_ms)
