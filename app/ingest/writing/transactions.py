"""Transactions that load prepared documents: decide on each document, write batches, raise the data version.

A thousand articles in one transaction take a seventh of the time that they take in a thousand. A claim takes some 90 microseconds: 40 for
rows, 15 for entities, 14 for counters, 8 for indexes, 6 for full text, the rest for decisions and the commit.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from app.database import tables
from app.database.engines import write_session
from app.errors import DocumentRefused
from app.ingest.preparing.documents import Arrivals, PreparedDocument
from app.ingest.preparing.driver_rows import table_name
from app.ingest.writing import indexes
from app.ingest.writing.batches import BatchWriter
from app.ingest.writing.decisions import (
    Decision,
    Outcome,
    Places,
    StoredStates,
    decide,
    document_arrival,
    get_stored_states,
    has_status,
    is_written,
)
from app.ingest.writing.edit_numbers import raise_edit_numbers
from app.ingest.writing.edited_documents import with_edits_and_policies
from app.ingest.writing.feed.changes import ChangeLog, raise_version
from app.ingest.writing.resolving.resolution import Changes
from app.ingest.writing.restored import restore
from app.ingest.writing.revising import revisions
from app.ingest.writing.revising.arrivals import arrival_now
from app.terms.vocabulary import ChangeAction, ChangedType

Write = Callable[[Sequence[PreparedDocument]], list[Outcome | DocumentRefused]]
ACTIONS: dict[str, ChangeAction] = {"added": "created", "changed": "updated"}  # in the feed, by the status of an outcome
MAX_ENTITIES = 15_000  # in a batch: PostgreSQL takes some 65,000 parameters in a statement, SQLite some 32,000
NO_MORE: Mapping[str, int] = {}


@contextmanager
def transaction(engine: Engine, *, is_large: bool = False, places: Places | None = None) -> Iterator[Write]:
    """Open a transaction and lend the function that loads documents in it; counters and data version are written when it ends.

    Args:
        places: as ``load_in`` takes them.
    """
    with write_session(engine) as session:
        if is_large:
            indexes.set_aside(session)
        with load_in(session, places) as write:
            yield write


@contextmanager
def load_in(session: Session, places: Places | None = None) -> Iterator[Write]:
    """Lend the function that loads documents in a transaction; counters and data version are written when the context ends.

    The function returns an outcome for each document, in order. A refused document does not stop the others. A document that is
    stored already changes nothing, also where it leaves out a text that was attached; nor does one that another replaced before. Another
    text of an article is its next revision.

    Args:
        places: articles of the load so far; those of this transaction are added. Extraction does not replace documents among them.
    """
    load = _Load(session, {} if places is None else places, arrival_now(session))
    yield load.write
    load.finish()
    indexes.restore(session)
    if load.changes:
        _publish(session, max(load.written, 1), load.changes, load.first_article)


class _Load:
    """Documents loaded in one transaction, with their changes for the feed, and the number of articles that changed."""

    def __init__(self, session: Session, places: Places, now: int | None) -> None:
        self._session = session
        self._places = places
        self._now = now
        self.changes = ChangeLog()
        self._writer = BatchWriter(session, self.changes)
        self.written = 0

    def write(self, documents: Sequence[PreparedDocument]) -> list[Outcome | DocumentRefused]:
        """Load documents; return the outcome of each, in order."""
        return [outcome for batch in _batches(documents) for outcome in self._write_batch(batch)]

    @property
    def first_article(self) -> int:
        """The number of the first article that was written."""
        return self._writer.first_article

    def finish(self) -> None:
        """Write what is written once for all documents."""
        self._writer.finish()

    def _write_batch(self, batch: list[PreparedDocument]) -> list[Outcome | DocumentRefused]:
        batch = [document if document.arrival is not None else document._replace(arrival=self._now) for document in batch]
        stored = get_stored_states(self._session, batch)
        decisions, corrected = restore(self._session, decide(self._session, batch, stored, self._places))
        if corrected or any(document.restored.judgements for document in batch):
            self._writer.forget_layers()
        self._log_articles(decisions)
        written = [decision for decision in decisions if is_written(decision[1], stored)]
        self._keep_what_was(decisions, stored)
        documents = with_edits_and_policies(self._session, [document for document, _ in written], stored)
        arrivals = [_arrivals_of(*decision, stored) for decision in written]
        documents = [document.with_arrivals(each) for document, each in zip(documents, arrivals, strict=True)]
        changed = [document.article_id for document, outcome in decisions if has_status(outcome, "changed")]
        if changed:
            raise_edit_numbers(self._session, changed)
        replaced = {document.article_id: stored[document.article_id].number for document in documents if document.article_id in stored}
        for together in _batches(documents, _count_stored_entities(self._session, replaced)):
            self._writer.write(together, [replaced[document.article_id] for document in together if document.article_id in replaced])
        if corrected:
            self._writer.correct(corrected)
        return [outcome for _, outcome in decisions]

    def _keep_what_was(self, decisions: Sequence[Decision], stored: StoredStates) -> None:
        """Keep the texts that others follow, and the hashes of documents that others replace."""
        changed = [
            (document, outcome.text) for document, outcome in decisions if isinstance(outcome, Outcome) and outcome.status == "changed"
        ]
        if followed := [document.article_id for document, text in changed if text == "later"]:
            revisions.keep_replaced(self._session, followed)
        revisions.keep_hashes(self._session, [document for document, text in changed if text == "same"], stored)
        for document in (document for document, text in changed if text == "earlier"):
            revisions.keep_late(self._session, document)

    def _log_articles(self, decisions: Sequence[Decision]) -> None:
        for status, action in ACTIONS.items():
            ids = [document.article_id for document, outcome in decisions if has_status(outcome, status)]
            self.changes.add("article", action, ids)
            self.written += len(ids)


def _arrivals_of(document: PreparedDocument, outcome: Outcome | DocumentRefused, stored: StoredStates) -> Arrivals:
    """Return when the text of a document arrived, or the first document of it if that is stored, and when the document did."""
    if document.article_id not in stored or not isinstance(outcome, Outcome) or outcome.text != "same":
        return Arrivals(document.arrival, document.arrival)
    before = stored[document.article_id]
    return Arrivals(before.arrival, max(document.arrival or 0, document_arrival(before)) or None)


def replace_article(
    session: Session, document: PreparedDocument, number: int, change: tuple[ChangedType, ChangeAction, str] | None = None
) -> None:
    """Write an article's rows anew, by the document prepared from what is stored; counters, data version and feed too.

    Args:
        change: of the claim or event for which this is done: its type, what happens to it, and its id; None if it is done for the article.
    """
    changes = ChangeLog()
    if change is not None:
        type, action, thing_id = change
        changes.add(type, action, [thing_id])
    changes.add("article", "updated", [document.article_id])
    writer = BatchWriter(session, changes)
    columns = select(col(tables.Document.arrival), col(tables.Document.document_arrival))
    arrivals = Arrivals(*session.execute(columns.where(col(tables.Document.article_number) == number)).one())
    writer.write([document.with_arrivals(arrivals)], [number])
    writer.finish()
    _publish(session, 1, changes, writer.first_article)


def resolve_again(session: Session, entities: Collection[int]) -> Changes:
    """Resolve entities again, on which a judgement was made or taken back; counters, data version and feed too. Return what changed."""
    changes = ChangeLog()
    writer = BatchWriter(session, changes)
    resolved = writer.resolve(entities)
    writer.finish()
    raise_version(session, 1, changes)
    return resolved


def correct_entities(session: Session, ids: Collection[str]) -> None:
    """Compute entities again, of which edits were made; counters, data version and feed too."""
    changes = ChangeLog()
    writer = BatchWriter(session, changes)
    writer.correct(ids)
    writer.finish()
    raise_version(session, 1, changes)


def _publish(session: Session, by: int, changes: ChangeLog, first_article: int) -> None:
    version = raise_version(session, by, changes)
    session.add(tables.VersionStart(version=version, first_article=first_article))


def _batches(documents: Sequence[PreparedDocument], more: Mapping[str, int] = NO_MORE) -> Iterator[list[PreparedDocument]]:
    """Yield batches of documents: no article twice in one, and no more entities than one statement takes parameters.

    Args:
        more: number of entities, by article id, that are counted beside those of the document.
    """
    batch: dict[str, PreparedDocument] = {}
    entities = 0
    for document in documents:
        entities_of_document = len(document.rows.get(table_name(tables.Entity), [])) + more.get(document.article_id, 0)
        entities += entities_of_document
        if batch and (document.article_id in batch or entities > MAX_ENTITIES):
            yield list(batch.values())
            batch, entities = {}, entities_of_document
        batch[document.article_id] = document
    if batch:
        yield list(batch.values())


def _count_stored_entities(session: Session, numbers: Mapping[str, int]) -> dict[str, int]:
    """Return how many entities each of these articles has, by article id. They are resolved anew when the article is replaced."""
    if not numbers:
        return {}
    article = col(tables.Appearance.article_number)
    counted = select(article, func.count()).where(article.in_(numbers.values())).group_by(article)
    found = dict(session.connection().execute(counted).all())
    return {article_id: found.get(number, 0) for article_id, number in numbers.items()}
