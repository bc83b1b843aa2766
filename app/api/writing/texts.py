"""Post texts and pages, which jobs extract."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, select

from app.answers.jobs import JobDetail
from app.answers.posting import PostedArticle
from app.api.serving.faults import MOST_FAULTS, MOST_SHOWN
from app.api.serving.requests import placed_in_query
from app.api.writing.actions import WriteRequest, Written
from app.database.engines import read_connection, write_session
from app.errors import DocumentRefused, Fault
from app.extract.text.record_keys import KEYS, unread_keys
from app.jobs.inbox import Posted, add_posted
from app.jobs.posting import Known, find_known, post_of_page, post_of_text
from app.queries.administering.jobs import get_job
from app.queries.administering.tombstones import find_tombstones, missing_article
from app.queries.listing.versions import get_data_version
from app.queries.tables import articles
from app.terms.spelling import nearest

SAME = "it is there, word for word"


def post_text(engine: Engine, request: WriteRequest, record: Any = None) -> Written:
    """Store a text or page, and the job that loads it, in one transaction; or tell what is there of the very same one.

    Args:
        record: the text with what is known of it, where that is JSON.

    Raises:
        DocumentRefused: it has faults.
        Withdrawn: its article was withdrawn.
    """
    with placed_in_query(request.query.given):
        posted = _posted(request, record)
    posted = replace(posted, is_new_revision=request.query.revision is not None)
    with write_session(engine) as session:
        if posted.article_id is not None and find_tombstones(session.connection(), [posted.article_id]):
            raise missing_article(session.connection(), posted.article_id)
        known = find_known(session.connection(), posted) or Known(job_id=add_posted(session, posted))
    if known.job_id is None:
        return Written(200, _same(engine, str(known.article_id)), f"/v1/articles/{known.article_id}")
    with read_connection(engine) as connection:
        return Written(202, get_job(connection, known.job_id, request.asker), f"/v1/jobs/{known.job_id}")


def _posted(request: WriteRequest, record: Any) -> Posted:
    given, asker_id = request.query.given, request.asker.key_id
    if request.media_type == "text/html":
        return post_of_page(request.body, given, asker_id)
    if record is None:
        return post_of_text({**given, "text": _decoded(request.body)}, asker_id)
    posted = post_of_text(record, asker_id)
    _refuse_unread(record)
    return posted


def _refuse_unread(record: dict[str, Any]) -> None:
    """Refuse a record with keys that are not read: what somebody meant by one would be lost. ``ingest`` only names those of files."""
    known = [path.partition(".")[0] for paths in KEYS.values() for path in paths]
    keys = dict.fromkeys([*(key for key in record if key not in known), *unread_keys(record)])
    advice = {key: nearest(key[:MOST_SHOWN].lower(), known) for key in keys}
    faults = [Fault((key,), "is not read" + (f"; did you mean `{near}`?" if near else "")) for key, near in advice.items()]
    if faults:
        raise DocumentRefused(faults[:MOST_FAULTS])


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentRefused([Fault((), f"byte {error.start} is not UTF-8")]) from error


def answer_again(engine: Engine, request: WriteRequest, location: str) -> JobDetail | PostedArticle:
    """Return what is there now of an article that was posted: its job, or the article.

    Raises:
        NotFound, Withdrawn: it is there no more.
    """
    collection, _, its_id = location.rpartition("/")
    if collection != "/v1/jobs":
        return _same(engine, its_id)
    with read_connection(engine) as connection:
        return get_job(connection, its_id, request.asker)


def _same(engine: Engine, article_id: str) -> PostedArticle:
    with read_connection(engine) as connection:
        columns = select(articles.c.claims, articles.c.speakers, articles.c.events).where(articles.c.id == article_id)
        counts = connection.execute(columns).one_or_none()
        if counts is None:
            raise missing_article(connection, article_id)
        version = get_data_version(connection)
    return PostedArticle(
        id=article_id,
        outcome="same",
        claims=counts.claims,
        speakers=counts.speakers,
        events=counts.events,
        changes=[SAME],
        warnings=[],
        data_version=version,
    )
