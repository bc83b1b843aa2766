"""The client of comparisons, on connections that the server closes."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.comparison.client import Server
from tests.comparison.closing_server import BODY, UNANSWERED, ClosingServer, closing_server


@pytest.fixture
def stand_in() -> Iterator[ClosingServer]:
    with closing_server() as server:
        yield server


@pytest.fixture
def client(stand_in: ClosingServer) -> Iterator[Server]:
    with closing(Server(stand_in.server_port)) as client:
        yield client


def test_a_get_is_sent_again_where_the_kept_connection_was_closed(stand_in: ClosingServer, client: Server) -> None:
    assert [client.answer(target).body for target in ("/1", "/2", "/3")] == [BODY] * 3
    assert stand_in.requests == ["GET /1", "GET /2", "GET /3"]


def test_another_method_is_not_sent_again(stand_in: ClosingServer, client: Server) -> None:
    client.answer("/1")
    with pytest.raises(ConnectionError):
        client.answer("/2", "POST")
    assert client.answer("/3").body == BODY
    assert stand_in.requests == ["GET /1", "GET /3"]


def test_a_new_connection_that_is_closed_without_an_answer_is_an_error(stand_in: ClosingServer, client: Server) -> None:
    with pytest.raises(ConnectionError):
        client.answer(UNANSWERED)
    client.answer("/1")
    with pytest.raises(ConnectionError):
        client.answer(UNANSWERED)
    assert stand_in.requests == [f"GET {UNANSWERED}", "GET /1", f"GET {UNANSWERED}"]
