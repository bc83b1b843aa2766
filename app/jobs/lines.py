"""Lines of imports, read as files are: documents, records, texts and pages, and the ids of their articles."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.document.knowledge_document import FORMAT
from app.errors import DocumentRefused, Fault
from app.extract.text.inputs import ArticleText, check_record, read_record, text_of
from app.ingest.preparing.documents import PreparedDocument
from app.ingest.preparing.parts import prepare_all
from app.ingest.reading.extraction import READERS
from app.ingest.reading.files import InputItem, read_posted
from app.ingest.reading.limits import ReadingLimits
from app.jobs.children import IdOrFaults, PostedPart
from app.terms.ids import article_id, sha256_of

# The name, whose ending tells how it is read, of a body in each format.
NAMES = {"lines": "body.ndjson", "json": "body.json", "yaml": "body.yaml", "text": "body.txt", "page": "body.html"}
IDENTIFYING = ("url", "publisher", "title", "published")


def items_of_part(posted: PostedPart, limits: ReadingLimits) -> Iterator[InputItem]:
    """Yield the items of the wanted lines of an import, in order; of a body that is one article, that one."""
    name = NAMES[posted.known["format"]]
    is_lines = posted.known["format"] == "lines"
    lines = posted.body.split(b"\n") if is_lines else [posted.body]
    too_large = {*posted.known.get("too_large", ())}
    for line, raw in enumerate(lines, posted.first_line):
        if line in too_large and line in posted.lines:
            yield InputItem(name, "", line, refused=DocumentRefused([Fault((), limits.too_large, line)]))
        elif line in posted.lines:
            yield read_posted(name, raw.rstrip(b"\r") if is_lines else raw, line)


def id_of_item(item: InputItem, known: Mapping[str, Any]) -> IdOrFaults:
    """Return the id of the article of an item, or the faults by which it has none. Raises nothing."""
    try:
        if item.refused:
            raise item.refused
        return _id_of_document(item.data) if item.kind == "document" else _id_of_text(item, known["given"])
    except DocumentRefused as refused:
        return item.with_lines(refused)


def _id_of_document(data: Any) -> str:
    """Return the id of a document's article. A document is checked only where its id cannot be told without."""
    if (quick := _id_of_common_document(data)) is not None:
        return quick
    (made,) = prepare_all([data])
    if isinstance(made, PreparedDocument):
        return made.article_id
    raise DocumentRefused(made)


def _id_of_common_document(data: Any) -> str | None:
    article = data.get("article") if isinstance(data, dict) and data.get("format") == FORMAT else None
    if not isinstance(article, dict):
        return None
    url, publisher, title, published, digest, own_id = values = [
        *(article.get(name) for name in IDENTIFYING),
        article.get("text_sha256"),
        data.get("id"),
    ]
    if not (isinstance(title, str) and isinstance(digest, str) and all(isinstance(each, str | None) for each in values)):
        return None
    try:
        return article_id(url, publisher, title, published, document_id=own_id, text_sha256=digest)
    except ValueError:  # of an URL that is none
        return None


def _id_of_text(item: InputItem, given: Mapping[str, Any]) -> str:
    if item.kind == "record":
        metadata = check_record(item.data)
        url, publisher, title, published = (metadata.get(name) for name in IDENTIFYING)
        if url is None and title is None:
            return _id_of(read_record(item.data))
        own_id, digest = item.data.get("id"), sha256_of(text_of(item.data))
        return article_id(url, publisher, title or "", published, document_id=own_id, text_sha256=digest)
    return _id_of(replace(READERS[item.kind](item.data), **given))


def _id_of(article: ArticleText) -> str:
    part = article.document_part()
    bibliography = article.url, article.publisher, part["title"], article.published
    return article_id(*bibliography, document_id=article.id, text_sha256=part["text_sha256"])
