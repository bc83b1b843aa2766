from collections.abc import Iterator

import orjson
import pytest

from tests.benchmark.load.client import Client, client
from tests.benchmark.servers.serving import Server, ceiling

BODY = "Ø" * 70_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that knows one answer with a length and one that comes in chunks."""
    folder = tmp_path_factory.mktemp("ceiling")
    answers = {"/whole": ({"content-length": str(len(BODY.encode()))}, BODY), "/chunked": ({}, BODY)}
    (folder / "answers").write_bytes(orjson.dumps(answers))
    with ceiling(folder / "answers", folder / "log") as found:
        yield found


@pytest.fixture(scope="module")
def asking() -> Iterator[Client]:
    with client() as found:
        yield found


@pytest.mark.parametrize("path", ["/whole", "/chunked"])
@pytest.mark.parametrize("fresh", [False, True])
def test_every_target_is_asked_once_and_read_whole(server: Server, asking: Client, path: str, fresh: bool) -> None:
    sample = asking.ask(server, [path] * 21, connections=4, fresh=fresh)
    assert sample.requests == 21
    assert sample.bytes > len(BODY.encode())
    assert 0 < sample.p50_ms <= sample.p99_ms
    assert sample.cpu_ms > 0


def test_an_answer_with_another_status_is_no_measurement(server: Server, asking: Client) -> None:
    with pytest.raises(AssertionError, match="200"):
        asking.ask(server, ["/whole"], status=304)


def test_what_was_asked_before_goes_on_after_a_failure(server: Server, asking: Client) -> None:
    assert asking.ask(server, ["/whole"]).requests == 1
