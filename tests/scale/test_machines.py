"""Several API processes behind a proxy give the same answers, and one that is left is enough."""

from pathlib import Path

import httpx2
import pytest

from tests.cli.running import saying, write
from tests.conftest import SEEDS
from tests.needs import PROXY
from tests.scale.machines import Machines, load, machines

TARGETS = ("/v1/claims?limit=3", "/v1/speakers", "/v1/timeline?bucket=year", "/v1/claims?format=ndjson")


@pytest.mark.slow
@pytest.mark.parametrize("with_nginx", [pytest.param(True, marks=PROXY.mark), False])
def test_two_processes_answer_as_one_and_one_is_enough(url: str, tmp_path: Path, with_nginx: bool) -> None:
    load(url, SEEDS)
    with machines(url, tmp_path, with_nginx=with_nginx) as served:
        check_equal_answers(served)
        load(url, write(tmp_path / "more.jsonl", saying("More")))
        check_equal_answers(served)
        served.processes[0].kill()
        served.processes[0].wait()
        assert [httpx2.get(f"{served.address}{target}").status_code for target in TARGETS * 5] == [200] * len(TARGETS) * 5


def check_equal_answers(served: Machines) -> None:
    """Check that all give the same bytes, and 304 for each other's ETags; the proxy forwards to both in turn."""
    for target in TARGETS:
        answers = [httpx2.get(f"{address}{target}") for address in (*served.addresses, served.address)]
        assert len({(answer.status_code, answer.headers["etag"], answer.content) for answer in answers}) == 1
        known = {"If-None-Match": answers[0].headers["etag"]}
        assert [httpx2.get(f"{address}{target}", headers=known).status_code for address in (*served.addresses, *[served.address] * 2)] == [
            304
        ] * 4
