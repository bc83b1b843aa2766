"""The commands delete and undelete, and what ingest, tombstones and the API say of withdrawn articles."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.database.engines import write_engine
from app.database.scrubbing import scrub
from app.ingest.administering.tombstones import withdraw
from tests.cli.running import Run, saying, write
from tests.conftest import asking
from tests.tables import unscrubbed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "a.jsonl", saying("A"), saying("B"))


@pytest.fixture
def ids(run: Run, file: Path) -> list[str]:
    return [line.split()[1] for line in run("ingest", file).stdout.splitlines()[:-1]]


def test_delete_names_what_went_and_the_next_ingest_skips_it(run: Run, file: Path, ids: list[str]) -> None:
    deleted = run("delete", ids[0], "--reason", "wrong name")
    assert (deleted.exit_code, deleted.stderr) == (0, "")
    assert deleted.stdout == f"deleted {ids[0]} 'A': 1 claim, 1 event\n"
    skipped = run("ingest", file)
    first, second, total = skipped.stdout.splitlines()
    assert first.startswith(f"withdrawn {ids[0]} {file}; withdrawn at 20")
    assert first.endswith(": wrong name")
    assert (second, total) == (f"same {ids[1]} {file}", "0 added, 0 changed, 1 same, 0 refused, 1 withdrawn")
    assert (skipped.exit_code, skipped.stderr) == (0, "")


def test_delete_takes_several_and_says_of_one_that_it_was_withdrawn_before(run: Run, ids: list[str]) -> None:
    run("delete", ids[0], "--reason", "legal")
    both = run("delete", *ids, "--reason", "other")
    first, second = both.stdout.splitlines()
    assert (ids[0] in first, "legal" in first, second.startswith(f"deleted {ids[1]}")) == (True, True, True)
    assert both.exit_code == 0
    assert run("list").stdout == ""


def test_delete_of_an_unknown_id_or_without_a_reason_deletes_nothing(run: Run, ids: list[str]) -> None:
    unknown = run("delete", ids[0], "art_nothing", "--reason", "x")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "art_nothing" in unknown.stderr
    for arguments in (["delete", ids[0]], ["delete", ids[0], "--reason", " "], ["delete", "--reason", "x"], ["undelete", ids[0]]):
        assert (run(*arguments).exit_code, run(*arguments).stdout) == (2, "")
    assert len(run("list").stdout.splitlines()) == 2


def test_what_is_withdrawn_while_the_files_are_scrubbed_is_not_said_to_be_scrubbed(
    run: Run, url: str, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = write_engine(url)

    def scrub_while_another_withdraws(url: str) -> bool:
        is_scrubbed = scrub(url)
        withdraw(engine, [ids[1]], "x", None)
        return is_scrubbed

    with monkeypatch.context() as patched:
        patched.setattr("app.commands.administering.delete.scrub", scrub_while_another_withdraws)
        run("delete", ids[0], "--reason", "x")
    assert unscrubbed(engine) == [ids[1]]
    run("delete", ids[0], "--reason", "x")
    assert unscrubbed(engine) == []
    engine.dispose()


def test_undelete_lets_the_next_ingest_load_it(run: Run, file: Path, ids: list[str]) -> None:
    run("delete", *ids, "--reason", "x")
    lifted = run("undelete", ids[1])
    assert (lifted.exit_code, "onrecord ingest" in lifted.stdout, ids[1] in lifted.stdout) == (0, True, True)
    assert run("ingest", file).stdout.splitlines()[-1] == "1 added, 0 changed, 0 same, 0 refused, 1 withdrawn"


def test_tombstones_shows_withdrawn_articles_with_reason(run: Run, ids: list[str]) -> None:
    run("delete", ids[1], "--reason", "wrong\tname")
    key, when, _, reason, scrubbed = run("tombstones").stdout.rstrip("\n").split("\t")
    assert (key, len(when), reason, len(scrubbed)) == (ids[1], 20, "wrong name", 20)
    row = json.loads(run("tombstones", "--format", "ndjson").stdout)
    assert (row["id"], row["withdrawn_at"], row["reason"]) == (ids[1], when, "wrong\tname")


@pytest.fixture
def asked(run: Run, url: str, ids: list[str]) -> Iterator[TestClient]:
    with asking(url) as client:
        for path in (f"/v1/articles/{ids[0]}", "/v1/claims"):
            assert client.get(path).status_code == 200
        claims = client.get("/v1/claims", params={"article": ids[0]}).json()["items"]
        events = client.get("/v1/events", params={"article": ids[0]}).json()["items"]
        assert run("delete", ids[0], "--reason", "wrong name").exit_code == 0
        for path in (f"/v1/claims/{claims[0]['id']}", f"/v1/events/{events[0]['id']}"):
            assert client.get(path).status_code == 404
        yield client


@pytest.mark.parametrize("part", ["", "/annotated", "/document", "/sources"])
def test_every_address_of_a_withdrawn_article_is_gone(asked: TestClient, ids: list[str], part: str) -> None:
    answer = asked.get(f"/v1/articles/{ids[0]}{part}")
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert (problem["type"], problem["title"]) == ("/problems/gone", "Gone")
    assert "wrong name" in problem["detail"]
    assert asked.get("/problems/gone").status_code == 200
    assert "410" in asked.get("/openapi.json").json()["paths"][f"/v1/articles/{{article_id}}{part}"]["get"]["responses"]
    assert asked.get("/v1/claims", params={"article": ids[0]}).json()["items"] == []
    assert asked.get(f"/v1/articles/{ids[1]}{part}").status_code == 200
