"""Reader of text exports of LexisNexis and Nexis Uni: many documents in one file."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from app.extract.text.bylines import names_of
from app.extract.text.written_dates import date_of
from app.ingest.reading.formats.found import Found, decoded, decoded_head
from app.ingest.reading.limits import ReadingLimits

NUMBERED = re.compile(r"^\s*(?:Document )?\d+ of \d+(?: DOCUMENTS?)?\s*$", re.M)
ENDED = re.compile(r"^\s*End of Document\s*$", re.M)
FIELD = re.compile(r"^(BYLINE|LENGTH|SECTION|DATELINE|HEADLINE|HIGHLIGHT|BODY|Body|Byline|Length|Section|Dateline|Highlight):?[ \t]*(.*)$")
TAIL = re.compile(r"^\s*(?:(?:LOAD-DATE|Load-Date|LANGUAGE|Language|PUBLICATION-TYPE|GRAPHIC|Graphic|NOTES|SUBJECT|URL):|Copyright \d{4})")


def is_nexis(head: bytes) -> bool:
    """Whether a text begins as such an export does."""
    text = decoded_head(head).lstrip()
    return bool(NUMBERED.match(text)) or bool(re.search(r"^Length:\s+\d+ words\s*$", text, re.M) and re.search(r"^Body\s*$", text, re.M))


def read_nexis(stream: BinaryIO, limits: ReadingLimits) -> Iterator[Found]:
    """Yield a record for each document of the file."""
    text, warnings = decoded(limits.read_whole(stream))
    yield from (found._replace(warnings=warnings) for found in records_of_nexis(text))


def records_of_nexis(text: str) -> Iterator[Found]:
    """Yield a record for each document of an export."""
    separator = NUMBERED if NUMBERED.search(text) else ENDED
    starts = [0, *(match.end() for match in separator.finditer(text))]
    for start, end in zip(starts, [*(match.start() for match in separator.finditer(text)), len(text)], strict=True):
        document = ENDED.sub("", text[start:end])
        if document.strip() and FIELD_LINE.search(document):
            yield _found(text.count("\n", 0, start) + 1, document)


def _found(line: int, document: str) -> Found:
    head, fields, body = _parted(document.replace("\r\n", "\n"))
    if not body:
        return Found(line, refused="a document of the export has no text")
    return Found(line, {**_known(head), **_byline(fields), "text": body})


def _parted(document: str) -> tuple[list[str], dict[str, str], str]:
    """Return the blocks of the head, the fields behind it, and the text, up to the fields at its end."""
    head: list[str] = []
    fields: dict[str, str] = {}
    blocks = [block for block in re.split(r"\n[ \t]*\n", document) if block.strip()]
    for number, block in enumerate(blocks):
        found = [match for each in block.strip().split("\n") if (match := FIELD.match(each.strip()))]
        fields |= {match[1].upper(): match[2].strip() for match in found}
        if not found and fields:
            return head, fields, _body(blocks[number:])
        if not found and not TAIL.match(block):
            head.append(block)
    return head, fields, ""


def _body(blocks: list[str]) -> str:
    end = next((number for number, block in enumerate(blocks) if TAIL.match(block)), len(blocks))
    return "\n\n".join(" ".join(block.split()) for block in blocks[:end])


def _known(head: list[str]) -> dict[str, Any]:
    """Return title, publisher and date: older exports have them in the order publisher, date, title, and newer ones title first."""
    lines = [" ".join(block.split()) for block in head]
    day = next((number for number, line in enumerate(lines) if date_of(line)), None)
    if day is None:
        return {"title": lines[-1]} if lines else {}
    title = lines[day + 1 : day + 2] or lines[:1]
    publisher = lines[:day] if lines[day + 1 :] else lines[1:day]
    known = {"title": title[0] if title else None, "publisher": publisher[0] if publisher else None}
    return {"published": date_of(lines[day]), **{key: value for key, value in known.items() if value}}


def _byline(fields: dict[str, str]) -> dict[str, Any]:
    return {"byline": names_of(fields["BYLINE"])} if fields.get("BYLINE") else {}


FIELD_LINE = re.compile(FIELD.pattern, re.M)
