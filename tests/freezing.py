"""A connection to PostgreSQL that hangs at will: a proxy that accepts everything, and forwards nothing while it is frozen."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select
from threading import Event, Thread

from app.database.engines import database_url


class Proxy:
    """Forwards connections to a server, unless it is frozen.

    Attributes:
        port: of this machine, that it listens on.
    """

    def __init__(self, host: str, port: int) -> None:
        self._server, self._listening, self._thawed = (host, port), socket.create_server(("127.0.0.1", 0)), Event()
        self.port: int = self._listening.getsockname()[1]
        self._thawed.set()
        Thread(target=self._accept, daemon=True).start()

    def freeze(self) -> None:
        """Forward nothing from now on."""
        self._thawed.clear()

    def thaw(self) -> None:
        """Forward again, first what came in meanwhile."""
        self._thawed.set()

    def close(self) -> None:
        """Accept no other connection."""
        self.thaw()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                Thread(target=self._forward, args=[client], daemon=True).start()

    def _forward(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._server) as server, suppress(OSError):
            targets = {client: server, server: client}
            while True:
                for source in select([*targets], [], [])[0]:
                    self._thawed.wait()
                    block = source.recv(65_536)
                    if not block:
                        return
                    targets[source].sendall(block)


@contextmanager
def freezing(url: str) -> Iterator[tuple[Proxy, str]]:
    """Lend a proxy before the server of a database, and the URL of the database through it."""
    parsed = database_url(url)
    proxy = Proxy(parsed.host or "127.0.0.1", parsed.port or 5432)
    try:
        yield proxy, parsed.set(host="127.0.0.1", port=proxy.port).render_as_string(hide_password=False)
    finally:
        proxy.close()
