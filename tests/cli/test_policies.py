"""Policies of articles, set by commands."""

from pathlib import Path

import orjson
import pytest

from tests import make
from tests.cli.running import Run


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = []
    for number, publisher in enumerate(("The Test", "Another")):
        document = make.document(title=f"Story {number}", own_id=str(number), article={"publisher": publisher})
        (path := tmp_path / f"{number}.json").write_bytes(orjson.dumps(document))
        paths.append(str(path))
    return paths


def policies(run: Run) -> dict[str, str]:
    lines = run("export", "articles").stdout.splitlines()
    return {article["publisher"]: article["text_policy"] for article in map(orjson.loads, lines)}


def quotes(run: Run, *options: str) -> list[str | None]:
    return [orjson.loads(line)["quote"] for line in run("export", "claims", *options).stdout.splitlines()]


def test_a_default_and_an_option_are_for_articles_that_are_added(run: Run, files: list[str]) -> None:
    run("ingest", files[0], env={"ONRECORD_TEXT_POLICY": "hidden"})
    run("ingest", *files, "--text-policy", "quotes")
    assert policies(run) == {"The Test": "hidden", "Another": "quotes"}
    assert run("check").stdout == "0 faults\n"


def test_policies_are_set_by_publisher_by_id_and_for_all(run: Run, files: list[str]) -> None:
    run("ingest", *files)
    assert run("policy", "hidden", "--publisher", "the TEST", "--reason", "contract").stdout == "1 changed, 0 the same\n"
    assert policies(run) == {"The Test": "hidden", "Another": "full"}
    assert sorted(map(str, quotes(run))) == ["None", "the bridge will open"]
    assert quotes(run, "--hidden-text") == ["the bridge will open"] * 2
    assert ["text" in orjson.loads(line)["article"] for line in run("export", "documents", "--hidden-text").stdout.splitlines()] == [
        True
    ] * 2
    assert run("policy", "hidden", "--all").stdout == "1 changed, 1 the same\n"
    (first, _) = [orjson.loads(line)["id"] for line in run("export", "articles").stdout.splitlines()]
    assert run("policy", "full", first).stdout == "1 changed, 0 the same\n"
    assert run("check").exit_code == 0


def test_what_is_wrong_is_named(run: Run, files: list[str]) -> None:
    run("ingest", *files)
    for arguments in (("hidden",), ("some", "--all"), ("hidden", "art_0"), ("hidden", "art_0", "--all")):
        assert (arguments, run("policy", *arguments).exit_code) == (arguments, 2)
