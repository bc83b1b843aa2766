"""Security headers, CORS headers, and the Content-Security-Policy of pages."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Scope

from app.api.serving.responses import Headers

# They tell browsers to guess no other media type than Content-Type says, and to name no address of this server to other sites.
SECURITY_HEADERS: Headers = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
PRIVATE = (b"cache-control", b"private, no-cache")
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]  # that pages of other origins may use
EXPOSED_HEADERS = [
    "Link",
    "ETag",
    "Location",
    "Retry-After",
    "X-Request-Id",
    "WWW-Authenticate",
    "Data-Version",
    "RateLimit",
    "RateLimit-Policy",
]
MOST_HEADERS = 100
# Beside Host; those that this program reads, and that are no lists.
SINGLE_HEADERS = (b"authorization", b"content-type", b"content-length", b"content-encoding", b"idempotency-key", b"last-event-id")
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


class OriginHeaders:
    """Headers to add to an answer, by the origin of the request: security headers, and CORS headers for other origins.

    The CORS headers are those of Starlette's CORSMiddleware. It answers preflights alone, since on
    every answer it would cost 9 microseconds of the 30 that an answer from memory takes. This class costs one.
    """

    def __init__(self, allowed_origins: list[str]) -> None:
        for_other_origins = [(b"access-control-expose-headers", ", ".join(EXPOSED_HEADERS).encode()), *SECURITY_HEADERS]
        self._by_origin: dict[bytes, Headers] = {
            origin.encode(): [(b"access-control-allow-origin", origin.encode()), *for_other_origins] for origin in allowed_origins
        }
        self._for_any_origin = self._by_origin.get(b"*")
        self._for_other_origins: Headers = for_other_origins

    def for_origin(self, origin: bytes | None) -> Headers:
        """Return the headers for the value of the header Origin; None is a request without it."""
        if origin is None:
            return SECURITY_HEADERS
        return self._for_any_origin or self._by_origin.get(origin, self._for_other_origins)


def preflight_responder(app: ASGIApp, allowed_origins: list[str]) -> ASGIApp:
    """Return the ASGI application that answers preflights."""
    return CORSMiddleware(app, allowed_origins, METHODS, ["*"], expose_headers=EXPOSED_HEADERS)


def is_preflight(headers: Mapping[bytes, bytes]) -> bool:
    """Return whether an OPTIONS request is a CORS preflight: a browser asks whether a page of another origin may send a request."""
    return b"origin" in headers and b"access-control-request-method" in headers


def fault_of_headers(scope: Scope) -> tuple[int, str] | None:
    """Return status and detail of the refusal of a request for its headers; None if they may be read.

    Of a header that is sent twice, a proxy may have read the one, and this server the other (RFC 9110, 5.3). HTTP/1.1 wants a Host,
    before it none is needed (RFC 9112, 3.2).
    """
    names = [name for name, _ in scope["headers"]]
    if len(names) > MOST_HEADERS:
        return 431, f"A request may have {MOST_HEADERS} headers."
    if names.count(b"host") > 1 or (b"host" not in names and scope.get("http_version") == "1.1"):
        return 400, "A request has one header Host."
    repeated = next((name for name in SINGLE_HEADERS if names.count(name) > 1), None)
    return (400, f"The header {repeated.decode().title()} is sent more than once; a request has one.") if repeated else None


def vary_by_origin(headers: Headers) -> Headers:
    """Return the headers with ``Origin`` in Vary."""
    for position, (name, value) in enumerate(headers):
        if name == b"vary":
            return headers if b"Origin" in value else [*headers[:position], (name, value + b", Origin"), *headers[position + 1 :]]
    return [*headers, (b"vary", b"Origin")]


def as_private(headers: Headers) -> Headers:
    """Return the headers of an answer that is given to an API key: no cache but the client's own may keep it."""
    return [*(header for header in headers if header[0] != b"cache-control"), PRIVATE]


def content_security_policy(page: bytes) -> str:
    """Return the Content-Security-Policy of a page: it loads files of this server, and runs the inline scripts that it has now."""
    scripts = [f"'sha256-{b64encode(hashlib.sha256(script).digest()).decode()}'" for script in INLINE_SCRIPT.findall(page)]
    sources = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *scripts],
        "style-src": ["'self'", "'unsafe-inline'"],  # Swagger UI writes style attributes
        "img-src": ["'self'", "data:"],  # the style sheet of Swagger UI holds its icons
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(" ".join([name, *values]) for name, values in sources.items())
