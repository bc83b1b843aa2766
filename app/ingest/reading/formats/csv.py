"""Reader of tables in CSV and TSV: an article a row, with the columns as keys of a record."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from app.ingest.reading.formats.found import Found, decoded
from app.ingest.reading.limits import ReadingLimits, TooLarge

DELIMITERS = ",;\t|"


def read_csv(stream: BinaryIO, limits: ReadingLimits) -> Iterator[Found]:
    """Yield a record for each row, as it is read. The first row names the columns; its commonest mark parts them."""
    csv.field_size_limit(limits.document_bytes)  # a quotation mark that is never closed would take the whole file
    lines = _lines(stream, limits)
    header = next(lines, "")
    delimiter = max(DELIMITERS, key=header.count)
    names = next(csv.reader([header], delimiter=delimiter), [])
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        for row in rows:
            if row:
                yield _found(rows.line_num + 1, names, row)
    except csv.Error as error:
        yield Found(rows.line_num + 1, refused=f"is no CSV: {error}")


def _found(line: int, names: list[str], row: list[str]) -> Found:
    if len(row) > len(names):
        return Found(line, refused=f"has {len(row)} cells, where the first row names {len(names)} columns")
    return Found(line, {name.strip(): cell for name, cell in zip(names, row, strict=False) if cell})


def _lines(stream: BinaryIO, limits: ReadingLimits) -> Iterator[str]:
    while (line := limits.read_line(stream)) != b"":
        if line is None:
            raise TooLarge(limits.too_large)
        yield decoded(line)
