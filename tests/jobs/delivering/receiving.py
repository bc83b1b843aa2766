"""A receiver of webhooks for tests: HTTPS on the loopback, under a certificate of an authority of the test's own."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import orjson
import trustme

LOOPBACK = "127.0.0.0/8,::1/128"  # that the program must be allowed to send into


@dataclass
class Received:
    """A message as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """By which a repetition is known."""
        return self.headers["webhook-id"]

    @property
    def data(self) -> dict[str, Any]:
        """The changes, with the positions that they lie between."""
        found: dict[str, Any] = orjson.loads(self.body)["data"]
        return found


@dataclass
class Receiver:
    """What was received, in order, and what is answered.

    Attributes:
        url: to which messages are posted.
        authority_file: the certificate of the authority, which SSL_CERT_FILE has to name.
        received: all messages.
        answer: returns status and headers of the answer to a message.
    """

    url: str
    authority_file: Path
    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], tuple[int, dict[str, str]]] = lambda _: (204, {})


@contextmanager
def receiving(folder: Path, name: str = "localhost") -> Iterator[Receiver]:
    """Receive messages at a name, until the context ends."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.daemon_threads, server.receiver = True, Receiver(f"https://{name}:{server.server_port}/hook", folder / "authority.pem")  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    try:
        yield server.receiver  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    """Takes messages, and answers as the receiver says."""

    def do_POST(self) -> None:
        receiver: Receiver = self.server.receiver  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["content-length"]))
        received = Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        status, headers = receiver.answer(received)
        receiver.received.append(received)
        self.send_response(status)
        for name, value in {"content-length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""
