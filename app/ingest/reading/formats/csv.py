"""Reader of tables in CSV and TSV: an article a row, with the columns as keys of a record."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from app.extract.text.encodings import UTF_16, WESTERN, encoding_of_bom
from app.ingest.reading.formats.found import Found, warnings_of
from app.ingest.reading.limits import ReadingLimits, TooLarge

DELIMITERS = ",;\t|"


def read_csv(stream: BinaryIO, limits: ReadingLimits) -> Iterator[Found]:
    """Yield a record for each row, as it is read. The first row names the columns; its commonest mark parts them."""
    csv.field_size_limit(limits.document_bytes)  # a quotation mark that is never closed would take the whole file
    warnings: list[str] = []
    lines = _lines(stream, limits, warnings)
    header = next(lines, "")
    delimiter = max(DELIMITERS, key=header.count)
    names = next(csv.reader([header], delimiter=delimiter), [])
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        for row in rows:
            if row:
                yield _found(rows.line_num + 1, names, row)._replace(warnings=tuple(dict.fromkeys(warnings)))
            warnings.clear()
    except csv.Error as error:
        yield Found(rows.line_num + 1, refused=f"is no CSV: {error}")


def _found(line: int, names: list[str], row: list[str]) -> Found:
    if len(row) > len(names):
        return Found(line, refused=f"has {len(row)} cells, where the first row names {len(names)} columns")
    return Found(line, {name.strip(): cell for name, cell in zip(names, row, strict=False) if cell})


def _lines(stream: BinaryIO, limits: ReadingLimits, warnings: list[str]) -> Iterator[str]:
    """Yield the lines as they are read, and note those that are not UTF-8: each is read as the western encoding of old exports."""
    while (line := limits.read_line(stream)) != b"":
        if line is None:
            raise TooLarge(limits.too_large)
        if encoding_of_bom(line) == UTF_16:
            text = (line + limits.read_whole(stream)).decode(UTF_16, "replace")  # its lines do not end in one byte
            yield from text.splitlines(keepends=True)
            return
        yield _decoded(line, warnings)


def _decoded(line: bytes, warnings: list[str]) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        warnings.extend(warnings_of(WESTERN))
        return line.decode(WESTERN, "replace")
