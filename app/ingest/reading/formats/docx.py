"""Reader of DOCX: its paragraphs, as one article, or those of an export of Nexis Uni."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from app.ingest.reading.formats.found import Found, library
from app.ingest.reading.formats.nexis import is_nexis, records_of_nexis
from app.ingest.reading.limits import ReadingLimits


def read_docx(stream: BinaryIO, limits: ReadingLimits) -> Iterator[Found]:
    """Yield the articles of a DOCX. Its author is who wrote the file, so that is not read."""
    docx = library("docx")
    raw = limits.read_whole(stream)
    try:
        _refuse_bomb(raw, limits)
        text = "\n\n".join(each.text for each in docx.Document(BytesIO(raw)).paragraphs if each.text.strip())
    except (zipfile.BadZipFile, KeyError, ValueError, library("lxml.etree").XMLSyntaxError) as error:
        yield Found(1, refused=f"is no DOCX that can be read: {error}")
        return
    if is_nexis(text.encode()):
        yield from records_of_nexis(text)
    else:
        yield Found(1, {"text": text}) if text.strip() else Found(1, refused="has no text")


def _refuse_bomb(raw: bytes, limits: ReadingLimits) -> None:
    """Refuse a file whose parts unpack to too much, by the sizes that its list of parts gives, which unpacking holds to."""
    with zipfile.ZipFile(BytesIO(raw)) as parts:
        limits.refuse_growth(sum(part.file_size for part in parts.infolist()), len(raw))
