"""Reader of PDF: the text of its pages, as one article."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from app.ingest.reading.formats.found import Found, library
from app.ingest.reading.limits import ReadingLimits

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # its messages repeat the refusal, or tell of faults that it mended
NO_TEXT = "has no text: pages that are pictures are not read"


def read_pdf(stream: BinaryIO, limits: ReadingLimits) -> Iterator[Found]:
    """Yield the article of a PDF. Its dates are those of the file, not of the story, so they are not read."""
    pypdf, errors = library("pypdf"), library("pypdf.errors")
    try:
        reader = pypdf.PdfReader(BytesIO(limits.read_whole(stream)))
        text = _text_of(reader, limits.text_chars)
    except (errors.PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        yield Found(1, refused=f"is no PDF that can be read: {error}")
        return
    yield Found(1, {"text": text}) if text.strip() else Found(1, refused=NO_TEXT)


def _text_of(reader: Any, most_chars: int) -> str:
    """Return the text of the pages, and no more of them than show that it is too long."""
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > most_chars:
            break
    return "\n\n".join(page.strip() for page in pages)
