"""Progress that the command ingest says on stderr where that is no terminal."""

import re
from pathlib import Path

import pytest

from app.ingest import loading
from app.ingest.reading import progress
from tests import make
from tests.cli.running import Run, saying, write


def test_a_long_load_says_how_many_claims_it_has_loaded(run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_INTERVAL_S", 0.0)
    monkeypatch.setattr(loading, "PART_ARTICLES", 2)
    refused = saying("C", claims=[make.claim(mode="loud")])
    files = write(tmp_path / "a.jsonl", saying("A"), saying("B")), write(tmp_path / "b.jsonl", refused, saying("D"))
    lines = [line for line in run_one("ingest", "--jobs", 1, *files).stderr.splitlines() if ": refused: " not in line]
    assert [re.sub(r"[\d,]+ claims a second, 0:0\d:\d\d left", "RATE", line) for line in lines] == [
        "loading: 1 of 2 files, 2 articles, 2 claims, RATE",
        "loading: 2 of 2 files, 4 articles, 3 claims, RATE",
    ]


def test_texts_that_are_attached_count_with_the_claims_of_their_articles(
    run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_INTERVAL_S", 0.0)
    document = saying("A")
    text = tmp_path / "a.txt"
    text.write_text(document["article"]["text"])
    run_one("ingest", write(tmp_path / "a.json", make.stand_off(document)))
    assert run_one("ingest", "--text", text).stderr.startswith("loading: 1 articles, 1 claims, ")
