"""Documents that are loaded one by one: their outcomes, and the tables afterwards."""

from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from app.database.engines import read_connection, read_engine
from app.errors import DatabaseBehind, DocumentRefused
from app.ingest.preparing import documents
from app.ingest.writing.numbers import TABLES
from app.queries.documents import get_document
from tests import make
from tests.conftest import Load
from tests.ingest.full import full, small
from tests.tables import dump, version, wipe

NOT_OF_DOCUMENTS = {
    "clashes",
    "edits",
    "jobs",
    "judgements",
    "keys",
    "rejected",
    "repetitions",
    "revisions",
    "tombstones",
    "webhooks",
}  # files of tables that no document fills


def test_a_new_document_is_added_to_every_table(engine: Engine, load: Load) -> None:
    (outcome,) = load(full())
    assert (outcome.status, outcome.changes) == ("added", ())
    rows = dump(engine)
    assert [name for name, table in TABLES.items() if _noun_of(table) not in NOT_OF_DOCUMENTS and not rows.get(name, True)] == []


def _noun_of(table: type[SQLModel]) -> str:
    """Return the name of the file that holds the table."""
    return table.__module__.rpartition(".")[2]


def test_the_same_document_twice_changes_nothing_at_all(engine: Engine, load: Load) -> None:
    (first,) = load(full())
    before = dump(engine)
    (second,) = load(full())
    assert (second.status, second.article_id) == ("same", first.article_id)
    assert dump(engine) == before


def test_the_same_document_with_its_keys_in_another_order_changes_nothing(engine: Engine, load: Load) -> None:
    load(full())
    before = dump(engine)
    (outcome,) = load(dict(reversed(full().items())))
    assert outcome.status == "same"
    assert dump(engine) == before


@pytest.mark.parametrize("stand_off", [True, False])
def test_the_data_version_rises_by_one_for_a_change_and_not_for_the_same(engine: Engine, load: Load, stand_off: bool) -> None:
    versions = [version(engine)]
    for given in (
        full(stand_off=stand_off),
        full(stand_off=stand_off),
        full(stand_off=stand_off, times=[]),
        full(stand_off=False, times=[]),
    ):
        load(given)
        versions.append(version(engine))
    assert versions == [0, 1, 1, 2, 3 if stand_off else 2]


def test_a_changed_document_says_what_changed(load: Load) -> None:
    load(full())
    (outcome,) = load(full(claims=[make.claim(), make.claim(1, gist="New.")], times=[], article={"dateline": "BRNO"}, relations=[]))
    assert outcome.status == "changed"
    assert outcome.changes == ["claims: 2 changed (c0, c1)", "relations: changed", "times: changed", "article: dateline changed"]


def test_a_text_that_is_attached_is_all_that_changed(load: Load) -> None:
    load(full(stand_off=True))
    (outcome,) = load({**full(stand_off=True), "article": full()["article"]})
    assert (outcome.status, outcome.changes) == ("changed", ["text attached"])


def test_a_text_that_was_attached_stays_when_the_document_comes_without_it(engine: Engine, load: Load) -> None:
    stand_off = full(stand_off=True)
    load({**stand_off, "article": full()["article"]})
    before = dump(engine)
    (outcome,) = load(stand_off)
    assert outcome.status == "same"
    assert dump(engine) == before


def test_a_text_is_removed_when_the_document_names_another_text_and_comes_without_it(engine: Engine, load: Load) -> None:
    load(full())
    (outcome,) = load(full(stand_off=True, article={"text_sha256": make.sha256("another")}))
    assert "text removed" in outcome.changes
    assert [row["text"] for row in dump(engine)["articles"]] == [None]
    assert {row["quote"] for row in dump(engine)["claims"]} == {None}


def test_a_document_that_does_not_fit_the_attached_text_is_refused_and_changes_nothing(engine: Engine, load: Load) -> None:
    load(full())
    before = dump(engine)
    wrong = full(stand_off=True)
    wrong["claims"][1]["cue_text"] = "shouted"
    with pytest.raises(DocumentRefused) as refused:
        load(wrong)
    assert [fault.field for fault in refused.value.faults] == ["claims[1].cue_text"]
    assert dump(engine) == before


def test_text_and_stand_off_in_any_order_give_the_same_tables(engine: Engine, load: Load) -> None:
    given = {**full(stand_off=True), "article": full()["article"]}
    dumps = []
    for ways in permutations([full(stand_off=True), given]):
        load(*ways)
        dumps.append(dump(engine, "data_version"))
        wipe(engine)
    assert dumps[0] == dumps[1]


def test_ids_are_the_same_stand_off_and_with_text(engine: Engine, load: Load) -> None:
    ids = []
    for stand_off in (True, False):
        load(full(stand_off=stand_off))
        ids.append([{row["id"] for row in dump(engine)[name]} for name in ("articles", "claims", "events", "entities")])
    assert ids[0] == ids[1]


