"""Requests with an Idempotency-Key, which are done once, however often they are sent."""

from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.api.writing.actions import WriteRequest, Written
from app.ingest.administering.repetitions import Done, KeyedRequest, hold_key, release_key, settle_key

Write = Callable[[Engine, WriteRequest], Written]
AnswerAgain = Callable[[Engine, WriteRequest, str], object]


def write_once(engine: Engine, request: WriteRequest, keyed: KeyedRequest, write: Write, answer_again: AnswerAgain) -> Written:
    """Write, unless the same was written with this key before: then the answer has the same status and Location, and what is there now.

    Raises:
        IdempotencyKeyRefused: the key was sent with something else.
        IdempotencyKeyInFlight: the request is being done.
        OnRecordError: as ``write`` raises it; the key is free then.
    """
    if done := hold_key(engine, keyed):
        return Written(done.status, answer_again(engine, request, done.location), done.location)
    try:
        written = write(engine, request)
    except BaseException:
        with suppress(SQLAlchemyError):  # the key lapses by itself
            release_key(engine, keyed)
        raise
    settle_key(engine, keyed, Done(written.status, written.location or ""))
    return written
