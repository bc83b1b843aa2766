"""Texts and pages as they are posted: checked, and compared with what is there."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, select

from app.extract.text.inputs import check_record, checked_metadata, text_of
from app.jobs.inbox import Posted
from app.queries.tables import articles, job_items, jobs
from app.terms.ids import article_id, sha256_of


class Known(NamedTuple):
    """What is there of an article that is posted: the article, or the unfinished job that loads it."""

    article_id: str | None = None
    job_id: str | None = None


def post_of_text(record: dict[str, Any], asker_id: str | None) -> Posted:
    """Return a text to be posted, which is a record with ``text``.

    Raises:
        DocumentRefused: it has faults, as those of a record in a file.
    """
    metadata = check_record(record)
    known_id = _article_id(metadata, record.get("id"), sha256_of(text_of(record)))
    return Posted("text", orjson.dumps(record), article_id=known_id, asker_id=asker_id)


def post_of_page(body: bytes, given: Mapping[str, Any], asker_id: str | None) -> Posted:
    """Return a page to be posted. The fields that are given replace those in it.

    Raises:
        DocumentRefused: one of the fields cannot be stored.
    """
    metadata = checked_metadata({**given})
    known = {**metadata, **({"id": given["id"]} if given.get("id") is not None else {})}
    return Posted("page", body, known, _article_id({"url": metadata.get("url")}, None, ""), asker_id)


def _article_id(metadata: Mapping[str, Any], own_id: str | None, text_sha256: str) -> str | None:
    """Return the id of an article; None where its title has still to be looked for, which takes time."""
    url, publisher, title, published = (metadata.get(name) for name in ("url", "publisher", "title", "published"))
    if url is None and title is None:
        return None
    return article_id(url, publisher, title or "", published, document_id=own_id, text_sha256=text_sha256)


def find_known(connection: Connection, posted: Posted) -> Known | None:
    """Return what is there of the very text or page that is posted; None if it is new, or what was there failed or was withdrawn.

    What may be a new revision is decided when its turn comes: other texts may be waiting before it.
    """
    if posted.is_new_revision:
        return None
    if posted.kind == "text" and posted.article_id is not None:
        text_sha256 = bytes.fromhex(sha256_of(text_of(orjson.loads(posted.body))))
        same = articles.c.id == posted.article_id, articles.c.text_sha256 == text_sha256
        if connection.execute(select(articles.c.id).where(*same)).first():
            return Known(article_id=posted.article_id)
    return _find_by_digest(connection, posted)


def _find_by_digest(connection: Connection, posted: Posted) -> Known | None:
    rows = select(jobs.c.id, jobs.c.finished_at, articles.c.id.label("article_id")).join_from(jobs, job_items)
    same = rows.outerjoin(articles, articles.c.id == job_items.c.article_id).where(jobs.c.digest == posted.digest)
    for row in connection.execute(same.where(jobs.c.asker_id.is_not_distinct_from(posted.asker_id)).order_by(jobs.c.number.desc())):
        if row.finished_at is None:
            return Known(job_id=row.id)
        if row.article_id is not None:
            return Known(article_id=row.article_id)
    return None
