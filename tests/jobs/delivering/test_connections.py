"""Connections to receivers: which address is called under which name, and what is taken of an answer."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import trustme

from app.jobs.delivering import connections
from app.jobs.delivering.connections import Answer, Client
from app.terms.receivers import parse_networks, parse_receiver
from tests.jobs.delivering.receiving import LOOPBACK, Receiver, receiving

NAME = "receiver.example"
LOCAL = parse_networks(LOOPBACK)


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver under a name that no resolver knows."""
    with receiving(tmp_path, NAME) as opened:
        monkeypatch.setenv("SSL_CERT_FILE", str(opened.authority_file))
        yield opened


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Set the addresses that names have, one list for each time that one is looked up; return the names that are."""
    looked_up = list[str]()

    def set_addresses(*answers: list[str]) -> list[str]:
        remaining = iter(answers)

        def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
            looked_up.append(host)
            return [(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in next(remaining)]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return looked_up

    return set_addresses


def post(url: str, allowed: Any = LOCAL, body: bytes = b"{}") -> Answer:
    return Client(allowed).post(parse_receiver(url), {"webhook-id": "msg_1"}, body)


@contextmanager
def serving_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch, serve: Callable[[ssl.SSLSocket], None]) -> Iterator[str]:
    """Serve each connection by a function, after TLS was agreed on; lend the URL."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.cert_pem.write_to_path(folder / "authority.pem")
    authority.issue_cert("localhost").configure_cert(context)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))

    def answer() -> None:
        connection, _ = listening.accept()
        with connection, context.wrap_socket(connection, server_side=True) as secured:
            secured.recv(65536)
            try:
                serve(secured)
            except OSError:
                return  # the client left, as it should

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"https://localhost:{listening.getsockname()[1]}/"
        thread.join(20)


def test_a_message_is_posted_under_the_name_to_the_address_that_was_checked(receiver: Receiver, resolve: Callable[..., list[str]]) -> None:
    looked_up = resolve(["127.0.0.1"])
    assert post(receiver.url) == Answer("succeeded", 204)
    assert looked_up == [NAME]
    (received,) = receiver.received
    assert (received.path, received.body, received.headers["webhook-id"]) == ("/hook", b"{}", "msg_1")
    assert received.headers["host"] == receiver.url.removeprefix("https://").removesuffix("/hook")


def test_a_name_is_looked_up_once(receiver: Receiver, resolve: Callable[..., list[str]]) -> None:
    """A name that has a public address first, and another one when it is looked up again, gains nothing."""
    resolve(["8.8.8.8"], ["127.0.0.1"])
    assert post(receiver.url, []).outcome in ("unreachable", "timed_out")
    assert receiver.received == []


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"], ["fe80::1%1"]])
def test_a_name_with_an_address_that_is_not_public_is_not_called(
    receiver: Receiver, resolve: Callable[..., list[str]], addresses: list[str]
) -> None:
    resolve(addresses)
    assert post(receiver.url, []) == Answer("address_refused")
    assert receiver.received == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"])
def test_an_address_that_is_not_public_is_not_called(receiver: Receiver, host: str) -> None:
    assert post(receiver.url.replace(NAME, host), []) == Answer("address_refused")
    assert receiver.received == []


def test_the_next_address_is_tried_where_one_takes_no_connection(receiver: Receiver, resolve: Callable[..., list[str]]) -> None:
    resolve(["127.0.0.2", "127.0.0.1"])
    assert post(receiver.url).outcome == "succeeded"


def test_a_certificate_must_be_made_out_to_the_name(receiver: Receiver, resolve: Callable[..., list[str]]) -> None:
    resolve(["127.0.0.1"])
    assert post(receiver.url.replace(NAME, "other.example")) == Answer("tls_failed")
    assert receiver.received == []


def test_a_certificate_must_be_of_an_authority_that_is_trusted(
    receiver: Receiver, resolve: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    resolve(["127.0.0.1"])
    assert post(receiver.url) == Answer("tls_failed")


def test_no_redirect_is_followed(receiver: Receiver, resolve: Callable[..., list[str]]) -> None:
    looked_up = resolve(["127.0.0.1"])
    receiver.answer = lambda _: (307, {"location": receiver.url})
    assert post(receiver.url) == Answer("redirected", 307)
    assert (len(receiver.received), len(looked_up)) == (1, 1)


def test_proxies_of_the_environment_are_not_used(
    receiver: Receiver, resolve: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    resolve(["127.0.0.1"])
    assert post(receiver.url).outcome == "succeeded"


@pytest.mark.parametrize(
    ("status", "outcome"), [(200, "succeeded"), (299, "succeeded"), (304, "redirected"), (400, "refused"), (410, "gone"), (503, "refused")]
)
def test_the_status_says_how_it_ended(receiver: Receiver, resolve: Callable[..., list[str]], status: int, outcome: str) -> None:
    resolve(["127.0.0.1"])
    receiver.answer = lambda _: (status, {"Retry-After": "60"})
    assert post(receiver.url) == Answer(outcome, status, "60")  # type: ignore[arg-type]  # one of the outcomes


def test_a_receiver_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port = bound.getsockname()[1]
    assert post(f"https://127.0.0.1:{port}/") == Answer("unreachable")


def test_a_name_without_an_address_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert post(f"https://{NAME}/") == Answer("unreachable")


def test_a_resolver_that_does_not_answer_is_waited_for_until_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: sleep(3))
    monkeypatch.setattr(connections, "TIMEOUT_S", 0.3)
    start = monotonic()
    assert post(f"https://{NAME}/") == Answer("timed_out")
    assert monotonic() - start < 2


def test_an_answer_is_read_to_64_kb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = 0

    def serve(connection: ssl.SSLSocket) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while True:
            sent += connection.send(b"x" * 16384)

    with serving_bytes(tmp_path, monkeypatch, serve) as url:
        assert post(url) == Answer("succeeded", 200)
    assert sent < 30_000_000  # what was on its way


def test_all_together_takes_as_long_as_the_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def serve_headers_without_end(connection: ssl.SSLSocket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            connection.sendall(f"X-Header-{number}: x\r\n".encode())
            sleep(0.1)

    monkeypatch.setattr(connections, "TIMEOUT_S", 1)
    start = monotonic()
    with serving_bytes(tmp_path, monkeypatch, serve_headers_without_end) as url:
        assert post(url) == Answer("timed_out")
        assert monotonic() - start < 4


def test_an_answer_that_goes_on_after_its_status_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def serve_slowly(connection: ssl.SSLSocket) -> None:
        connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            sleep(0.1)

    monkeypatch.setattr(connections, "TIMEOUT_S", 1)
    start = monotonic()
    with serving_bytes(tmp_path, monkeypatch, serve_slowly) as url:
        assert post(url) == Answer("succeeded", 202)
        assert monotonic() - start < 4


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000])
def test_what_is_no_answer_of_http_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    with serving_bytes(tmp_path, monkeypatch, lambda connection: connection.sendall(answer)) as url:
        assert post(url) == Answer("unreachable")
