"""Article input of extraction, read from plain text or from a record.

A record is an object with ``text`` and optionally ``id``, ``title``, ``published`` (or ``date``), ``url``, ``publisher`` and ``byline``:
``record_keys`` has the table. Other keys are not read, and are named at the end of the load.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from app.document.articles import ArticleDocument
from app.errors import DocumentRefused, Fault
from app.extract.text.record_keys import holds_something, key_of, other_text
from app.extract.text.segmentation import Text
from app.terms.ids import sha256_of

KNOWN = ("title", "published", "url", "publisher", "byline")
TITLE_WORDS = 12
LONGEST_TITLE = 2000
LONGEST_ID = 500
UNTITLED = "Untitled"
WRONG: dict[str | int, str] = {"published": "is no date or time of ISO 8601", "url": "is no http or https URL"}
WORD = re.compile(r"\w")
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class ArticleText:
    """The text of an article, never stripped or normalised, and its metadata. ``id`` is returned unchanged."""

    text: str
    title: str | None = None
    published: str | None = None  # a date or a date-time, as in a knowledge document
    url: str | None = None
    publisher: str | None = None
    byline: tuple[str, ...] = ()
    id: str | None = None

    def article(self) -> dict[str, Any]:
        """Return the ``article`` part of a knowledge document. Without a title, the first words serve as one."""
        known = {"url": self.url, "publisher": self.publisher, "byline": list(self.byline)}
        return {
            "title": self.title or _first_words(self.text) or UNTITLED,
            "published": self.published,
            **{key: value for key, value in known.items() if value},
            "text_sha256": sha256_of(self.text),
            "text": self.text,
        }


def read_text(raw: bytes) -> ArticleText:
    """Return the article in a plain text file: UTF-8, with or without a byte order mark. A headline on top is the title.

    Raises:
        DocumentRefused: the bytes are not UTF-8; the fault has the line and offset of the first wrong byte.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # the decoder counts from behind the byte order mark
        at = error.start + (len(raw) - len(error.object))
        raise DocumentRefused([Fault((), f"byte {at} is not UTF-8", raw.count(b"\n", 0, at) + 1)]) from error
    return read_record({"text": text})


def read_record(record: dict[str, Any]) -> ArticleText:
    """Return the article of a record. Without a title, a headline on top of the text is the title.

    Raises:
        DocumentRefused: text, date, URL or another part is not allowed in a knowledge document; with a fault for each such part.
    """
    known = known_of(record)
    faults = [*_faults_of_text(record), *_faults_of_id(record), *faults_of_known(known)]
    if faults:
        raise DocumentRefused([_named_as_given(fault, record) for fault in faults])
    known["byline"] = tuple(known.get("byline", ()))
    return ArticleText(**{"title": _headline(record["text"]), **known}, text=record["text"], id=record.get("id"))


def known_of(record: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata of a record: without blank values, times in ISO 8601, a single byline as a list."""
    given = {field: record.get(key_of(record, field)) for field in KNOWN}
    known = {field: _tidied(value) for field, value in given.items() if holds_something(value)}
    if isinstance(published := known.get("published"), str):
        known["published"] = _instant(published)
    if isinstance(byline := known.get("byline"), str):
        known["byline"] = [byline]
    return known


def faults_of_known(known: dict[str, Any]) -> Iterator[Fault]:
    """Yield the faults of metadata under the rules of the knowledge document."""
    try:
        ArticleDocument.model_validate({"title": UNTITLED, "published": None, **known, "text_sha256": sha256_of("")})
    except ValidationError as error:
        yield from (Fault(found["loc"], WRONG.get(found["loc"][0], found["msg"])) for found in error.errors())


def _tidied(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _instant(published: str) -> str:
    """Return an ISO 8601 date or time in the notation of documents; any other text unchanged, to be refused later."""
    try:
        found = datetime.fromisoformat(published)
    except ValueError:
        return published
    is_date = re.fullmatch(r"[\dW-]+", published)
    return found.date().isoformat() if is_date else found.isoformat()


def _faults_of_text(record: dict[str, Any]) -> Iterator[Fault]:
    text = record.get("text")
    if not holds_something(text) and (key := other_text(record)):
        yield Fault((), f"has no text; `{key}` is not read")
    elif not isinstance(text, str):
        yield Fault(("text",), "is no text")
    elif not WORD.search(text):
        yield Fault(("text",), "has no words")
    elif odd := UNSTORABLE.search(text):
        yield Fault(("text",), f"has U+{ord(odd.group()):04X} at {odd.start()}, which cannot be stored")


def _faults_of_id(record: dict[str, Any]) -> Iterator[Fault]:
    given = record.get("id")
    if given is not None and not (isinstance(given, str) and 0 < len(given) <= LONGEST_ID and not UNSTORABLE.search(given)):
        yield Fault(("id",), f"is no text of 1 to {LONGEST_ID} characters")


def _named_as_given(fault: Fault, record: dict[str, Any]) -> Fault:
    """Return the fault under the key that the record has, where that is another than the field's name."""
    field = fault.path[0] if fault.path else None
    return Fault((key_of(record, field), *fault.path[1:]), fault.message) if isinstance(field, str) and field in KNOWN else fault


def _headline(text: str) -> str | None:
    seen = Text(text)
    if not seen.has_headline:
        return None
    return seen.words_at(*seen.paragraphs[0])[:LONGEST_TITLE]


def _first_words(text: str) -> str:
    words = re.findall(r"\S+", text[: 100 * TITLE_WORDS])
    return " ".join(words[:TITLE_WORDS])[:LONGEST_TITLE] + ("…" if len(words) > TITLE_WORDS else "")
