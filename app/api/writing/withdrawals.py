"""Withdraw articles, and lift their tombstones."""

from sqlalchemy import Engine

from app.answers.withdrawals import LiftedArticle, WithdrawnArticle
from app.api.serving.etags import edit_numbers_in
from app.api.writing.actions import WriteRequest, Written
from app.database.engines import read_connection
from app.errors import Withdrawn
from app.ingest.administering.tombstones import lift, withdraw
from app.queries.administering.tombstones import find_tombstones
from app.queries.listing.versions import get_data_version


def withdraw_article(engine: Engine, request: WriteRequest) -> Written:
    """Withdraw an article: from the commit on, nothing serves it.

    Raises:
        NotFound: there is no such article.
        Withdrawn: it was withdrawn before.
        EditConflict: it was changed meanwhile.
        PreconditionMissing: there is no If-Match.
    """
    numbers = edit_numbers_in(request.if_match)
    (removed,) = withdraw(engine, request.path_ids, request.query.reason, request.asker.name, numbers)
    if isinstance(removed, Withdrawn):
        raise removed
    with read_connection(engine) as connection:
        stone = find_tombstones(connection, request.path_ids)[removed.id]
        answer = WithdrawnArticle(
            id=removed.id,
            withdrawn_at=f"{stone.withdrawn_at:%Y-%m-%dT%H:%M:%SZ}",
            actor=stone.actor,
            reason=stone.reason,
            claims=removed.claims,
            events=removed.events,
            data_version=get_data_version(connection),
        )
    return Written(200, answer)


def lift_tombstone(engine: Engine, request: WriteRequest) -> Written:
    """Let a withdrawn article be loaded and posted again.

    Raises:
        NotFound: it was not withdrawn.
    """
    lift(engine, request.path_ids)
    with read_connection(engine) as connection:
        return Written(200, LiftedArticle(id=request.path_ids[0], data_version=get_data_version(connection)))
