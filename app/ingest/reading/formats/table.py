"""The table of formats: by which ending and beginning a file is recognised, and which reader reads it."""

from collections.abc import Callable
from typing import NamedTuple

from app.ingest.reading.formats.csv import read_csv
from app.ingest.reading.formats.docx import read_docx
from app.ingest.reading.formats.factiva import is_factiva, read_factiva
from app.ingest.reading.formats.found import Reader
from app.ingest.reading.formats.nexis import is_nexis, read_nexis
from app.ingest.reading.formats.parquet import read_parquet
from app.ingest.reading.formats.pdf import read_pdf
from app.ingest.reading.formats.warc import read_warc
from app.ingest.reading.formats.xml import read_xml

HEAD = 8192  # bytes at the beginning of a file that a format is recognised by


def _any_beginning(head: bytes) -> bool:
    return True


class Format(NamedTuple):
    """A format: the endings of its files, its reader, and whether the beginning of a file with such an ending is of it."""

    endings: tuple[str, ...]
    read: Reader
    recognizes: Callable[[bytes], bool] = _any_beginning


FORMATS = (
    Format((".csv", ".tsv"), read_csv),
    Format((".xml", ".rss", ".atom", ".nitf"), read_xml),
    Format((".txt",), read_nexis, is_nexis),
    Format((".txt",), read_factiva, is_factiva),
    Format((".parquet",), read_parquet),
    Format((".warc",), read_warc),
    Format((".pdf",), read_pdf),
    Format((".docx",), read_docx),
)
# Endings of files that are of one of these formats or of none.
ENDINGS = tuple(dict.fromkeys(ending for each in FORMATS if each.recognizes is _any_beginning for ending in each.endings))


def reader_of(ending: str, head: bytes) -> Reader | None:
    """Return the reader of a file by its ending and its beginning; None where none of the table reads it."""
    return next((each.read for each in FORMATS if ending in each.endings and each.recognizes(head)), None)
