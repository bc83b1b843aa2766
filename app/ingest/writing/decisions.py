"""Decide on each document of a load: added, changed, same, withdrawn or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import orjson
from sqlalchemy import Row, exists, select
from sqlmodel import Session, col

from app.database.compression import decompress_document
from app.database.tables.articles import Article, Document
from app.database.tables.claims import Claim
from app.database.tables.events import Event
from app.database.tables.rejected import Rejected
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused
from app.ingest.preparing.documents import PreparedDocument, prepare, with_text
from app.ingest.writing.differences import differences
from app.ingest.writing.namesakes import Namesakes, Place
from app.ingest.writing.revising.revisions import is_earlier_document, latest_number, number_of_text
from app.queries.administering.tombstones import find_tombstones
from app.queries.documents import with_text as stored_document
from app.queries.rendering.hidden_text import HAS_TEXT, KEPT_TEXT
from app.queries.rendering.placeholders import RENDERED_SHAPE


@dataclass(frozen=True)
class Outcome:
    """Result of a load: ``changes`` has a line per change, or why it was skipped; ``warnings`` names namesakes of an added one.

    ``text`` compares the text with the one that was stored: a later one follows it, an earlier one is kept as an earlier revision.
    """

    status: Literal["added", "changed", "same", "withdrawn"]
    article_id: str
    changes: Sequence[str] = ()
    warnings: Sequence[str] = ()
    text: Literal["same", "later", "earlier"] = "same"


Places = dict[str, Place]  # by article id
Decision = tuple[PreparedDocument, Outcome | DocumentRefused]
# By article id: number, sha256 of the document, posted_by, arrival, document_arrival, text_sha256, text_policy, has_text, is_rendered.
StoredStates = Mapping[str, Any]


def get_stored_states(session: Session, documents: Sequence[PreparedDocument]) -> StoredStates:
    """Return, for articles that are stored, hash of the document, policy, and whether there is a text, and JSON of this shape."""
    is_rendered = (col(Article.rendered_shape) == RENDERED_SHAPE).label("is_rendered")
    of_article = col(Article.number), col(Article.id), col(Article.text_sha256), col(Article.text_policy)
    of_document = col(Document.sha256), col(Document.posted_by), col(Document.arrival), col(Document.document_arrival)
    rows: Any = select(*of_article, *of_document, HAS_TEXT, is_rendered).join_from(Document, Article)
    found = session.connection().execute(rows.where(col(Article.id).in_([document.article_id for document in documents])))
    return {row.id: row for row in found}


def decide(session: Session, documents: Sequence[PreparedDocument], stored: StoredStates, places: Places) -> list[Decision]:
    """Return each document with its outcome, and with a text that was attached to it before; add its place to ``places``."""
    withdrawn = find_tombstones(session.connection(), [document.article_id for document in documents])
    decisions = [
        (document, _skip(withdrawn[document.article_id]))
        if document.article_id in withdrawn
        else _decide(session, document, stored.get(document.article_id), places)
        for document in documents
    ]
    return _with_namesake_warnings(session, decisions, places)


def document_arrival(stored: Any) -> int:
    """Return when a stored document arrived, which may have followed others of its text; 0 if there was no job yet."""
    arrival: int = stored.document_arrival or stored.arrival or 0
    return arrival


def has_status(outcome: Outcome | DocumentRefused, *statuses: str) -> bool:
    """Return whether the outcome has one of these statuses. A refusal has none."""
    return isinstance(outcome, Outcome) and outcome.status in statuses


def is_written(outcome: Outcome | DocumentRefused, stored: StoredStates) -> bool:
    """Return whether rows are written: also for the same document, if its stored JSON has the shape of another version."""
    if isinstance(outcome, DocumentRefused) or outcome.status == "withdrawn" or outcome.text == "earlier":
        return False
    return outcome.status != "same" or not stored[outcome.article_id].is_rendered


def _skip(tombstone: Row[Any]) -> Outcome:
    return Outcome("withdrawn", tombstone.article_id, [f"withdrawn at {tombstone.withdrawn_at:%Y-%m-%dT%H:%M:%SZ}: {tombstone.reason}"])


def _decide(session: Session, document: PreparedDocument, stored: Any, places: Places) -> Decision:
    if stored is None:
        return document, Outcome("added", document.article_id)
    if stored.text_sha256.hex() != document.text_sha256:
        return _decide_other_text(session, document, stored)
    is_same = stored.sha256 == document.sha256 and not _gains_trust(stored, document)
    if is_same and stored.is_rendered and (document.text is None or stored.has_text):
        return document, Outcome("same", document.article_id)
    first = places.get(document.article_id)
    if first and not is_same and document.is_extracted and not first.is_extracted:
        return document, Outcome("same", document.article_id, [f"{first.name} has its document, which extraction does not replace"])
    try:
        if not is_same and (_is_late(session, document, stored) or is_earlier_document(session, document)):
            return _decide_earlier(session, document, stored)
        return _compare(session, document)
    except DocumentRefused as refused:
        return document, refused


def _is_late(session: Session, document: PreparedDocument, stored: Any) -> bool:
    """Return whether a document arrived before the one that is stored, which would have taken its place if it had been loaded in time.

    An extraction would not have taken the place of what a person made. A new extraction of the archive replaces what it read.
    """
    if document.replaces is not None or (document.arrival or 0) >= document_arrival(stored):
        return False
    return document.counts_as_extracted or _is_curated(session, stored.number)


def _decide_other_text(session: Session, document: PreparedDocument, stored: Any) -> Decision:
    """Decide on another text: it is the next revision, an earlier one that was loaded late, or known from before."""
    known = None if document.is_new_revision else number_of_text(session, document.article_id, document.text_sha256)
    if known is not None:
        return document, Outcome("same", document.article_id, [f"its text is that of revision {known}, which another text followed"])
    if (stored.arrival or 0) > (document.arrival or 0):
        changes = ["kept as an earlier revision: its latest text was posted later"]
        return document, Outcome("changed", document.article_id, changes, text="earlier")
    try:
        _, outcome = _compare(session, document)
    except DocumentRefused as refused:
        return document, refused
    number = latest_number(session, document.article_id) + 1
    return document, replace(outcome, changes=[f"revision {number}", *outcome.changes], text="later")


def _decide_earlier(session: Session, document: PreparedDocument, stored: Any) -> Decision:
    """Decide on a document that another one of the same text replaced or followed: nothing but a missing text is taken of it."""
    if document.text is None or stored.has_text:
        return document, Outcome("same", document.article_id, ["an earlier document of it, which another replaced"])
    rows = select(col(Document.body), col(Document.posted_by)).join_from(Document, Article)
    latest = session.execute(rows.where(col(Article.id) == document.article_id)).one()
    with_its_text = prepare(KnowledgeDocument.model_validate(stored_document(latest.body, document.text)), latest.posted_by)
    return with_its_text._replace(place=document.place), Outcome("changed", document.article_id, ["text attached"])


def _compare(session: Session, document: PreparedDocument) -> tuple[PreparedDocument, Outcome]:
    columns = select(col(Article.number), col(Document.body), col(Document.posted_by), KEPT_TEXT, col(Article.text_sha256)).join_from(
        Document, Article
    )
    stored = session.execute(columns.where(col(Article.id) == document.article_id)).one()
    if stored.text is not None and document.text is None and stored.text_sha256.hex() == document.text_sha256:
        document = with_text(document, stored.text)  # an attached text stays attached as long as the document names its hash
    if document.counts_as_extracted and stored.text_sha256.hex() == document.text_sha256 and _is_curated(session, stored.number):
        return document, Outcome("same", document.article_id, ["a person made its document, which extraction does not replace"])
    changes = differences(orjson.loads(decompress_document(stored.body)), orjson.loads(document.body))
    if stored.text != document.text:
        changes.append("text attached" if stored.text is None else "text removed" if document.text is None else "text replaced")
    if _gains_trust(stored, document):
        changes.append("accepted: it was posted by a key that may not review")
    return document, Outcome("changed" if changes else "same", document.article_id, changes)


def _gains_trust(stored: Any, document: PreparedDocument) -> bool:
    """Return whether what is stored counts as extracted because of who posted it, and the document does not."""
    return stored.posted_by is not None and document.posted_by is None


def _is_curated(session: Session, article_number: int) -> bool:
    """Return whether a person made what is stored of an article."""
    by_people = [exists().where(col(table.article_number) == article_number, col(table.review) != "extracted") for table in (Claim, Event)]
    by_people.append(exists().where(col(Rejected.article_number) == article_number))
    return any(session.execute(select(each)).scalar_one() for each in by_people)


def _add_place(places: Places, document: PreparedDocument) -> None:
    first = places.get(document.article_id)
    if first is None or (first.is_extracted and not document.is_extracted):
        places[document.article_id] = Place(document.place, document.is_extracted)


def _with_namesake_warnings(session: Session, decisions: Sequence[Decision], places: Places) -> list[Decision]:
    """Return the decisions, with a warning for each added article that has a namesake, stored or earlier in the load."""
    namesakes = Namesakes(session, [document for document, outcome in decisions if has_status(outcome, "added")])
    with_warnings: list[Decision] = []
    for document, outcome in decisions:
        if isinstance(outcome, Outcome):
            _add_place(places, document)
        warnings = list(namesakes.warnings_of(document, places)) if has_status(outcome, "added") else []
        with_warnings.append((document, Outcome("added", document.article_id, warnings=warnings) if warnings else outcome))
        if has_status(outcome, "added", "changed"):
            namesakes.add(document)
    return with_warnings
