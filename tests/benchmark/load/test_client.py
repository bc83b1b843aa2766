from collections.abc import Iterator

import orjson
import pytest

from tests.benchmark.load.client import Client, client
from tests.benchmark.servers.serving import Server, ceiling

BODY = "Ø" * 70_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with one answer that has a length, and one that is chunked."""
    folder = tmp_path_factory.mktemp("ceiling")
    answers = {"/whole": ({"content-length": str(len(BODY.encode()))}, BODY), "/chunked": ({}, BODY)}
    (folder / "answers").write_bytes(orjson.dumps(answers))
    with ceiling(folder / "answers", folder / "log") as found:
        yield found


@pytest.fixture(scope="module")
def load_client() -> Iterator[Client]:
    with client() as found:
        yield found


@pytest.mark.parametrize("path", ["/whole", "/chunked"])
@pytest.mark.parametrize("fresh", [False, True])
def test_every_target_is_requested_once_and_read_whole(server: Server, load_client: Client, path: str, fresh: bool) -> None:
    sample = load_client.ask(server, [path] * 21, connections=4, fresh=fresh)
    assert sample.requests == 21
    assert sample.bytes > len(BODY.encode())
    assert 0 < sample.p50_ms <= sample.p99_ms
    assert sample.cpu_ms > 0


def test_an_answer_with_another_status_is_refused(server: Server, load_client: Client) -> None:
    with pytest.raises(AssertionError, match="200"):
        load_client.ask(server, ["/whole"], status=304)


def test_requests_work_after_a_failure(server: Server, load_client: Client) -> None:
    assert load_client.ask(server, ["/whole"]).requests == 1
