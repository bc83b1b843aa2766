"""Load files of many documents in batches: an invalid document is refused alone, and the others are loaded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

import orjson
from sqlalchemy import Engine

from app.database.engines import write_session
from app.database.tables import Claim
from app.errors import DocumentRefused, Fault
from app.ingest.findings import Findings, findings_of
from app.ingest.preparing.documents import PreparedDocument
from app.ingest.preparing.driver_rows import table_name
from app.ingest.preparing.parts import (
    PART_ARTICLES,
    PreparedOrFaults,
    PreparedPart,
    collect_garbage_rarely,
    prepare_ahead,
    prepare_all,
    prepare_in_worker,
)
from app.ingest.preparing.texts import Texts
from app.ingest.reading.files import STDIN, InputItem, ReadFiles, read_files
from app.ingest.reading.progress import Advance
from app.ingest.reading.workers import Workers
from app.ingest.writing.decisions import Outcome, Places
from app.ingest.writing.transactions import Write, load_in, transaction
from app.queries.documents import list_documents_of_text
from app.terms.vocabulary import TextPolicy

# Articles in one transaction. A transaction writes each changed page of the file once: added to an archive of a million claims, an
# article costs a tenth less in transactions of 10,000 articles than of 1,000.
BATCH = 10_000


@dataclass(frozen=True)
class LoadResult:
    """The outcome of one item of the input with what was found in it, or its faults."""

    item: InputItem
    outcome: Outcome | None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    findings: Findings | None = None


def load_files(
    engine: Engine,
    files: Iterable[Path],
    texts: Texts,
    read: ReadFiles = read_files,
    jobs: int = 1,
    max_articles: int = BATCH,
    advance: Advance = lambda items, claims: None,
    policy: TextPolicy = "full",
    *,
    is_new_revision: bool = False,
) -> Iterator[LoadResult]:
    """Load the documents of files, many in one transaction, and yield the result of each.

    Args:
        texts: are attached to the documents that name their hash.
        read: yields the items of the files; it may extract documents from texts.
        jobs: number of processes that parse, check and prepare documents while this one writes. One part is read ahead for each.
        max_articles: number of articles in one transaction, at most.
        advance: is called with the items that were written, and the number of their claims, before they are committed.
        policy: of articles that are added: what of the text everybody may see.
        is_new_revision: whether texts that articles had before, and have no more, become their latest again.
    """
    files, places = list(files), Places()
    # A pipe may give its next document late, or never. So it is read between transactions: inside one, other writers would wait too.
    max_articles = max_articles if all(file != STDIN and file.is_file() for file in files) else min(max_articles, PART_ARTICLES)
    collect_garbage_rarely()
    with Workers(partial(prepare_in_worker, policy), jobs) as workers:
        parts = _advancing(prepare_ahead(workers, read(files), min(max_articles, PART_ARTICLES), policy), advance)
        for first in parts:
            yield from _load_together(engine, first, parts, texts, max_articles, places, is_new_revision=is_new_revision)


def _advancing(parts: Iterable[PreparedPart], advance: Advance) -> Iterator[PreparedPart]:
    """Yield the parts. The next one is asked for when a part was written: then ``advance`` is called with it."""
    for part in parts:
        yield part
        documents = [document for document in part.documents if isinstance(document, PreparedDocument)]
        advance(part.items, sum(len(document.rows.get(table_name(Claim), ())) for document in documents))


def attach_to_stored(engine: Engine, texts: Texts, advance: Advance = lambda items, claims: None) -> Iterator[LoadResult]:
    """Attach the texts to documents that are stored without them, a text in a transaction, and yield the result of each."""
    for digest in texts.by_hash:
        yield from _attach_text(engine, digest, texts, advance)


def _attach_text(engine: Engine, digest: str, texts: Texts, advance: Advance) -> list[LoadResult]:
    results: list[LoadResult] = []
    with write_session(engine) as session, load_in(session, Places()) as write:
        # Read in the transaction that writes: a document that another process loads meanwhile would be replaced by the one before it.
        stored = list_documents_of_text(session.connection(), digest)
        texts.used.update([digest] if stored else [])
        for document, posted_by in stored:
            if "text" not in document["article"]:
                item = InputItem(document["article"]["title"], orjson.dumps(document).decode(), data=document)
                results += _load_part(write, PreparedPart([item], prepare_all([item.data], posted_by)), texts)
                advance([item], len(document.get("claims", [])))
    return results


def load_item(
    engine: Engine,
    item: InputItem,
    texts: Texts,
    posted_by: str | None = None,
    policy: TextPolicy = "full",
    *,
    is_new_revision: bool = False,
) -> LoadResult:
    """Check a document, attach its text and load it, in one transaction.

    Args:
        posted_by: the id of the API key that posted it, if it is not trusted.
        policy: if the article is added.
        is_new_revision: as ``load_files`` takes it.
    """
    documents = [] if item.refused else prepare_all([item.data], posted_by, policy)
    (result,) = _load_together(engine, PreparedPart([item], documents), [], texts, 1, Places(), is_new_revision=is_new_revision)
    return result


def _load_together(
    engine: Engine,
    first: PreparedPart,
    later: Iterable[PreparedPart],
    texts: Texts,
    max_articles: int,
    places: Places,
    *,
    is_new_revision: bool,
) -> list[LoadResult]:
    """Load the first part and those that follow in one transaction, until the next is not ready or would exceed ``max_articles``."""
    results: list[LoadResult] = []
    with transaction(engine, is_large=first.is_followed and max_articles > PART_ARTICLES, places=places) as write:
        for part in chain([first], later):
            results += _load_part(write, part, texts, is_new_revision=is_new_revision)
            if len(results) + PART_ARTICLES > max_articles or not part.is_followed:
                break
    return results


def _load_part(write: Write, part: PreparedPart, texts: Texts, *, is_new_revision: bool = False) -> Iterator[LoadResult]:
    documents = iter(part.documents)
    checked = [item.refused or _with_place_and_text(item, next(documents), texts) for item in part.items]
    prepared = [document for document in checked if isinstance(document, PreparedDocument)]
    outcomes = iter(write([document._replace(is_new_revision=True) for document in prepared] if is_new_revision else prepared))
    for item, document_or_refusal in zip(part.items, checked, strict=True):
        if isinstance(document_or_refusal, PreparedDocument):
            yield _result(item, document_or_refusal, next(outcomes))
        else:
            yield _refused(item, document_or_refusal)


def _with_place_and_text(item: InputItem, document: PreparedOrFaults, texts: Texts) -> PreparedDocument | DocumentRefused:
    if not isinstance(document, PreparedDocument):
        return DocumentRefused(document)
    try:
        return texts.attach(document._replace(place=f"{item.file}:{item.line}", is_extracted=item.is_extracted))
    except DocumentRefused as refused:
        return refused


def _result(item: InputItem, document: PreparedDocument, outcome: Outcome | DocumentRefused) -> LoadResult:
    if isinstance(outcome, DocumentRefused):
        return _refused(item, outcome)
    warnings = [*_cut_word_warnings(item, document), *(Fault((), message, item.line) for message in outcome.warnings)]
    findings = findings_of(document, is_extracted=item.is_extracted)
    return LoadResult(replace(item, source="", data=None), outcome, warnings=warnings, findings=findings)


def _refused(item: InputItem, refused: DocumentRefused) -> LoadResult:
    parsed = item.parsed()
    return LoadResult(item, None, faults=parsed.with_lines(parsed.refused or refused))


def _cut_word_warnings(item: InputItem, document: PreparedDocument) -> list[Fault]:
    if item.is_extracted or not document.warnings:
        return []
    return item.with_lines(DocumentRefused([Fault(path, message) for path, message in document.warnings]))
