"""Withdrawn articles: the archive is as if it never had them, their words are in no file, and loads skip them."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.database.engines import write_engine
from app.database.scrubbing import scrub
from app.errors import NotFound, Withdrawn
from app.ingest.administering.tombstones import RemovedArticle, lift, mark_scrubbed, withdraw
from app.ingest.preparing.documents import prepare
from app.ingest.preparing.numbering import assign_ids
from app.ingest.reading.validation import validated
from tests import generated, make
from tests.conftest import DATABASES, Load, asking
from tests.databases import Templates
from tests.ingest.full import full
from tests.loading import load_batch
from tests.queries.archive import STORIES, astral
from tests.queries.filed import FILED
from tests.tables import dump, unscrubbed, version

RECORDED = (Path(__file__).parents[2] / "api" / "recorded.txt").read_text().splitlines()
WORDS = ["zquorvane", "Xylombreth", "vrankledge", "Ompharaxis", "quillobrand", "Ztrevanne", "jorvexmoor", "Wulfenbrask"]


def article_id(document: make.Json) -> str:
    return assign_ids(validated(document)).article_id


def load_all(url: str, documents: Sequence[make.Json]) -> None:
    engine = write_engine(url)
    load_batch(engine, [prepare(validated(document)) for document in documents])
    engine.dispose()


def withdraw_all(url: str, documents: Sequence[make.Json]) -> None:
    engine = write_engine(url)
    withdraw(engine, [article_id(document) for document in documents], "error", None)
    engine.dispose()


def rows_of(url: str) -> dict[str, list[dict[str, Any]]]:
    engine = write_engine(url)
    rows = dump(engine, "data_version", "tombstones")
    engine.dispose()
    return rows


def naming(title: str, name: str, *aliases: str) -> make.Json:
    return make.document("<s0>They</s0> <q0>said</q0> <c0>so</c0>.", title=title, entities=[make.entity(0, name, aliases=list(aliases))])


ARCHIVES: dict[str, tuple[list[make.Json], list[make.Json]]] = {  # what stays, and what is withdrawn
    "generated": (generated.documents(30)[::2], generated.documents(30)[1::2]),
    "filed": ([*FILED[::2], *STORIES[1:4]], [*FILED[1::2], STORIES[0], astral(), full()]),
    "an alias that joined two": ([naming("B", "The Mayor"), naming("C", "Ana Novak")], [naming("A", "Ana Novak", "The Mayor")]),
    "an alias that was ambiguous": (
        [naming("A", "Ana Novak", "The Mayor"), naming("C", "The Mayor")],
        [naming("B", "Petra Novak", "The Mayor")],
    ),
    "the survivor": ([naming("B", "Novak, Ana", "Ana Novak")], [naming("A", "Ana Novak")]),
    "a spelling": ([naming("A", "Ana Novak")], [naming("B", "ANA NOVÁK"), naming("C", "ANA NOVÁK")]),
    "everything": ([], [full(), naming("A", "Ana Novak")]),
}


@pytest.mark.parametrize("kind", DATABASES)
@pytest.mark.parametrize("archive", ARCHIVES)
def test_an_archive_is_as_if_it_never_had_what_was_withdrawn(templates: Templates, kind: str, archive: str) -> None:
    staying, going = ARCHIVES[archive]
    with templates.copy(kind) as url, templates.copy(kind) as other:
        load_all(url, [*going[::2], *staying, *going[1::2]])
        withdraw_all(url, going)
        load_all(other, staying)
        assert rows_of(url) == rows_of(other)


@pytest.mark.slow
@pytest.mark.parametrize("kind", DATABASES)
def test_every_recorded_request_is_answered_as_if_the_archive_never_had_what_was_withdrawn(templates: Templates, kind: str) -> None:
    documents = generated.documents(300)
    staying, going = [each for n, each in enumerate(documents) if n % 3], documents[::3]
    gone = {article_id(document) for document in going}
    with templates.copy(kind) as url, templates.copy(kind) as other:
        load_all(url, documents)
        withdraw_all(url, going)
        load_all(other, staying)
        with asking(url) as here, asking(other) as there:
            requests = [request for request in RECORDED if not gone & set(re.findall(r"art_\w+", request.partition("?")[0]))]
            assert len(requests) > 150
            assert [path for path in requests if body(here, path) != body(there, path)] == []
            assert sum(here.get(path).status_code == 200 for path in requests) > 120


def body(client: TestClient, path: str) -> tuple[int, str]:
    answer = client.get(path)
    versions = re.sub(r'"data_version":\d+', "", answer.text)
    return answer.status_code, versions.replace(answer.headers["x-request-id"], "ID")


def test_what_was_removed_is_told_and_a_tombstone_stays(engine: Engine, load: Load) -> None:
    load(full(), naming("A", "Ana Novak"))
    key, before = article_id(full()), version(engine)
    (removed,) = withdraw(engine, [key, key], "a wrong name", "ana")
    assert isinstance(removed, RemovedArticle)
    assert removed[1:] == (key, "A bridge", 2, 1)
    (stone,) = dump(engine)["tombstones"]
    assert (stone["article_id"], stone["actor"], stone["reason"], stone["scrubbed_at"]) == (key, "ana", "a wrong name", None)
    assert timedelta() <= datetime.now(UTC) - stone["withdrawn_at"] < timedelta(minutes=1)
    assert version(engine) == before + 1
    assert unscrubbed(engine) == [key]
    mark_scrubbed(engine, [key])
    assert unscrubbed(engine) == []
    assert dump(engine)["tombstones"][0]["scrubbed_at"] >= stone["withdrawn_at"]


def test_one_that_was_withdrawn_before_is_told_and_changes_nothing(engine: Engine, load: Load) -> None:
    load(full())
    withdraw(engine, [article_id(full())], "first", None)
    before = dump(engine)
    (again,) = withdraw(engine, [article_id(full())], "second", None)
    assert isinstance(again, Withdrawn)
    assert again.reason == "first"
    assert dump(engine) == before


def test_with_an_unknown_id_nothing_is_withdrawn_or_lifted(engine: Engine, load: Load) -> None:
    load(full(), naming("A", "Ana Novak"))
    withdraw(engine, [article_id(naming("A", "Ana Novak"))], "x", None)
    before = dump(engine)
    with pytest.raises(NotFound, match="art_unknown"):
        withdraw(engine, [article_id(full()), "art_unknown"], "x", None)
    with pytest.raises(NotFound, match=article_id(full())):
        lift(engine, [article_id(naming("A", "Ana Novak")), article_id(full())])
    assert dump(engine) == before


def test_loads_skip_what_was_withdrawn_until_that_is_lifted(engine: Engine, load: Load) -> None:
    load(full())
    fresh = dump(engine, "data_version")
    withdraw(engine, [article_id(full())], "legal", None)
    without = dump(engine)
    outcomes = load(full(), full(times=[]))
    assert [(outcome.status, "legal" in outcome.changes[0]) for outcome in outcomes] == [("withdrawn", True)] * 2
    assert dump(engine) == without
    assert load(naming("B", "Ana Novak"))[0].status == "added"
    withdraw(engine, [article_id(naming("B", "Ana Novak"))], "legal", None)
    lift(engine, [article_id(full()), article_id(naming("B", "Ana Novak"))])
    assert load(full())[0].status == "added"
    assert dump(engine, "data_version") == fresh


def strange(number: int) -> make.Json:
    """Return an article full of words that no other has."""
    first, second, third, fourth, fifth, sixth, seventh, eighth = (f"{word}{'abcdefgh'[number]}" for word in WORDS)
    text = f"<s0>{first} Novak</s0> <q0>said</q0> <c0>the <e0>{second}</e0> is near</c0>. <s1>A {third}</s1> <q1>told</q1> <c1>nobody</c1>."
    entities = [make.entity(0, f"{first} Novak", aliases=[f"{fourth} Novak"]), make.entity(1, None, descriptor=f"a {third}")]
    events = [make.event(title=f"{fifth} opens", place=sixth)]
    article = {"byline": [f"{seventh} Writer"]}
    return make.document(
        text, title=f"{eighth} story", entities=entities, claims=[make.claim(), make.claim(1, speaker="s1")], events=events, article=article
    )


def words_in(files: Sequence[Path], number: int) -> Iterator[str]:
    """Yield the words of a strange article that stand in files, in any case."""
    found = b"".join(file.read_bytes() for file in files if file.exists()).lower()
    yield from (word for word in WORDS if f"{word}{'abcdefgh'[number]}".lower().encode() in found)


def test_no_word_of_what_was_withdrawn_stays_in_the_files_of_sqlite(one_url: str) -> None:
    file = Path(one_url.removeprefix("sqlite:///"))
    files = [file.with_name(file.name + ending) for ending in ("", "-wal", "-shm")]
    engine, others = write_engine(one_url), generated.documents(60)
    for number in range(8):
        load_batch(engine, [prepare(validated(document)) for document in (*others[number * 6 : number * 6 + 6], strange(number))])
    changed = strange(3)
    changed["claims"] = changed["claims"][:1]
    load_batch(engine, [prepare(validated(changed))])
    assert [len(list(words_in(files, number))) for number in range(8)] == [len(WORDS)] * 8
    assert list(words_in(files, 3))
    withdraw(engine, [article_id(strange(number)) for number in range(1, 8)], "x", None)
    assert scrub(one_url)
    assert [list(words_in(files, number)) for number in range(1, 8)] == [[]] * 7
    assert len(list(words_in(files, 0))) == len(WORDS)
    with engine.connect() as connection:  # in a larger archive, pages that were shared out anew keep words until the file is written anew
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() == 0
    engine.dispose()


def test_scrubbing_says_if_a_reader_holds_the_log(one_url: str) -> None:
    load_all(one_url, [full()])
    engine = write_engine(one_url)
    with engine.connect() as reader:
        reader.exec_driver_sql("SELECT * FROM articles").fetchall()
        reader.exec_driver_sql("COMMIT")  # the engine begins to write; a reader does not
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT * FROM articles").fetchall()
        withdraw_all(one_url, [full()])
        assert not scrub(one_url)
    engine.dispose()
    assert scrub(one_url)
