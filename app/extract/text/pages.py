"""Articles of web pages: main text without menus, advertisements and comments, and metadata. Offline."""

import logging
from typing import Any

from trafilatura import bare_extraction
from trafilatura.settings import Document

from app.errors import DocumentRefused, Fault
from app.extract.text.inputs import ArticleText, faults_of_known, known_of, read_record

# Without the search in running text, which takes any date for the page's; and up to a fixed day, so that a page read today and
# next year has the same date.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}
NOTHING = "has no text of an article that can be told from menus and the like"

# its messages repeat the error
logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
logging.getLogger("htmldate").setLevel(logging.CRITICAL + 1)


def read_page(raw: bytes) -> ArticleText:
    """Return the article of an HTML page: main text, title, date, URL, publisher and byline, as far as the page has them.

    Raises:
        DocumentRefused: the page has no article.
    """
    found = _document_of(raw)
    if found is None or not (found.text or "").strip():
        raise DocumentRefused([Fault((), NOTHING)])
    return read_record({"text": found.text, **_usable(_said_of_itself(found))})


def _document_of(raw: bytes) -> Document | None:
    try:
        found = bare_extraction(raw, with_metadata=True, include_comments=False, date_extraction_params=DATES)
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError, AssertionError):
        return None  # the parsers raise these on bytes that are no page
    return found if isinstance(found, Document) else None


def _said_of_itself(found: Document) -> dict[str, Any]:
    byline = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"title": found.title, "published": found.date, "url": found.url, "publisher": found.sitename, "byline": byline}


def _usable(said: dict[str, Any]) -> dict[str, Any]:
    """Drop metadata that no document may have: an odd address in its head is no reason to refuse a page."""
    known = known_of(said)
    odd = {fault.path[0] for fault in faults_of_known(known)}
    return {key: value for key, value in known.items() if key not in odd}
