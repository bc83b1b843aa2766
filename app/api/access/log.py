"""The access log: an id for each request, one line when it is over, and one for an exception."""

import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from random import getrandbits
from typing import Any

import orjson
import structlog
from starlette.types import Scope

from app.api.access.redaction import QueryRedactor, network_of, redact_path
from app.logs import REQUEST_ID, is_text
from app.parameters.listing import Parameters
from app.settings import Settings

REQUEST_ID_HEADER = b"x-request-id"
SAFE_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
MAX_USER_AGENT = 200  # characters in a log line
NAME = "onrecord.requests"
LINE_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
log = structlog.stdlib.get_logger(NAME)


def give_request_id(scope: Scope, from_client: bytes | None) -> str:
    """Give a request its id, and return it. Problems take it from the scope, log lines from the context variable of the request's task.

    It is the client's X-Request-Id if that is safe to log, else a random id. A random id is no secret, so it need not come from the
    operating system: that takes 7 microseconds, a quarter of an answer from memory.
    """
    is_safe = from_client is not None and SAFE_REQUEST_ID.fullmatch(from_client)
    request_id = str(from_client, "ascii") if from_client and is_safe else f"{getrandbits(128):032x}"
    scope.setdefault("state", {})["request_id"] = request_id
    REQUEST_ID.set(request_id)
    return request_id


class AccessLog:
    """Writes a line for each request: who asked for what, and what became of it.

    Lines of JSON are written to stderr at once: through structlog and logging each would take many times as long.

    Args:
        settings: say what is logged, and in which form.
        models: declare the known query parameters.
        paths: of all routes; with an id in braces.
    """

    def __init__(self, settings: Settings, models: Iterable[type[Parameters]], paths: Iterable[str]) -> None:
        self._shows_all, self._logs_probes = settings.log_personal_data, settings.log_probes
        self._words = frozenset(word for path in paths for word in path.split("/"))
        self._redact_query = QueryRedactor(models).redact
        self._write = _write_text if is_text(settings) else _write_json

    def write(self, scope: Scope, path: str, headers: Mapping[bytes, bytes], status: int | None, sent_bytes: int, took_s: float) -> None:
        """Log a request of a route's path that was answered, or broken off (no status)."""
        if not self._logs_probes and path in PROBES:
            return
        query_string: bytes = scope["query_string"]
        line = {
            "method": scope["method"] or None,  # of a head that was refused nothing is known
            "path": (redact_path(path, self._words) if status == 404 and not self._shows_all else path) or None,
            "query": self._query(query_string) if query_string else None,
            "status": status,
            "took_ms": round(1_000 * took_s, 2),
            "bytes": sent_bytes,
            "client": self._client(scope),
            "user_agent": headers.get(b"user-agent", b"")[:MAX_USER_AGENT].decode("latin-1") or None,
        }
        self._write(line, scope["state"]["request_id"])

    def _query(self, query_string: bytes) -> str:
        return query_string.decode("latin-1") if self._shows_all else self._redact_query(query_string)

    def _client(self, scope: Scope) -> str | None:
        client = scope.get("client")
        if not client:
            return None
        address: str = client[0]
        return address if self._shows_all else network_of(address)


def _write_json(line: dict[str, Any], request_id: str) -> None:
    line |= {"event": "request", "request_id": request_id, "level": "info", "logger": NAME, "timestamp": datetime.now(UTC)}
    with suppress(OSError, ValueError):  # stderr is closed, or full: a request is answered all the same
        stream = sys.stderr.buffer
        stream.write(orjson.dumps(line, option=LINE_OPTIONS))
        stream.flush()


def _write_text(line: dict[str, Any], _request_id: str) -> None:
    log.info("request", **{name: value for name, value in line.items() if value is not None})


def log_failure(scope: Scope) -> None:
    """Log the exception that is being handled, which the application raised at a request."""
    log.exception("request failed", method=scope["method"], path=scope["path"])
