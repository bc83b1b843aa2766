"""The archive is extracted again by a job, which never takes what people accepted or edited."""

from typing import Any

import pytest
from sqlalchemy import Engine

from app.database.engines import read_connection, write_session
from app.extract.pipeline import PRODUCER, extract_article
from app.ingest.administering.tombstones import withdraw
from app.ingest.reading.limits import NO_SETTINGS
from app.jobs.archive import add_reextraction, archived_part, ids_of_part
from app.jobs.children import lines_of_part
from app.jobs.preparing import prepare_part
from app.jobs.results import load_part, note_articles, settle_job, start_job
from app.queries.administering.inbox import find_part, find_unread_part, list_parts, list_waiting_lines
from app.queries.administering.jobs import count_reextracted
from app.queries.reextracting.articles import Selection, list_extracted
from app.review.edits import Reviewer, edit
from tests import make
from tests.conftest import Load
from tests.jobs.posting import errors, outcomes, state_of
from tests.tables import dump

# What an older extractor found: another claim than this one finds, whose words are content alone here.
OLD = (
    '<c0>"The bridge will open in May,"</c0> <q0>said</q0> <s0>Ana Novak, the mayor of Springfield,</s0> on Monday. '
    "<c1>The council agreed</c1>."
)
REVIEWER = Reviewer("Jo", None, None)


def old_document(number: int = 0, version: str = "0.0.1", text: str = OLD) -> dict[str, Any]:
    claims = [make.claim(0, confidence=0.5, mode="direct"), make.claim(1, speaker=None, confidence=0.5)]
    return make.document(
        text, title=f"A bridge {number}", claims=claims, own_id=f"{number}", produced_by={"name": PRODUCER, "version": version}
    )


def read(engine: Engine, job_id: str) -> None:
    with write_session(engine) as session:
        start_job(session, job_id)
    while True:
        with read_connection(engine) as connection:
            row = find_unread_part(connection, job_id)
        if row is None:
            break
        with write_session(engine) as session:
            note_articles(session, job_id, row.part, dict(ids_of_part(row)))
    with write_session(engine) as session:
        settle_job(session, job_id)


def prepared(engine: Engine, job_id: str, part: int = 1) -> Any:
    with read_connection(engine) as connection:
        row = find_part(connection, job_id, part)
        assert row is not None
        lines = list_waiting_lines(connection, row)
        posted = archived_part(connection, row, lines)
    return prepare_part(extract_article, NO_SETTINGS, lines_of_part(posted, lines))


def load_all(engine: Engine, job_id: str) -> None:
    with read_connection(engine) as connection:
        parts = list_parts(connection, job_id)
    for part in parts:
        found = prepared(engine, job_id, part)
        with write_session(engine) as session:
            load_part(session, job_id, part, found)


def reextract(engine: Engine, **more: Any) -> str:
    with read_connection(engine) as connection:
        ids = [*list_extracted(connection, Selection(PRODUCER, "newest", **more))]
    job_id = add_reextraction(engine, ids)
    read(engine, job_id)
    load_all(engine, job_id)
    return job_id


def counts(engine: Engine, job_id: str) -> dict[str, int]:
    with read_connection(engine) as connection:
        return dict(count_reextracted(connection, job_id)[1])


def claims(engine: Engine) -> list[dict[str, Any]]:
    return [*dump(engine)["claims"]]


def id_of_undirected(engine: Engine) -> str:
    """Return the id of the claim that the new extraction does not find."""
    return next(str(row["id"]) for row in claims(engine) if row["mode"] == "indirect")


def test_a_new_extraction_takes_the_place_of_an_old_one_and_says_what_changed(engine: Engine, load: Load) -> None:
    load(old_document())
    before = {row["id"] for row in claims(engine)}
    job_id = reextract(engine)
    after = {row["id"] for row in claims(engine)}
    assert (state_of(engine, job_id), outcomes(engine, job_id)) == ("succeeded", ["changed"])
    assert counts(engine, job_id) == {"kept": len(before & after), "added": len(after - before), "removed": len(before - after)}
    assert len(before - after) == 1
    assert {row["review"] for row in claims(engine)} == {"extracted"}
    assert dump(engine)["articles"][0]["producer_version"] != "0.0.1"
    again = reextract(engine)
    assert outcomes(engine, again) == ["same"]


