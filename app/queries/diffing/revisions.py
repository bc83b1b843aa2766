"""Read the revisions of an article: the texts that it had, and what each told."""

from collections import Counter
from re import compile
from typing import Any, get_args

import orjson
from sqlalchemy import Connection, Row, func, select

from app.answers.diffing.revisions import (
    ChangedField,
    ClaimChange,
    ClaimChanges,
    DiffCounts,
    EventChange,
    EventChanges,
    RevisionDiff,
    RevisionList,
    RevisionOut,
)
from app.database.compression import decompress_document
from app.errors import NotFound
from app.parameters.revisions import DiffQuery
from app.queries.administering.tombstones import missing_article
from app.queries.diffing.claims import diff_claims
from app.queries.diffing.events import diff_events
from app.queries.diffing.sides import Ids, Side
from app.queries.rendering.hidden_text import HAS_TEXT, KEPT_TEXT
from app.queries.rendering.shown_documents import shown_document
from app.queries.tables import articles, claims, documents, events, revisions
from app.terms.vocabulary import Units

NUMBER = compile(r"[1-9][0-9]{0,8}")

EARLIER = select(
    revisions.c.number,
    revisions.c.replaced_at,
    revisions.c.title,
    revisions.c.published,
    revisions.c.text_sha256,
    revisions.c.text.is_not(None).label("has_text"),
    revisions.c.claims,
    revisions.c.events,
)
LATEST = select(
    articles.c.title,
    articles.c.published,
    articles.c.text_sha256,
    HAS_TEXT,
    articles.c.claims,
    articles.c.events,
)


def list_revisions(connection: Connection, article_id: str) -> RevisionList:
    """List all revisions of an article, latest first.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    latest = connection.execute(LATEST.where(articles.c.id == article_id)).one_or_none()
    if latest is None:
        raise missing_article(connection, article_id)
    earlier = connection.execute(EARLIER.where(revisions.c.article_id == article_id).order_by(revisions.c.number.desc())).all()
    number = earlier[0].number + 1 if earlier else 1
    return RevisionList(id=article_id, items=[_revision_out(latest, number), *(_revision_out(row, row.number) for row in earlier)])


def _revision_out(row: Row[Any], number: int) -> RevisionOut:
    replaced_at = getattr(row, "replaced_at", None)
    return RevisionOut(
        number=number,
        is_latest=replaced_at is None,
        replaced_at=None if replaced_at is None else f"{replaced_at:%Y-%m-%dT%H:%M:%SZ}",
        title=row.title,
        published=row.published,
        text_sha256=row.text_sha256.hex(),
        has_text=row.has_text,
        claims=row.claims,
        events=row.events,
    )


def diff_revision(connection: Connection, article_id: str, number: str, query: DiffQuery) -> RevisionDiff:
    """Compare a revision of an article with the one before, or with another, by their documents as they went in.

    Args:
        number: of the revision, as it stands in the path.

    Raises:
        NotFound: there is no such article, or it has no such revision, or none before.
        Withdrawn: the article was withdrawn.
    """
    latest = _get_latest(connection, article_id)
    if not NUMBER.fullmatch(number):
        raise NotFound(f"The article {latest.id!r} has no revision {number!r}.")
    wanted = int(number)
    after = _read_side(connection, latest, wanted, query.units)
    if wanted == 1 and query.against is None:
        raise NotFound("Revision 1 is the first, and has none before it: give `against`.")
    against = query.against if query.against is not None else wanted - 1
    before = _read_side(connection, latest, against, query.units)
    changed_claims, changed_events = diff_claims(before, after), diff_events(before, after)
    of_claims, of_events = (Counter(each["change"] for each in changed) for changed in (changed_claims, changed_events))
    names = sorted(name for name in {*before.article, *after.article} if before.article.get(name) != after.article.get(name))
    return RevisionDiff(
        id=article_id,
        number=wanted,
        against=against,
        units=query.units,
        counts=DiffCounts(
            claims=ClaimChanges(**{name: of_claims[name] for name in get_args(ClaimChange)}),  # type: ignore[typeddict-item]
            events=EventChanges(**{name: of_events[name] for name in get_args(EventChange)}),  # type: ignore[typeddict-item]
        ),
        article=[ChangedField(field=name, before=before.article.get(name), after=after.article.get(name)) for name in names],
        claims=changed_claims,
        events=changed_events,
    )


def _get_latest(connection: Connection, article_id: str) -> Row[Any]:
    columns: Any = select(articles.c.number, articles.c.id, articles.c.text_policy, KEPT_TEXT, documents.c.body).join_from(
        articles, documents
    )
    row: Row[Any] | None = connection.execute(columns.where(articles.c.id == article_id)).one_or_none()
    if row is None:
        raise missing_article(connection, article_id)
    return row


def _read_side(connection: Connection, latest: Row[Any], number: int, units: Units) -> Side:
    """Read an earlier revision, or the latest."""
    of_article = revisions.c.article_id == latest.id
    earlier = connection.execute(select(revisions).where(of_article, revisions.c.number == number)).one_or_none()
    if earlier is not None:
        text = None if earlier.text is None else decompress_document(earlier.text).decode()
        return _side(earlier.body, text, latest.text_policy, orjson.loads(decompress_document(earlier.ids)), units)
    last = connection.execute(select(func.max(revisions.c.number)).where(of_article)).scalar_one() or 0
    if number != last + 1:
        raise NotFound(f"The article {latest.id!r} has no revision {number}.")
    ids = {
        name: dict(connection.execute(select(table.c.local_id, table.c.id).where(table.c.article_number == latest.number)).all())
        for name, table in (("claims", claims), ("events", events))
    }
    return _side(latest.body, latest.text, latest.text_policy, ids, units)


def _side(body: bytes, text: str | None, policy: str | None, ids: Ids, units: Units) -> Side:
    """Return a side with no more of its text than the policy of the article shows to whoever asks."""
    document = orjson.loads(decompress_document(body))
    document["article"]["text"] = text
    shown = shown_document(document, policy)
    return Side(shown, shown["article"].pop("text", None), ids, units)
