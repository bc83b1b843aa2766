"""The command list: every article a line, in columns or as JSON."""

import json
from pathlib import Path

import pytest

from app.api.serving import formats
from tests.cli.running import Run, saying, write


@pytest.fixture
def loaded(run: Run, tmp_path: Path) -> Run:
    more = {"publisher": "Bay Courier", "published": "2024-07-02"}
    run("ingest", write(tmp_path / "a.jsonl", saying("A"), saying("B\x1b[2J\nC", article=more), saying("D", article={"published": None})))
    return run


def test_articles_are_listed_latest_first(loaded: Run) -> None:
    lines = [line.split("\t") for line in loaded("list").stdout.splitlines()]
    assert [line[1:] for line in lines] == [
        ["2024-07-02", "1", "Bay Courier", "B�[2J C"],
        ["2024-06-27", "1", "The Test", "A"],
        ["-", "1", "The Test", "D"],
    ]
    assert {line[0][:4] for line in lines} == {"art_"}


def test_articles_are_listed_as_json_lines(loaded: Run) -> None:
    rows = [json.loads(line) for line in loaded("list", "--format", "ndjson").stdout.splitlines()]
    assert rows[0].keys() == {"id", "published", "claims", "publisher", "title"}
    assert [row["title"] for row in rows] == ["B\x1b[2J\nC", "A", "D"]


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--publisher", "bay COURIER"], ["B"]),
        (["--publisher", "Bay Courier", "--publisher", "the test"], ["B", "A", "D"]),
        (["--since", "2024-06-28"], ["B"]),
        (["--since", "2024-06-27"], ["B", "A"]),
        (["--publisher", "nobody"], []),
    ],
)
def test_articles_are_filtered(loaded: Run, options: list[str], titles: list[str]) -> None:
    rows = [json.loads(line) for line in loaded("list", "--format", "ndjson", *options).stdout.splitlines()]
    assert [row["title"][0] for row in rows] == titles


def test_a_wrong_day_is_refused(loaded: Run) -> None:
    result = loaded("list", "--since", "June")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--since" in result.stderr


def test_pages_join_without_gap_or_repeat(loaded: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = loaded("list").stdout
    monkeypatch.setattr(formats, "EXPORT_PAGE_SIZE", 1)
    assert loaded("list").stdout == whole
