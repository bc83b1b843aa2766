"""Reader of the article in a web page: main text without menus and comments, and metadata, without the network."""

import logging
import re
from typing import Any

from trafilatura import bare_extraction
from trafilatura.settings import Document

from app.errors import DocumentRefused, Fault
from app.extract.text.encodings import page_in_utf8
from app.extract.text.inputs import ArticleText, faults_of_metadata, metadata_of, read_record
from app.extract.text.linked_data import linked_article

# No search for dates in running text: any date there would be taken for the page's. The last day allowed is fixed, so that a page has
# the same date whether it is read today or next year.
DATE_SETTINGS = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}
MOST_TAGS = 100_000  # each element takes over a kilobyte and a tenth of a millisecond while the article is looked for
MOST_ATTRIBUTES = 500  # of a tag: the parser compares each with all before it
LONG_TAG = 2_000  # bytes; a shorter one has no more attributes than that
TAG = re.compile(rb"""<[a-zA-Z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+""")  # possessive: a way back is remembered for each part
ATTRIBUTE = re.compile(rb"""[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
NO_ARTICLE = "has no text of an article that can be told from menus and the like"

# messages of these loggers repeat the error of ``read_page``
logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
logging.getLogger("htmldate").setLevel(logging.CRITICAL + 1)


def read_page(raw: bytes) -> ArticleText:
    """Return the article of an HTML page: main text, title, date, URL, publisher and byline, as far as the page has them.

    Raises:
        DocumentRefused: the page has no article, or too many tags to look for one.
    """
    raw = page_in_utf8(raw)
    _refuse_crowded(raw)
    document = _parse(raw)
    if document is None or not (document.text or "").strip():
        raise DocumentRefused([Fault((), NO_ARTICLE)])
    return read_record({"text": document.text, **_valid_metadata(_metadata(document)), **_valid_metadata(_linked_metadata(raw, document))})


def _refuse_crowded(raw: bytes) -> None:
    if (tags := raw.count(b"<")) > MOST_TAGS:
        raise DocumentRefused([Fault((), f"has {tags:,} tags, more than {MOST_TAGS:,}")])
    for tag in TAG.finditer(raw):
        if tag.end() - tag.start() > LONG_TAG and sum(1 for _ in ATTRIBUTE.finditer(tag.group())) > MOST_ATTRIBUTES:
            line = raw.count(b"\n", 0, tag.start()) + 1
            raise DocumentRefused([Fault((), f"has a tag of more than {MOST_ATTRIBUTES:,} attributes", line)])


def _parse(raw: bytes) -> Document | None:
    try:
        document = bare_extraction(raw, with_metadata=True, include_comments=False, date_extraction_params=DATE_SETTINGS)
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError, AssertionError):
        return None  # the parsers raise these on bytes that are no page
    return document if isinstance(document, Document) else None


def _metadata(document: Document) -> dict[str, Any]:
    byline = [name.strip() for name in (document.author or "").split(";") if name.strip()]
    return {"title": document.title, "published": document.date, "url": document.url, "publisher": document.sitename, "byline": byline}


def _linked_metadata(raw: bytes, document: Document) -> dict[str, Any]:
    """Return what the linked data of the page know better: the time of day, initials of authors, and what stands there alone."""
    linked = linked_article(raw)
    if document.date and not linked.get("published", "").startswith(document.date):
        linked.pop("published", None)
    read = {"title": document.title, "url": document.url, "publisher": document.sitename}
    return {field: value for field, value in linked.items() if not read.get(field)}


def _valid_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """Drop metadata that no document may have: an odd address in the head of a page is no reason to refuse the page."""
    cleaned = metadata_of(metadata)
    invalid = {fault.path[0] for fault in faults_of_metadata(cleaned)}
    return {key: value for key, value in cleaned.items() if key not in invalid}
