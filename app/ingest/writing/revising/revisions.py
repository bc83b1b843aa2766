"""Keep earlier texts of articles with their documents, and the hashes of earlier documents of the latest text."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import orjson
from sqlalchemy import delete, exists, func, insert, or_, select, true, update
from sqlmodel import Session, col

from app.database.compression import compress_document
from app.database.tables import Article, Claim, Document, EarlierDocument, Event, Revision
from app.ingest.preparing.documents import PreparedDocument
from app.ingest.writing.numbers import IDS_PER_STATEMENT, Columns, chunks, column, columns_of

Ids = dict[str, dict[str, str]]  # by local id, of claims and of events
TABLES: Mapping[str, Any] = {"claims": Claim, "events": Event}


def latest_number(session: Session, article_id: str) -> int:
    """Return the number of the latest revision of an article that is stored."""
    last = session.scalar(select(func.max(col(Revision.number))).where(col(Revision.article_id) == article_id))
    return (last or 0) + 1


def number_of_text(session: Session, article_id: str, text_sha256: str) -> int | None:
    """Return the number of the last earlier revision that had this text; None if none had."""
    with_text = col(Revision.article_id) == article_id, col(Revision.text_sha256) == bytes.fromhex(text_sha256)
    number: int | None = session.scalar(select(func.max(col(Revision.number))).where(*with_text))
    return number


def is_earlier_document(session: Session, document: PreparedDocument) -> bool:
    """Return whether the very document was the article's before; of a trusted one, whether it was that as a trusted one."""
    is_untrusted = document.posted_by is not None
    replaced = exists().where(
        col(EarlierDocument.article_id) == document.article_id,
        col(EarlierDocument.sha256) == document.sha256,
        true() if is_untrusted else col(EarlierDocument.is_trusted),
    )
    of_revision = exists().where(
        col(Revision.article_id) == document.article_id,
        col(Revision.sha256) == document.sha256,
        true() if is_untrusted else col(Revision.posted_by).is_(None),
    )
    return bool(session.scalar(select(or_(replaced, of_revision))))


def keep_replaced(session: Session, article_ids: Collection[str]) -> None:
    """Keep the texts and documents of these articles, which others follow now, as revisions."""
    rows = session.execute(select(Article, Document).join_from(Article, Document).where(col(Article.id).in_(article_ids))).all()
    ids = _ids_of(session, [article.number for article, _ in rows])
    counted = select(col(Revision.article_id), func.count()).where(col(Revision.article_id).in_(article_ids))
    known = dict(session.connection().execute(counted.group_by(col(Revision.article_id))).all())
    kept = [_revision(article.id, known.get(article.id, 0) + 1, article, document, ids[article.number]) for article, document in rows]
    session.connection().execute(insert(Revision), kept)


def keep_late(session: Session, document: PreparedDocument) -> None:
    """Keep a text that arrived before the latest one, and is loaded after it, as a revision at the place where it belongs."""
    of_article = col(Revision.article_id) == document.article_id
    later = select(func.min(col(Revision.number))).where(of_article, col(Revision.arrival) > (document.arrival or 0))
    number = session.scalar(later) or latest_number(session, document.article_id)
    # Numbers of a key pass through negative ones: SQLite compares each with the others while the rows are changed.
    are_later = of_article, col(Revision.number) >= number
    session.execute(update(Revision).where(*are_later).values(number=-col(Revision.number) - 1))
    session.execute(update(Revision).where(of_article, col(Revision.number) < 0).values(number=-col(Revision.number)))
    rows = columns_of([document])
    ids: Ids = {name: dict(zip(column(rows, table, "local_id"), column(rows, table, "id"), strict=True)) for name, table in TABLES.items()}
    row = _revision(document.article_id, number, _first(rows[Article]), _first(rows[Document]), ids)
    session.connection().execute(insert(Revision), [{**row, "arrival": document.arrival}])


def keep_hashes(session: Session, documents: Sequence[PreparedDocument], stored: Mapping[str, Any]) -> None:
    """Note the hashes of the documents that are stored of these articles, where the given ones are others."""
    replaced = [stored[document.article_id] for document in documents if stored[document.article_id].sha256 != document.sha256]
    if replaced:
        of_articles = col(EarlierDocument.article_id).in_([row.id for row in replaced])
        session.execute(delete(EarlierDocument).where(of_articles, col(EarlierDocument.sha256).in_([row.sha256 for row in replaced])))
        rows = [{"article_id": row.id, "sha256": row.sha256, "is_trusted": row.posted_by is None} for row in replaced]
        session.connection().execute(insert(EarlierDocument), rows)


def forget(session: Session, article_ids: Sequence[str]) -> None:
    """Remove all that is kept of what articles were before."""
    for chunk in chunks(article_ids, IDS_PER_STATEMENT):
        for table in (Revision, EarlierDocument):
            session.execute(delete(table).where(col(table.article_id).in_(chunk)))


def _first(columns: Columns) -> Any:
    return SimpleNamespace(**{name: values[0] for name, values in columns.items()})


def _ids_of(session: Session, article_numbers: Collection[int]) -> dict[int, Ids]:
    """Return the ids of claims and events in stored articles, by number of the article."""
    found: dict[int, Ids] = defaultdict(lambda: {name: {} for name in TABLES})
    for name, table in TABLES.items():
        rows = select(col(table.article_number), col(table.local_id), col(table.id)).where(col(table.article_number).in_(article_numbers))
        for number, local_id, key in session.execute(rows):
            found[number][name][local_id] = key
    return found


def _revision(article_id: str, number: int, article: Any, document: Any, ids: Ids) -> dict[str, Any]:
    """Return the row of a revision, made of the rows of article and document."""
    text = article.hidden_text if article.text is None else article.text
    return {
        "article_id": article_id,
        "number": number,
        "replaced_at": datetime.now(UTC),
        **{name: getattr(document, name) for name in ("arrival", "sha256", "posted_by", "body")},
        **{name: getattr(article, name) for name in ("title", "published", "text_sha256", "claims", "events")},
        "ids": compress_document(orjson.dumps(ids).decode()),
        "text": None if text is None else compress_document(text),
    }
