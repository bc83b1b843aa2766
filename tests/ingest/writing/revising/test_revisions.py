"""Revisions of an article: which texts follow, which change nothing, and what is kept of those before."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, insert, update

from app.database.compression import compress_document, decompress_document
from app.database.engines import write_engine
from app.database.scrubbing import scrub
from app.ingest.administering.tombstones import withdraw
from app.ingest.preparing.documents import prepare
from app.ingest.reading.validation import validated
from app.ingest.writing.decisions import Outcome
from app.ingest.writing.revising.arrivals import arrival_of
from app.ingest.writing.transactions import transaction
from app.queries.checking.revisions import check_revisions
from app.queries.tables import earlier_documents, revisions
from tests import make
from tests.conftest import Load
from tests.jobs.posting import post, posted_text
from tests.queries.archive import items
from tests.tables import dump, version

URL = "https://example.org/bridge"


def story(words: str, **more: Any) -> make.Json:
    text = f"<s0>Ana Novak</s0> <q0>said</q0> <c0>{words}</c0>."
    return make.document(text, article={"url": URL, **more.pop("article", {})}, **more)


def load_one(
    engine: Engine, document: make.Json, job: int | None = None, line: int = 1, *, goes_back: bool = False, posted_by: str | None = None
) -> Outcome:
    arrival = None if job is None else arrival_of(job, line)
    with transaction(engine) as write:
        (outcome,) = write([prepare(validated(document), posted_by)._replace(arrival=arrival, is_new_revision=goes_back)])
    assert isinstance(outcome, Outcome)
    return outcome


def listed(client: TestClient) -> list[tuple[int, bool, str]]:
    """Number, whether it is the latest, and title of each revision of the only article."""
    (article,) = items(client, "/v1/articles")
    revisions = client.get(f"/v1/articles/{article['id']}/revisions").json()["items"]
    return [(revision["number"], revision["is_latest"], revision["title"]) for revision in revisions]


def test_another_text_of_one_url_is_the_next_revision_and_the_latest_is_served(load: Load, client: TestClient) -> None:
    load(story("the bridge will open", title="One"))
    (outcome,) = load(story("the bridge will not open", title="Two"))
    assert (outcome.status, outcome.changes[0], outcome.text) == ("changed", "revision 2", "later")
    load(story("the bridge is open", title="Three"))
    assert listed(client) == [(3, True, "Three"), (2, False, "Two"), (1, False, "One")]
    assert [claim["quote"] for claim in items(client, "/v1/claims")] == ["the bridge is open"]


def test_a_revision_tells_what_it_was(load: Load, client: TestClient) -> None:
    first = story("the bridge will open", title="One")
    load(first, make.stand_off(story("the bridge will not open", title="Two")))
    (article,) = items(client, "/v1/articles")
    latest, earlier = client.get(f"/v1/articles/{article['id']}/revisions").json()["items"]
    assert earlier.pop("replaced_at").endswith("Z")
    assert earlier == {
        "number": 1,
        "is_latest": False,
        "title": "One",
        "published": "2024-06-27",
        "text_sha256": first["article"]["text_sha256"],
        "has_text": True,
        "claims": 1,
        "events": 0,
    }
    assert (latest["replaced_at"], latest["has_text"]) == (None, False)


def test_the_document_text_and_ids_of_an_earlier_revision_are_kept(engine: Engine, load: Load, client: TestClient) -> None:
    first = story("the bridge will open", events=[make.event()])
    load(first)
    claims, events = items(client, "/v1/claims"), items(client, "/v1/events")
    load(story("the bridge will not open"))
    (row,) = dump(engine)["revisions"]
    assert decompress_document(row["text"]).decode() == first["article"]["text"]
    body = orjson.loads(decompress_document(row["body"]))
    assert (body["claims"], "text" in body["article"]) == (first["claims"], False)
    assert orjson.loads(decompress_document(row["ids"])) == {"claims": {"c0": claims[0]["id"]}, "events": {"e0": events[0]["id"]}}


def test_an_article_with_an_id_of_its_own_has_revisions_too_and_one_without_is_another_article(load: Load, client: TestClient) -> None:
    load(make.document("One.", claims=[]), make.document("Two.", claims=[]))
    assert [revision[:2] for revision in listed(client)] == [(2, True), (1, False)]
    outcomes = load(make.document("One.", claims=[], own_id=None, title="B"), make.document("Two.", claims=[], own_id=None, title="B"))
    assert [outcome.status for outcome in outcomes] == ["added", "added"]


def test_the_text_of_an_earlier_revision_changes_nothing_whatever_its_document(engine: Engine, load: Load) -> None:
    load(story("one"), story("two"), story("three"))
    before = dump(engine)
    outcomes = load(story("one"), story("two"), story("one", claims=[make.claim(gist="Another gist.")]), make.stand_off(story("two")))
    assert [outcome.status for outcome in outcomes] == ["same"] * 4
    assert outcomes[0].changes == ["its text is that of revision 1, which another text followed"]
    assert dump(engine) == before


def test_a_story_that_goes_back_is_a_new_revision_if_that_is_said(engine: Engine, load: Load, client: TestClient) -> None:
    load(story("one"), story("two"))
    assert load_one(engine, story("one"), goes_back=True).changes[0] == "revision 3"
    assert load_one(engine, story("one"), goes_back=True).status == "same"
    assert [revision[:2] for revision in listed(client)] == [(3, True), (2, False), (1, False)]
    assert [outcome.status for outcome in load(story("two"), story("one"))] == ["same", "same"]


def test_an_earlier_document_of_the_latest_text_changes_nothing(engine: Engine, load: Load) -> None:
    first, second, third = (story("one", claims=[make.claim(gist=gist)]) for gist in ("A.", "B.", "C."))
    assert [outcome.status for outcome in load(first, second, third)] == ["added", "changed", "changed"]
    before = dump(engine)
    assert [outcome.status for outcome in load(first, second, third)] == ["same"] * 3
    assert dump(engine) == before
    assert dump(engine)["revisions"] == []


def test_a_document_of_an_earlier_revision_does_not_replace_that_of_its_text_which_came_back(engine: Engine, load: Load) -> None:
    first, better = story("one"), story("one", claims=[make.claim(gist="Better.")])
    load(first, story("two"))
    load_one(engine, better, goes_back=True)
    before = dump(engine)
    assert load(first)[0].status == "same"
    assert dump(engine) == before


def test_of_an_earlier_document_a_missing_text_is_attached(engine: Engine, load: Load, client: TestClient) -> None:
    first = story("one")
    load(make.stand_off(first), make.stand_off(story("one", claims=[make.claim(gist="Better.")])))
    with_words = {**make.stand_off(first), "article": first["article"]}
    (outcome,) = load(with_words)
    assert (outcome.status, outcome.changes) == ("changed", ["text attached"])
    assert [(claim["gist"], claim["quote"]) for claim in items(client, "/v1/claims")] == [("Better.", "one")]
    assert load(with_words)[0].status == "same"


def test_what_a_key_without_review_posted_before_is_no_earlier_document_of_one_with_it(engine: Engine) -> None:
    first, second = story("one"), story("one", claims=[make.claim(gist="Other.")])
    for document, posted_by, status in (
        (first, "key", "added"),
        (second, "key", "changed"),
        (first, "key", "same"),
        (first, None, "changed"),
        (second, "key", "same"),
    ):
        assert load_one(engine, document, posted_by=posted_by).status == status


@pytest.mark.parametrize("size", [1, 2])
def test_two_texts_of_one_article_in_one_load_are_two_revisions_in_order(engine: Engine, client: TestClient, size: int) -> None:
    with transaction(engine, places={}) as write:
        documents = [prepare(validated(story(words, title=words))) for words in ("one", "two", "three")]
        for place in range(0, len(documents), size):
            write(documents[place : place + size])
    assert listed(client) == [(3, True, "three"), (2, False, "two"), (1, False, "one")]


def test_a_text_that_arrived_earlier_is_kept_where_it_belongs_and_replaces_no_later_one(engine: Engine, client: TestClient) -> None:
    load_one(engine, story("two", title="two"), 2)
    load_one(engine, story("four", title="four"), 4)
    load_one(engine, story("five", title="five"), 5)
    before, claims = version(engine), items(client, "/v1/claims")
    for number, words in ((1, "one"), (3, "three")):
        outcome = load_one(engine, story(words, title=words), number)
        assert (outcome.status, outcome.text) == ("changed", "earlier")
    assert listed(client) == [(5, True, "five"), (4, False, "four"), (3, False, "three"), (2, False, "two"), (1, False, "one")]
    assert (version(engine), items(client, "/v1/claims")) == (before + 2, claims)
    assert load_one(engine, story("three"), 3).status == "same"


def test_an_earlier_line_of_an_import_that_is_tried_again_is_behind_no_later_one(engine: Engine, client: TestClient) -> None:
    for line in (2, 3, 1):
        load_one(engine, story(str(line), title=str(line)), 7, line)
    assert [title for _, _, title in listed(client)] == ["3", "2", "1"]


def test_what_is_loaded_at_once_is_later_than_what_was_posted_and_earlier_than_what_is_posted_then(
    engine: Engine, client: TestClient
) -> None:
    post(engine, posted_text(), posted_text())
    load_one(engine, story("one", title="one"), 1)
    load_one(engine, story("three", title="three"))
    load_one(engine, story("two", title="two"), 2)
    post(engine, posted_text())
    load_one(engine, story("four", title="four"), 3)
    assert [title for _, _, title in listed(client)] == ["four", "three", "two", "one"]


def test_another_document_of_a_text_leaves_the_time_of_its_arrival(engine: Engine, client: TestClient) -> None:
    load_one(engine, story("one", title="one"), 1)
    load_one(engine, story("one", title="one, better"), 9)
    load_one(engine, story("two", title="two"), 5)
    assert listed(client) == [(2, True, "two"), (1, False, "one, better")]


def test_an_earlier_document_that_is_loaded_late_replaces_only_what_would_not_have_replaced_it(engine: Engine) -> None:
    made, better, extracted = (story("one", claims=[make.claim(gist=gist)]) for gist in ("Made.", "Better.", "Extracted."))
    assert load_one(engine, extracted, 5, posted_by="key").status == "added"
    assert load_one(engine, better, 3, posted_by="key").status == "same"
    assert load_one(engine, made, 3).status == "changed"  # what a person made goes before an extraction, which had come later
    assert [load_one(engine, better, job).status for job in (4, 6)] == ["same", "changed"]


def test_no_byte_of_an_earlier_revision_stays_in_the_files_after_withdrawal(one_url: str) -> None:
    engine, file = write_engine(one_url), Path(one_url.removeprefix("sqlite:///"))
    load_one(engine, make.document(title="Another story"))
    key = load_one(engine, story("zquorvane will open", title="Vrankledge")).article_id
    load_one(engine, story("the bridge will open"))
    (row,) = dump(engine)["revisions"]
    assert "zquorvane" in decompress_document(row["text"]).decode()
    frames = [row[name] for name in ("text", "body", "ids")] + [b"Vrankledge"]
    files = [file.with_name(file.name + ending) for ending in ("", "-wal")]
    assert all(any(frame in each.read_bytes() for each in files) for frame in frames)
    withdraw(engine, [key], "error", None)
    assert scrub(one_url)
    assert not any(frame in each.read_bytes() for frame in frames for each in files if each.exists())
    engine.dispose()


def test_damaged_revisions_are_found(engine: Engine, load: Load) -> None:
    load(story("one"), story("two"), story("three"))
    with engine.begin() as connection:
        assert [*check_revisions(connection, print)] == []
        connection.execute(update(revisions).where(revisions.c.number == 1).values(number=7, text=compress_document("other")))
        connection.execute(update(revisions).where(revisions.c.number == 2).values(body=b"damaged"))
        connection.execute(insert(earlier_documents).values(article_id="art_0", sha256=b"0", is_trusted=True))
        problems = sorted(finding.problem.partition(":")[0] for finding in check_revisions(connection, print))
    assert problems == [
        "cannot be read",
        "is of no article that is stored",
        "numbers are missing",
        "text_sha256 is not the hash of the text",
    ]


def test_withdrawal_takes_all_revisions(engine: Engine, load: Load) -> None:
    load(story("one"), story("one", claims=[make.claim(gist="A.")]), story("two"), make.document(title="Other"))
    (key,) = {row["article_id"] for row in dump(engine)["revisions"]}
    withdraw(engine, [key], "error", None)
    rows = dump(engine)
    assert (rows["revisions"], rows["earlier_documents"], len(rows["articles"])) == ([], [], 1)
