"""Articles that are similar: none replaces another by accident, and possible versions of one get a warning."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests import make
from tests.cli.running import Run, faults, texts, titles, write
from tests.extract.text.pages import page

URL = "https://bay.example/ferry"
BRIEF = {"title": "News in brief"}
HEAD = '<meta property="og:title" content="Ferry strike ends">'


def saying(words: str, own_id: str | None = "1", **article: Any) -> make.Json:
    return make.document(f"<s0>Ana Novak</s0> <q0>said</q0> <c0>{words}</c0>.", own_id=own_id, article=article)


def statuses(result: Result) -> list[str]:
    return [line.split()[0] for line in result.stdout.splitlines()[:-1]]


def ids(result: Result) -> list[str]:
    return [line.split()[1] for line in result.stdout.splitlines()[:-1]]


@pytest.mark.parametrize("known", [{}, {"published": "2024-06-27", "publisher": "The Test"}])
def test_records_of_one_title_and_different_ids_are_different_articles(run: Run, url: str, tmp_path: Path, known: make.Json) -> None:
    file = write(tmp_path / "a.jsonl", *({"id": str(n), "text": f"It rained for {n} days.", **BRIEF, **known} for n in (2, 3)))
    assert statuses(run("ingest", file)) == ["added", "added"]
    assert statuses(run("ingest", file)) == ["same", "same"]
    assert texts(url) == ["It rained for 2 days.", "It rained for 3 days."]


def test_records_of_one_title_and_no_id_are_distinguished_by_their_text(run: Run, url: str, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", *({"text": f"It rained for {n} days.", **BRIEF} for n in (2, 3, 2)))
    assert statuses(run("ingest", file)) == ["added", "added", "same"]
    assert texts(url) == ["It rained for 2 days.", "It rained for 3 days."]


def test_pages_of_one_name_and_headline_in_two_folders_are_different_articles(run: Run, url: str, tmp_path: Path) -> None:
    for folder, day in (("a", "Monday"), ("b", "Friday")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_bytes(page(HEAD).replace(b"on Thursday", f"on {day}".encode()))
    result = run("ingest", tmp_path)
    first, second = (f"{tmp_path}/{folder}/index.html" for folder in "ab")
    article = ids(result)[0]
    message = f"document: has the same title, publisher and day as {article} ({first}:1), and is added as another article"
    assert faults(result) == f"{second}:1: warning: {message}\n"
    assert (result.exit_code, statuses(result)) == (0, ["added", "added"])
    assert titles(url) == ["Ferry strike ends"] * 2
    assert statuses(run("ingest", tmp_path)) == ["same", "same"]


@pytest.mark.parametrize("batch", [1, 100])
@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        (saying("no", title="A"), saying("no", title="B"), "text"),
        (saying("no"), saying("no", url=URL), "text"),
        (saying("no", published=None), saying("no"), "text"),
        (saying("no", None), saying("no, no", None), "title, publisher and day"),
        (saying("no"), saying("no, no", url=URL), "title, publisher and day"),
        (saying("no", published="2024-06-27T08:00:00Z"), saying("yes", publisher="THE TEST"), "title, publisher and day"),
        (saying("no", publisher=None, published=None), saying("yes", "2", publisher=None, published=None), "title, publisher and day"),
    ],
)
def test_a_possible_version_of_an_article_is_added_with_a_warning_that_names_the_article(
    run: Run, tmp_path: Path, batch: int, one: make.Json, other: make.Json, common: str
) -> None:
    file = write(tmp_path / "a.jsonl", one, other)
    result = run("ingest", file, "--batch", batch)
    message = f"document: has the same {common} as {ids(result)[0]} ({file}:1), and is added as another article"
    assert (faults(result), statuses(result), result.exit_code) == (f"{file}:2: warning: {message}\n", ["added", "added"], 0)


def test_the_warning_names_an_article_of_an_earlier_load_by_its_id(run: Run, tmp_path: Path) -> None:
    (article,) = ids(run("ingest", write(tmp_path / "a.json", saying("no"))))
    result = run("ingest", write(tmp_path / "b.json", saying("no, no", "2")))
    message = f"document: has the same title, publisher and day as {article}, and is added as another article"
    assert (result.stderr, statuses(result), result.exit_code) == (f"{tmp_path}/b.json:1: warning: {message}\n", ["added"], 0)


@pytest.mark.parametrize(
    "other",
    [
        saying("no"),
        saying("no, no"),
        saying("no, no", "2", published="2024-06-28"),
        saying("no, no", "2", published=None),
        saying("no, no", "2", publisher="The Other"),
        saying("no, no", "2", publisher=None),
        saying("no, no", "2", title="Another bridge"),
    ],
)
def test_there_is_no_warning_for_the_same_a_replaced_or_a_different_article(run: Run, tmp_path: Path, other: make.Json) -> None:
    run("ingest", write(tmp_path / "a.json", saying("no")))
    assert faults(run("ingest", write(tmp_path / "b.json", other))) == ""


def test_a_warning_is_not_repeated_by_the_next_load(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", saying("no"), saying("no, no", "2"))
    assert len(run("ingest", file).stderr.splitlines()) == 1
    assert run("ingest", file).stderr == ""


@pytest.mark.parametrize("options", [(), ("--batch", 1), pytest.param(("--jobs", 2), marks=pytest.mark.slow)])
def test_another_text_of_one_url_in_one_load_is_its_next_revision(
    run: Run, url: str, tmp_path: Path, options: tuple[str | int, ...]
) -> None:
    one, other = (write(tmp_path / f"{words}.jsonl", saying(words, url=URL)) for words in ("no", "yes"))
    result = run("ingest", one, other, *options)
    assert (statuses(result), result.stderr, result.exit_code) == (["added", "changed"], "", 0)
    assert "revision 2; claims: 1 changed (c0)" in result.stdout
    again = run("ingest", one, other, *options)
    assert statuses(again) == ["same", "same"]
    assert "its text is that of revision 1, which another text followed" in again.stdout
    assert texts(url) == ["Ana Novak said yes."]


def test_another_document_of_one_text_in_one_load_replaces_the_one_before_and_stays(run_one: Run, one_url: str, tmp_path: Path) -> None:
    documents = [{**saying("no", url=URL), "produced_by": {"name": "tests", "version": version}} for version in "12"]
    one, other = (write(tmp_path / f"{place}.json", document) for place, document in enumerate(documents))
    assert statuses(run_one("ingest", one, other)) == ["added", "changed"]
    before = run_one("export", "documents").stdout
    again = run_one("ingest", one, other)
    assert (statuses(again), "an earlier document of it, which another replaced" in again.stdout) == (["same", "same"], True)
    assert (run_one("export", "documents").stdout, json.loads(before)["produced_by"]["version"]) == (before, "2")


def test_a_document_is_not_refused_for_one_that_was_refused_itself(run_one: Run, one_url: str, tmp_path: Path) -> None:
    document = saying("no", url=URL)
    misfit = {**make.stand_off(document), "claims": [{**make.stand_off(document)["claims"][0], "cue_text": "shouted"}]}
    run_one("ingest", write(tmp_path / "a.json", document))
    result = run_one("ingest", write(tmp_path / "b.jsonl", misfit, saying("yes", url=URL)))
    assert [line.split(": ")[2] for line in result.stderr.splitlines()] == ["claims[0].cue_text"]
    assert texts(one_url) == ["Ana Novak said yes."]


@pytest.mark.parametrize("batch", [1, 100])
def test_a_document_that_comes_twice_in_one_load_is_the_same(run: Run, tmp_path: Path, batch: int) -> None:
    one, other = (write(tmp_path / f"{name}.json", saying("no", url=URL)) for name in "ab")
    result = run("ingest", one, other, "--batch", batch)
    assert (statuses(result), result.stderr, result.exit_code) == (["added", "same"], "", 0)


def test_a_document_may_come_without_its_text_first_in_one_load(run_one: Run, one_url: str, tmp_path: Path) -> None:
    document = saying("no", url=URL)
    document["claims"][0] |= {"as_said": "Ana Novak", "cue_text": "said"}
    result = run_one("ingest", write(tmp_path / "a.jsonl", make.stand_off(document), document))
    assert (statuses(result), result.stderr) == (["added", "changed"], "")
    assert texts(one_url) == ["Ana Novak said no."]


def test_another_text_of_one_url_is_its_next_revision_in_a_later_load_which_says_what_changed(run: Run, url: str, tmp_path: Path) -> None:
    (article,) = ids(run("ingest", write(tmp_path / "a.json", saying("no", url=URL))))
    file = write(tmp_path / "b.json", saying("yes", url=f"{URL}?utm_source=x"))
    result = run("ingest", file)
    message = "revision 2; claims: 1 changed (c0); article: text_sha256, url changed; text replaced"
    assert result.stdout.splitlines()[0] == f"changed {article} {file}; {message}"
    assert (result.exit_code, result.stderr, texts(url)) == (0, "", ["Ana Novak said yes."])