@pytest.mark.parametrize(("patch", "review"), [({"review": "accepted"}, "accepted"), ({"kind": "pledge"}, "edited")])
def test_what_people_accepted_or_edited_stays(engine: Engine, load: Load, patch: dict[str, Any], review: str) -> None:
    load(old_document())
    claim_id = id_of_undirected(engine)
    edit(engine, claim_id, patch, REVIEWER)
    reviewed = next(row for row in claims(engine) if row["id"] == claim_id)
    job_id = reextract(engine)
    assert outcomes(engine, job_id) == ["changed"]
    kept = next(row for row in claims(engine) if row["id"] == claim_id)
    assert kept["review"] == review
    assert {name: kept[name] for name in ("kind", "mode", "content")} == {name: reviewed[name] for name in ("kind", "mode", "content")}
    assert counts(engine, job_id)["removed"] == 0


def test_what_people_edited_in_an_earlier_text_hinders_no_new_extraction(engine: Engine, load: Load) -> None:
    load(old_document())
    edit(engine, id_of_undirected(engine), {"kind": "pledge"}, REVIEWER)
    load(old_document(text=OLD.replace("The council agreed", "The council waits")))
    job_id = reextract(engine)
    assert (outcomes(engine, job_id), errors(engine, job_id)) == (["changed"], [])


def test_what_people_rejected_and_the_new_extraction_lacks_goes(engine: Engine, load: Load) -> None:
    load(old_document())
    claim_id = id_of_undirected(engine)
    edit(engine, claim_id, {"review": "rejected"}, REVIEWER)
    reextract(engine)
    assert claim_id not in {row["id"] for row in claims(engine)}


def test_an_article_that_a_person_edits_meanwhile_is_done_once_more(engine: Engine, load: Load) -> None:
    load(old_document())
    with read_connection(engine) as connection:
        ids = [*list_extracted(connection, Selection(PRODUCER, "newest"))]
    read(engine, job_id := add_reextraction(engine, ids))
    found = prepared(engine, job_id)
    claim_id = id_of_undirected(engine)
    edit(engine, claim_id, {"review": "accepted"}, REVIEWER)
    with write_session(engine) as session:
        load_part(session, job_id, 1, found)
    assert (outcomes(engine, job_id), state_of(engine, job_id)) == ([None], "running")
    load_all(engine, job_id)
    assert outcomes(engine, job_id) == ["changed"]
    assert next(row["review"] for row in claims(engine) if row["id"] == claim_id) == "accepted"


def test_the_articles_of_older_versions_are_chosen(engine: Engine, load: Load) -> None:
    other = make.document("<s0>Ana Novak</s0> <q0>said</q0> <c0>no</c0>.", title="By a person")
    load(old_document(0), old_document(1, "0.0.2"), old_document(2, "newest"), other, make.stand_off(old_document(3)))
    with read_connection(engine) as connection:

        def chosen(**more: Any) -> int:
            return len([*list_extracted(connection, Selection(PRODUCER, "newest", **more))])

        assert (chosen(), chosen(versions=["0.0.2"]), chosen(versions=["newest"])) == (2, 1, 1)
        assert (chosen(publishers=["The Test"]), chosen(publishers=["Another"])) == (2, 0)
        assert (chosen(since="2024-06-27"), chosen(since="2024-06-28")) == (2, 0)


def test_a_part_is_done_once_and_withdrawn_articles_are_passed_over(engine: Engine, load: Load) -> None:
    ids = [outcome.article_id for outcome in load(*(old_document(number) for number in range(3)))]
    job_id = add_reextraction(engine, ids)
    withdraw(engine, ids[:1], "error", None)
    read(engine, job_id)
    withdraw(engine, ids[1:2], "error", None)
    load_all(engine, job_id)
    assert (outcomes(engine, job_id), errors(engine, job_id)) == (["withdrawn", "withdrawn", "changed"], [])
    before = dump(engine)
    load_all(engine, job_id)
    assert dump(engine) == before
    assert (before["inbox"], before["spools"]) == ([], [])
