"""Several processes load into one database at once: nothing is lost, counted twice or deadlocked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from subprocess import Popen

import pytest

from app.database.engines import write_engine
from app.ingest.reading.validation import validated
from tests.cli.running import ended, start, write
from tests.databases import Templates
from tests.generated import documents
from tests.loading import load_document
from tests.make import Json
from tests.tables import dump

DOCUMENTS = 24
SAMPLE_SIZES = [18, 18, 18, DOCUMENTS]  # how many documents each process loads
LOADED_BY_OTHERS = sum(SAMPLE_SIZES[1:])
ALL_DOCUMENTS = documents(DOCUMENTS)  # with people under several names that aliases join, and places that most documents name
EXPECTED_WARNINGS = ("warning: no date: ", "warning: not in English: ")  # what the generated documents deserve
Rows = dict[str, list[Json]]


@pytest.fixture(scope="module")
def one_by_one(templates: Templates) -> Iterator[Rows]:
    """All rows of a database that one process loaded."""
    with templates.copy("sqlite") as url:
        yield rows_after(url, ALL_DOCUMENTS)


def rows_after(url: str, documents_to_load: Sequence[Json] = ()) -> Rows:
    engine = write_engine(url)
    for document in documents_to_load:
        load_document(engine, validated(document))
    found = dump(engine, "data_version")
    engine.dispose()
    return found


def files(folder: Path) -> list[Path]:
    """Write a file for each process: overlapping shuffled samples, the last with all documents."""
    chance = Random(4)
    return [write(folder / f"{n}.jsonl", *chance.sample(ALL_DOCUMENTS, size)) for n, size in enumerate(SAMPLE_SIZES)]


def outcomes(process: Popen[str]) -> Counter[str]:
    """Count the outcomes that a process printed, after checking that it succeeded without errors."""
    output, errors = ended(process)
    faults = [line for line in errors.splitlines() if not line.startswith(EXPECTED_WARNINGS)]
    assert (faults, process.returncode) == ([], 0)
    return Counter(line.split()[0] for line in output.splitlines()[:-1])


@pytest.mark.slow
def test_processes_that_load_the_same_documents_leave_what_one_leaves_though_one_is_killed(
    url: str, tmp_path: Path, one_by_one: Rows
) -> None:
    killed, *others = [start(url, "ingest", file) for file in files(tmp_path)]
    assert killed.stdout
    killed.stdout.readline()
    killed.kill()
    ended(killed)
    outcome_counts = sum((outcomes(process) for process in others), Counter())
    assert (set(outcome_counts), outcome_counts.total()) == ({"added", "same"}, LOADED_BY_OTHERS)
    assert rows_after(url) == one_by_one
