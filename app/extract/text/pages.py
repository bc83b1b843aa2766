"""Web pages to articles: the main text without menus, advertisements and comments, and what the page says of itself. Offline."""

import logging
from typing import Any

from trafilatura import bare_extraction
from trafilatura.settings import Document

from app.errors import DocumentRefused, Fault
from app.extract.text.inputs import ArticleText, faults_of_known, known_of, read_record

# Without the search in running text, which takes any date for the page's; and up to a day that is fixed, so that a page
# read today and next year has the same date.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}
NOTHING = "has no text of an article that can be told from menus and the like"

# What it logs is told by the error, once.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
logging.getLogger("htmldate").setLevel(logging.CRITICAL + 1)


def read_page(raw: bytes) -> ArticleText:
    """Return the article of a page of HTML: main text, title, date, URL, publisher and byline, as far as the page says them.

    Raises:
        DocumentRefused: no article is found in it.
    """
    found = _document_of(raw)
    if found is None or not (found.text or "").strip():
        raise DocumentRefused([Fault((), NOTHING)])
    return read_record({"text": found.text, **_usable(_said_of_itself(found))})


def _document_of(raw: bytes) -> Document | None:
    try:
        found = bare_extraction(raw, with_metadata=True, include_comments=False, date_extraction_params=DATES)
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError, AssertionError):
        return None  # what the parsers raise on bytes that are no page
    return found if isinstance(found, Document) else None


def _said_of_itself(found: Document) -> dict[str, Any]:
    byline = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"title": found.title, "published": found.date, "url": found.url, "publisher": found.sitename, "byline": byline}


def _usable(said: dict[str, Any]) -> dict[str, Any]:
    """Leave out what no document may have: a page is not refused for an odd address in its head."""
    known = known_of(said)
    odd = {fault.path[0] for fault in faults_of_known(known)}
    return {key: value for key, value in known.items() if key not in odd}
