"""Connections to receivers: a name is resolved once, its addresses are checked, and one of these is called."""

import logging
import socket
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from ipaddress import ip_address
from typing import Any, NamedTuple

import anyio
import httpcore2
from anyio.to_thread import run_sync

from app.terms.receivers import Address, Network, Receiver, may_connect
from app.terms.vocabulary import DeliveryOutcome

TIMEOUT_S = 10.0  # for all: name, connection, TLS, message, answer
CONNECT_TIMEOUT_S = 3.0  # for one of several addresses
MOST_READ = 64 * 1024  # bytes of an answer, which is read so that the receiver need not fail, and forgotten
BY_STATUS: dict[int, DeliveryOutcome] = {2: "succeeded", 3: "redirected"}
GONE = 410


class Answer(NamedTuple):
    """How an attempt ended.

    Attributes:
        outcome: in one word.
        status: of the answer; None if there was none.
        retry_after: the header Retry-After; None without one.
    """

    outcome: DeliveryOutcome
    status: int | None = None
    retry_after: str | None = None


class AddressRefused(Exception):
    """The receiver is at an address that may not be connected to."""


class Client:
    """Posts messages. No redirect is followed, and no proxy of the environment used: it would connect where nobody has checked.

    Args:
        allowed: networks that are not public, and may be connected to all the same.
    """

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._backend = CheckedBackend(allowed)
        self._tls = ssl.create_default_context()

    def post(self, receiver: Receiver, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post a message, and return how that ended, at the latest after ``TIMEOUT_S``."""
        return anyio.run(self._post, receiver, headers, body)

    async def _post(self, receiver: Receiver, headers: Mapping[str, str], body: bytes) -> Answer:
        answers, failure = list[Answer](), Answer("timed_out")
        try:
            with anyio.move_on_after(TIMEOUT_S):
                await self._exchange(receiver, headers, body, answers.append)
        except AddressRefused:
            failure = Answer("address_refused")
        except (OSError, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            failure = Answer("tls_failed" if _is_of_tls(error) else "unreachable")
        except httpcore2.TimeoutException:
            failure = Answer("timed_out")
        return answers[0] if answers else failure  # the status is the answer, whatever becomes of the rest

    async def _exchange(self, receiver: Receiver, headers: Mapping[str, str], body: bytes, answered: Callable[[Answer], None]) -> None:
        url = httpcore2.URL(scheme="https", host=receiver.host, port=receiver.port, target=receiver.target)
        pool = httpcore2.AsyncConnectionPool(ssl_context=self._tls, network_backend=self._backend, max_connections=1)
        async with pool, pool.stream("POST", url, headers=[("host", receiver.authority), *headers.items()], content=body) as response:
            sent = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            answered(Answer(_outcome_of(response.status), response.status, sent.get(b"retry-after")))
            read = 0
            async for part in response.aiter_stream():
                read += len(part)
                if read >= MOST_READ:
                    return


def _outcome_of(status: int) -> DeliveryOutcome:
    return "gone" if status == GONE else BY_STATUS.get(status // 100, "refused")


def _is_of_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


class CheckedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to the addresses of a name if all of them may be connected to. TLS then asks for the name, not for the address.

    Args:
        allowed: networks that are not public, and may be connected to all the same.
    """

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = allowed
        self._backend = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to a name, at the first of its addresses that takes the connection.

        Raises:
            AddressRefused: one of its addresses may not be connected to.
            OSError: it has no address.
        """
        addresses = await _resolve(host, port)
        if not all(may_connect(address, self._allowed) for address in addresses):
            raise AddressRefused
        for address in addresses[:-1]:
            try:
                return await self._backend.connect_tcp(str(address), port, CONNECT_TIMEOUT_S, socket_options=socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(str(addresses[-1]), port, timeout, socket_options=socket_options)


async def _resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a name, or the one that the host is. A resolver that does not answer is left behind at the deadline."""
    found = await run_sync(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), abandon_on_cancel=True)
    return [ip_address(str(address[0]).partition("%")[0]) for *_, address in found]


logging.getLogger("httpcore2").setLevel(logging.WARNING)  # it would log headers, with signatures
