"""Imports while they come in: stored in parts, refused, given up, and taken once by their keys."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from app.database.engines import write_session
from app.database.tables.jobs import Spool
from app.database.tables.repetitions import IdempotencyKey
from app.errors import BodyTooLarge, DocumentRefused, IdempotencyKeyInFlight, IdempotencyKeyRefused, KeyRevoked, WriterBusy
from app.ingest.administering.keys import revoke_key
from app.ingest.administering.repetitions import KeyedRequest
from app.ingest.administering.sweeping import sweep_spools
from app.ingest.reading.limits import NO_SETTINGS
from app.jobs.imports import Import
from tests.jobs.importing import desk, many, post_import, request_of
from tests.jobs.posting import inbox_size, post, posted_text, state_of
from tests.tables import dump

KEYED = KeyedRequest("key_1", "POST /v1/imports", "k", b"before the body")


def test_a_key_that_is_revoked_meanwhile_posts_nothing(engine: Engine) -> None:
    incoming = Import(request_of(asker=desk(engine)), NO_SETTINGS)
    incoming.begin(engine)
    incoming.add(engine, many(150))
    revoke_key(engine, "desk")
    with pytest.raises(KeyRevoked):
        incoming.end(engine)
    assert dump(engine)["jobs"] == []


@pytest.mark.parametrize("body", [b"", b"\n \n", b"   "])
def test_an_empty_import_is_refused(engine: Engine, body: bytes) -> None:
    with pytest.raises(DocumentRefused, match="is empty"):
        post_import(engine, body)


def test_an_import_that_is_too_large_is_refused(engine: Engine) -> None:
    with pytest.raises(BodyTooLarge, match="more than 1 MiB, unpacked"):
        post_import(engine, b"x" * ((1 << 20) + 1))


def test_an_import_that_is_given_up_leaves_nothing(engine: Engine) -> None:
    incoming = Import(request_of(keyed=KEYED), NO_SETTINGS)
    incoming.begin(engine)
    incoming.add(engine, many(150))
    assert inbox_size(engine) == 1
    incoming.give_up(engine)
    assert (dump(engine)["spools"], dump(engine)["idempotency_keys"], inbox_size(engine)) == ([], [], 0)


def test_spools_without_a_job_are_swept_after_an_hour(engine: Engine) -> None:
    (waiting,) = post(engine, posted_text())
    broken = Import(request_of(), NO_SETTINGS)
    broken.begin(engine)
    broken.add(engine, many(150))
    for age, left in ((timedelta(minutes=59), 2), (timedelta(minutes=61), 1)):
        with write_session(engine) as session:
            session.execute(update(Spool).values(touched_at=datetime.now(UTC) - age))
            sweep_spools(session)
        assert len(dump(engine)["spools"]) == inbox_size(engine) == left
    with pytest.raises(WriterBusy):
        broken.add(engine, many(150))
    assert state_of(engine, waiting) == "queued"


def test_the_same_key_and_body_is_one_import(engine: Engine) -> None:
    first = post_import(engine, many(2), request_of(keyed=KEYED))
    assert post_import(engine, many(2), request_of(keyed=KEYED), step=10) == first
    assert len(dump(engine)["jobs"]) == inbox_size(engine) == 1
    with pytest.raises(IdempotencyKeyRefused):
        post_import(engine, many(3), request_of(keyed=KEYED))
    other_query = request_of(keyed=KEYED._replace(sha256=b"another query"))
    with pytest.raises(IdempotencyKeyRefused):
        post_import(engine, many(2), other_query)


def test_the_hash_is_that_of_what_is_unpacked(engine: Engine) -> None:
    first = post_import(engine, many(2), request_of(keyed=KEYED))
    assert post_import(engine, gzip.compress(many(2)), request_of(keyed=KEYED, coding="gzip")) == first


def test_while_an_import_comes_in_its_key_is_held_until_nothing_is_heard_of_it(engine: Engine) -> None:
    slow = Import(request_of(keyed=KEYED), NO_SETTINGS)
    slow.begin(engine)
    with pytest.raises(IdempotencyKeyInFlight):
        post_import(engine, many(2), request_of(keyed=KEYED))
    slow.touch(engine)
    _age_keys(engine, timedelta(seconds=59))
    with pytest.raises(IdempotencyKeyInFlight):
        post_import(engine, many(2), request_of(keyed=KEYED))
    _age_keys(engine, timedelta(seconds=61))
    job_id = post_import(engine, many(2), request_of(keyed=KEYED))
    with pytest.raises(IdempotencyKeyInFlight):
        slow.add(engine, many(150))
    slow.give_up(engine)
    assert post_import(engine, many(2), request_of(keyed=KEYED)) == job_id


def _age_keys(engine: Engine, time: timedelta) -> None:
    with write_session(engine) as session:
        session.execute(update(IdempotencyKey).values(held_at=datetime.now(UTC) - time))
