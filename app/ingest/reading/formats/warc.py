"""Reader of WARC: an article for each page that was fetched."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from app.errors import DocumentRefused
from app.extract.text.pages import read_page
from app.ingest.reading.formats.found import Found, library
from app.ingest.reading.limits import ReadingLimits

PAGES = ("text/html", "application/xhtml+xml")


def read_warc(stream: BinaryIO, limits: ReadingLimits) -> Iterator[Found]:
    """Yield the article of each answer that is a page, one after the other; other answers are left out."""
    iterator, errors = library("warcio.archiveiterator"), library("warcio.exceptions")
    number = 0
    try:
        for entry in iterator.ArchiveIterator(stream):
            if entry.rec_type == "response" and _is_page(entry):
                number += 1
                yield _found(number, entry, limits)
    except errors.ArchiveLoadFailed as error:
        yield Found(number + 1, refused=f"is no WARC: {error}")


def _is_page(entry: Any) -> bool:
    headers = entry.http_headers
    return headers is not None and headers.get_statuscode() == "200" and _media_type(entry).partition(";")[0].strip().lower() in PAGES


def _media_type(entry: Any) -> str:
    return entry.http_headers.get_header("Content-Type") or ""


def _found(number: int, entry: Any, limits: ReadingLimits) -> Found:
    url = entry.rec_headers.get_header("WARC-Target-URI")
    raw = entry.content_stream().read(limits.document_bytes + 1)
    if len(raw) > limits.document_bytes:
        return Found(number, refused=f"{url}: {limits.too_large}")
    try:
        article = read_page(_in_utf8(raw, _media_type(entry)))
    except DocumentRefused as refused:
        return Found(number, refused=f"{url}: {refused.faults[0].message}")
    known = {"title": article.title, "published": article.published, "publisher": article.publisher, "byline": [*article.byline]}
    return Found(number, {"url": article.url or url, **{key: value for key, value in known.items() if value}, "text": article.text})


def _in_utf8(raw: bytes, media_type: str) -> bytes:
    charset = media_type.lower().replace('"', "").partition("charset=")[2].partition(";")[0].strip()
    try:
        return raw.decode(charset).encode() if charset else raw
    except (LookupError, UnicodeDecodeError):
        return raw