def test_a_claim_keeps_its_id_in_a_revised_text_that_keeps_the_quote(engine: Engine, load: Load) -> None:
    ids = []
    for words in ("", "BRNO, after long talks - ", "<s1>Petr Dvorak</s1> <q1>hoped</q1> <c1>for rain</c1>. "):
        claims = [make.claim(), *([make.claim(1)] if words.startswith("<") else [])]
        load(make.document(words + "<s0>Ana Novak</s0> <q0>said</q0> <c0>the bridge will open</c0>.", claims=claims))
        ids.append({row["local_id"]: row["id"] for row in dump(engine)["claims"]})
    assert ids[0] == ids[1] == {"c0": ids[2]["c0"]}


def test_claims_of_the_same_words_are_told_apart_by_their_order_in_the_text(engine: Engine, load: Load) -> None:
    text = "<s0>Ana</s0> <q0>said</q0> <c0>no</c0>. <s1>Ana</s1> <q1>said</q1> <c1>no</c1>."
    load(make.document(text, claims=[make.claim(), make.claim(1)]))
    ids = {row["local_id"]: row["id"] for row in dump(engine)["claims"]}
    load(make.document(text, claims=[make.claim(1), make.claim()]))
    assert {row["local_id"]: row["id"] for row in dump(engine)["claims"]} == ids
    assert len(set(ids.values())) == 2


def test_a_revised_document_leaves_no_rows_of_parts_that_it_no_longer_has(engine: Engine, load: Load) -> None:
    load(full())
    load(small())
    left = dump(engine, "counts")
    assert {name: len(rows) for name, rows in left.items() if rows} == {
        "articles": 1,
        "data_version": 1,
        "documents": 1,
        "entities": 1,
        "appearances": 1,
        "claims": 1,
        "outlets": 1,
        "revisions": 1,
    }
    assert [row["name"] for row in left["entities"]] == ["Petr Dvorak"]


def test_a_revised_document_leaves_the_rows_that_it_leaves_in_an_empty_database(engine: Engine, load: Load) -> None:
    load(small(), full())
    revised = dump(engine, "data_version", "revisions")
    wipe(engine)
    load(full())
    assert dump(engine, "data_version", "revisions") == revised


def test_entities_that_other_articles_name_stay(engine: Engine, load: Load) -> None:
    load(full(), full(title="Another"), small())
    assert sorted(row["name"] or row["descriptor"] for row in dump(engine)["entities"]) == [
        "Ana Novak",
        "Petr Dvorak",
        "Radio Brno",
        "guards",
    ]


@pytest.mark.parametrize("step", ["time_rows", "claim_rows", "appearance_rows"])
def test_a_load_that_fails_leaves_nothing(engine: Engine, load: Load, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    load(full(), full(title="Another"))
    stored = dump(engine)

    def fail(*_: object) -> list[Any]:
        raise OSError("disk full")

    monkeypatch.setattr(documents, step, fail)
    for given in (full(claims=[make.claim()], relations=[]), full(title="A third")):
        with pytest.raises(OSError, match="disk full"):
            load(given)
    assert dump(engine) == stored


def test_a_database_without_its_version_row_takes_no_document(engine: Engine, load: Load) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM data_version"))
    with pytest.raises(DatabaseBehind):
        load(full())
    assert dump(engine)["articles"] == []


def test_a_document_comes_out_as_it_went_in(url: str, load: Load) -> None:
    given = full(id="batch-7", article={"url": "https://example.org/a", "byline": ["Ana 🎉"], "language": "cs"})
    (outcome,) = load(given)
    engine = read_engine(url)
    with read_connection(engine) as connection:
        assert get_document(connection, outcome.article_id) == given
    engine.dispose()


def test_an_article_is_the_same_at_every_spelling_of_its_url(engine: Engine, load: Load) -> None:
    first, second = load(
        *(full(title=url, article={"url": url}) for url in ("https://example.org/a?utm_source=x#top", "http://example.org/a/"))
    )
    assert (first.status, second.status) == ("added", "changed")
    assert first.article_id == second.article_id


def test_counts_of_an_article_are_computed_again_when_it_is_revised(engine: Engine, load: Load) -> None:
    load(small(), full())
    left = dump(engine)
    speakers = {row["speaker_number"] for row in left["claims"]}
    assert [(row["claims"], row["events"], row["speakers"]) for row in left["articles"]] == [(2, 1, 2)]
    assert (len(left["claims"]), len(left["events"]), len(speakers)) == (2, 1, 2)
    assert [row["claims"] for row in left["events"]] == [2]


@pytest.mark.parametrize("unknown", [{"published": None}, {"url": None}, {"publisher": None, "language": None, "dateline": None}])
def test_fields_of_an_article_that_are_unknown_may_be_null(engine: Engine, load: Load, unknown: make.Json) -> None:
    load(full(article=unknown))
    (article,) = dump(engine)["articles"]
    assert {name: article[name] for name in unknown} == unknown
