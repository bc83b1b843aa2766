"""Several processes that load into one database at once: nothing is lost, counted twice or waited for without end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from subprocess import Popen

import pytest

from app.database.engines import write_engine
from app.ingest.reading.validation import validated
from tests.cli.running import ended, start, write
from tests.conftest import Templates
from tests.generated import documents
from tests.loading import load_document
from tests.make import Json
from tests.tables import dump

DOCUMENTS = 24
PARTS = [18, 18, 18, DOCUMENTS]  # of the documents, for each process
OTHERS = sum(PARTS[1:])
GIVEN = documents(DOCUMENTS)  # people under several names, whom aliases join; places and organizations that most of them name
Rows = dict[str, list[Json]]


@pytest.fixture(scope="module")
def one_by_one(templates: Templates) -> Iterator[Rows]:
    """All rows of a database that one process loaded."""
    with templates.copy("sqlite") as url:
        yield rows_after(url, GIVEN)


def rows_after(url: str, given: Sequence[Json] = ()) -> Rows:
    engine = write_engine(url)
    for document in given:
        load_document(engine, validated(document))
    found = dump(engine, "data_version")
    engine.dispose()
    return found


def files(folder: Path) -> list[Path]:
    """A file for each process, in an order of its own: most load the same at the same time, the last one everything."""
    chance = Random(4)
    return [write(folder / f"{n}.jsonl", *chance.sample(GIVEN, part)) for n, part in enumerate(PARTS)]


def outcomes(process: Popen[str]) -> Counter[str]:
    """What a process said it did with each document; it says nothing else, and succeeds."""
    told, complaints = ended(process)
    assert (complaints, process.returncode) == ("", 0)
    return Counter(line.split()[0] for line in told.splitlines()[:-1])


@pytest.mark.slow
def test_processes_that_load_the_same_documents_leave_what_one_leaves_though_one_is_killed(
    url: str, tmp_path: Path, one_by_one: Rows
) -> None:
    killed, *others = [start(url, "ingest", file) for file in files(tmp_path)]
    assert killed.stdout
    killed.stdout.readline()
    killed.kill()
    ended(killed)
    told = sum((outcomes(process) for process in others), Counter())
    assert (set(told), told.total()) == ({"added", "same"}, OTHERS)
    assert rows_after(url) == one_by_one
