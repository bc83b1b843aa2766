"""Stand-in for a server that closes its connections without notice, as servers do when no request came for seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

BODY = b'{"items": []}'
UNANSWERED = "/unanswered"


class ClosingServer(ThreadingHTTPServer):
    """Closes each connection after one answer, and that of a request for ``UNANSWERED`` without one. It remembers the requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: ClosingServer
    protocol_version = "HTTP/1.1"  # which keeps connections open: the client does not expect the end

    def do_GET(self) -> None:
        self.server.requests.append(f"{self.command} {self.path}")
        self.close_connection = True
        if self.path == UNANSWERED:
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Log nothing."""


@contextmanager
def closing_server() -> Iterator[ClosingServer]:
    """Run a server inside a ``with`` block."""
    with ClosingServer() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
