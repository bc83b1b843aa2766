"""Security headers, and who may read answers in a browser."""

import hashlib
import re
from base64 import b64encode

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Scope

from app.api.serving.etags import Headers

# On every answer: it is what its Content-Type says, and no address of it is told to other sites.
SECURITY: Headers = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
EXPOSED = ["Link", "ETag", "Location", "Retry-After", "X-Request-Id"]
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


class AddedHeaders:
    """What every answer gets beside its own headers: for security, and for pages of the origins that may read.

    The rules are those of Starlette's CORSMiddleware, which answers preflights. For all answers it would take 9 microseconds, of 30 that
    one from memory takes, since it looks for headers by name; this takes one.
    """

    def __init__(self, origins: list[str]) -> None:
        exposed = [(b"access-control-expose-headers", ", ".join(EXPOSED).encode()), *SECURITY]
        named: dict[bytes, Headers] = {origin.encode(): [(b"access-control-allow-origin", origin.encode()), *exposed] for origin in origins}
        self._by_origin = named
        self._others: Headers = named.get(b"*", exposed)

    def of(self, origin: bytes | None) -> Headers:
        """Return what is added for who asks from a page of this origin, or from none."""
        return SECURITY if origin is None else self._others if b"*" in self._by_origin else self._by_origin.get(origin, self._others)


def preflights(app: ASGIApp, origins: list[str]) -> ASGIApp:
    """Return what answers preflights: whether a page of another origin may send a request."""
    return CORSMiddleware(app, origins, ["GET", "HEAD"], ["*"], expose_headers=EXPOSED)


def is_preflight(scope: Scope) -> bool:
    """Whether a browser asks, before a request of another origin, if it may send it."""
    return scope["method"] == "OPTIONS" and {b"origin", b"access-control-request-method"} <= {name for name, _ in scope["headers"]}


def varied(headers: Headers) -> Headers:
    """Return headers that say, beside whatever else an answer varies by, that it varies by the origin of who asks."""
    for n, (name, value) in enumerate(headers):
        if name == b"vary":
            return headers if b"Origin" in value else [*headers[:n], (name, value + b", Origin"), *headers[n + 1 :]]
    return [*headers, (b"vary", b"Origin")]


def page_policy(page: bytes) -> str:
    """Return the Content-Security-Policy of a page: files of this server, and the scripts that stand in the page itself."""
    scripts = [f"'sha256-{b64encode(hashlib.sha256(script).digest()).decode()}'" for script in INLINE_SCRIPT.findall(page)]
    sources = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *scripts],
        "style-src": ["'self'", "'unsafe-inline'"],  # Swagger UI writes style attributes
        "img-src": ["'self'", "data:"],  # and has its icons in its style sheet
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(" ".join([name, *values]) for name, values in sources.items())
