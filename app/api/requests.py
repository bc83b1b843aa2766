"""Around every request: an id, one line in the log, and a problem instead of a broken answer when the program fails."""

import re
import time
from random import getrandbits

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.answers import problem

ID_HEADER = b"x-request-id"
SAFE_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")
log = structlog.stdlib.get_logger("onrecord.requests")


class Requests:
    """ASGI middleware. Takes a client's X-Request-Id if it is harmless; answers HEAD as GET without the body."""

    def __init__(self, app: ASGIApp, access_log: bool) -> None:
        self.app = app
        self.access_log = access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == ID_HEADER), b"")
        request_id = scope.get("state", {}).get("request_id") or use_request_id(scope, request_id_of(given))
        structlog.contextvars.bind_contextvars(request_id=request_id)
        answer = Answer(send, request_id, is_head=scope["method"] == "HEAD")
        began = time.perf_counter()
        try:
            await self.app({**scope, "method": "GET"} if answer.is_head else scope, receive, answer.send)
        except Exception:
            log.exception("request failed", method=scope["method"], path=scope["path"])
            if answer.status is not None:
                raise  # the answer has begun: breaking it off is the only way left to say so
            await problem(scope, 500)(scope, receive, answer.send)
        finally:
            if self.access_log:
                log_request(scope, answer.status, began)
            structlog.contextvars.unbind_contextvars("request_id")


def request_id_of(given: bytes) -> str:
    """Return the id that a client gave its request, if it is harmless; else one made at random.

    It is no secret: bits that the system makes take 7 microseconds, a quarter of an answer from memory.
    """
    return given.decode() if SAFE_ID.fullmatch(given) else f"{getrandbits(128):032x}"


def use_request_id(scope: Scope, request_id: str) -> str:
    """Let a request have this id, wherever it is logged or answered."""
    scope.setdefault("state", {})["request_id"] = request_id
    return request_id


def log_request(scope: Scope, status: int | None, began: float, **more: str) -> None:
    """Log a request that was answered, or broken off."""
    took_ms = round(1000 * (time.perf_counter() - began), 2)
    log.info("request", method=scope["method"], path=scope["path"], status=status, took_ms=took_ms, **more)


class Answer:
    """What is sent: remembers the status, adds the request's id, and for HEAD leaves the body out."""

    def __init__(self, send: Send, request_id: str, is_head: bool) -> None:
        self._send = send
        self._request_id = request_id
        self.is_head = is_head
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)["X-Request-Id"] = self._request_id
        elif self.is_head:
            message = {**message, "body": b""}
        await self._send(message)
