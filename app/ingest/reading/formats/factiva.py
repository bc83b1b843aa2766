"""Reader of text exports of Factiva with field codes (HD, PD, LP, TD): many documents in one file."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from app.extract.text.bylines import names_of
from app.extract.text.written_dates import date_of
from app.ingest.reading.formats.found import Found, decoded, decoded_head
from app.ingest.reading.limits import ReadingLimits

CODES = "SE HD CR BY WC PD ET SN SC ED PG VOL LA CY LP TD CT RF CO IN NS RE IPC IPD PUB ART CLM AN".split()
FIELD = re.compile(rf"^\s{{0,3}}({'|'.join(CODES)})(?:[ \t]+(\S.*))?[ \t]*$")
HEAD = re.compile(r"^\s{0,3}HD(?:[ \t]|\r?$)", re.M)
MANDATORY = re.compile(r"^\s{0,3}(?:PD|WC)(?:[ \t]|\r?$)", re.M)


def is_factiva(head: bytes) -> bool:
    """Whether a text begins as such an export does."""
    text = decoded_head(head)
    return bool(HEAD.search(text) and MANDATORY.search(text))


def read_factiva(stream: BinaryIO, limits: ReadingLimits) -> Iterator[Found]:
    """Yield a record for each document of the file: from one HD to the AN behind it."""
    fields: dict[str, list[str]] = {}
    code, start = "", 1
    text, warnings = decoded(limits.read_whole(stream))
    for number, line in enumerate(text.splitlines(), 1):
        match = FIELD.match(line)
        if match:
            code = match[1]
            start = number if code == "HD" else start
        if code and (match is None or match[2]):
            fields.setdefault(code, []).append(match[2] if match else line)
        if code == "AN" and fields.get("AN"):
            yield _found(start, fields)._replace(warnings=warnings)
            fields, code = {}, ""
    if fields.get("HD"):
        yield _found(start, fields)._replace(warnings=warnings)


def _found(line: int, fields: dict[str, list[str]]) -> Found:
    text = "\n\n".join(words for code in ("LP", "TD") if (words := _paragraphs(fields.get(code, []))))
    if not text:
        return Found(line, refused="a document of the export has no text (LP, TD)")
    day = _words(fields, "PD")
    known: dict[str, Any] = {"title": _words(fields, "HD"), "published": date_of(day) or day, "publisher": _words(fields, "SN")}
    byline = _words(fields, "BY")
    return Found(
        line, {**{key: value for key, value in known.items() if value}, **({"byline": names_of(byline)} if byline else {}), "text": text}
    )


def _words(fields: dict[str, list[str]], code: str) -> str:
    return " ".join(" ".join(fields.get(code, [])).split())


def _paragraphs(lines: list[str]) -> str:
    blocks = re.split(r"\n\s*\n", "\n".join(lines).strip())
    return "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())
