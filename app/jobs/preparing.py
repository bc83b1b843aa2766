"""Preparing of what was posted, in a child: read, extracted, checked, as rows for the database."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import orjson

from app.database.tables.jobs import REVISION
from app.document.knowledge_document import KnowledgeDocument
from app.errors import DocumentRefused, Fault
from app.extract.pipeline import Extractor
from app.extract.text.inputs import ArticleText, read_record
from app.extract.text.pages import read_page
from app.ingest.preparing.documents import PreparedDocument, ReplacedDocument, prepare
from app.ingest.preparing.parts import PreparedOrFaults, prepare_all
from app.ingest.preparing.reextraction import keep_reviewed
from app.ingest.reading.extraction import JsonOrFaults, Task, extract_document, extract_from, extractor_of
from app.ingest.reading.files import InputItem, UnparsedJson
from app.ingest.reading.limits import ReadingLimits
from app.ingest.reading.validation import validated
from app.jobs.children import ByLine, PostedPart, wanted_lines
from app.jobs.lines import id_of_item, items_of_part
from app.logs import configure_logs
from app.queries.reextracting.articles import ArchivedArticle
from app.settings import Settings
from app.terms.vocabulary import TextPolicy

Prepare = Callable[..., list[PreparedOrFaults]]  # as ``prepare_all``, under a policy


def prepare_in_child(settings: Settings) -> Callable[[PostedPart], ByLine]:
    """Set up the child that calls this and return the function that prepares the articles of a part."""
    configure_logs(settings)
    return partial(prepare_part, extractor_of(settings), ReadingLimits.of(settings), policy=settings.text_policy)


def prepare_part(extract: Extractor, limits: ReadingLimits, posted: PostedPart, policy: TextPolicy = "full") -> ByLine:
    """Return the prepared document of each article of a part by its line, or the id of the article, or faults. Raises nothing.

    Args:
        policy: of articles that are added.
    """
    if posted.kind == "reextraction":
        return {line: _extract_again(extract, limits, packed) for line, packed in wanted_lines(posted)}
    prepare = partial(prepare_all, policy=policy)
    if posted.kind != "import":
        return {1: _prepare_article(extract, limits, posted, prepare)}
    items = items_of_part(posted, limits)
    if posted.want == "ids":
        return {item.line: id_of_item(item, posted.known) for item in items}
    return {item.line: _prepare_item(extract, limits, posted, item, prepare) for item in items}


def _prepare_article(extract: Extractor, limits: ReadingLimits, posted: PostedPart, prepare: Prepare) -> PreparedOrFaults:
    try:
        article = _read(posted)
    except DocumentRefused as refused:
        return refused.faults
    return _prepared(extract_from(extract, article, limits), prepare)


def _read(posted: PostedPart) -> ArticleText:
    if posted.kind == "text":
        return read_record(orjson.loads(posted.body))
    return replace(read_page(posted.body), **{name: value for name, value in posted.known.items() if name != REVISION})


def _prepare_item(extract: Extractor, limits: ReadingLimits, posted: PostedPart, item: InputItem, prepare: Prepare) -> PreparedOrFaults:
    """Prepare an item of an import. Its faults have the line at which they stand in what was posted."""
    if item.refused:
        return item.refused.faults
    if item.kind == "document":
        (made,) = prepare([item.data], posted.known["posted_by"])
    else:
        made = _prepared(extract_document(extract, Task(item.kind, item.data, None, posted.known["given"]), limits), prepare)
    return made if isinstance(made, PreparedDocument) else item.with_lines(DocumentRefused(made))


def _prepared(extracted: JsonOrFaults, prepare: Prepare) -> PreparedOrFaults:
    if isinstance(extracted, list):
        return extracted
    (made,) = prepare([UnparsedJson(extracted.decode())])
    return made._replace(is_extracted=True) if isinstance(made, PreparedDocument) else made


def _extract_again(extract: Extractor, limits: ReadingLimits, packed: bytes) -> PreparedOrFaults:
    """Prepare a new extraction of an article of the archive, with what people accepted or edited in the document before."""
    if not packed:
        return [Fault((), "is not in the archive any more")]
    archived = ArchivedArticle.unpack(packed)
    try:
        old = validated(archived.document)
        extracted = extract_from(extract, _article_of(old), limits)
        if isinstance(extracted, list):
            return extracted
        merged, claims = keep_reviewed(old, validated(orjson.loads(extracted)), archived.thing_ids, archived.entity_ids)
        return prepare(merged, archived.posted_by)._replace(replaces=ReplacedDocument(archived.state, claims))
    except DocumentRefused as refused:
        return refused.faults


def _article_of(document: KnowledgeDocument) -> ArticleText:
    article = document.article
    metadata = {"title": article.title, "published": article.published, "url": article.url, "publisher": article.publisher}
    return ArticleText(article.text or "", **metadata, byline=tuple(article.byline), id=document.id)
