"""Article as the input of extraction, read from plain text or from a record.

A record is an object with ``text`` and optionally ``id``, ``title``, ``published``, ``url``, ``publisher`` and ``byline``, or with those
keys of other programs for them that ``record_keys`` lists. Other keys are not read, and the command names them when it ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.document.articles import ArticleDocument
from app.document.faults import explain_fault
from app.errors import DocumentRefused, Fault
from app.extract.text.bylines import names_of
from app.extract.text.heads import head_of
from app.extract.text.markup import plain_text_of
from app.extract.text.record_keys import STUB_KEYS, has_content, key_of, path_of, value_of
from app.extract.text.segmentation import Text
from app.extract.text.written_dates import iso_time_of
from app.terms.ids import sha256_of

METADATA_FIELDS = ("title", "published", "url", "publisher", "byline")
TITLE_WORDS = 12
MAX_TITLE = 2000
MAX_ID = 500
UNTITLED = "Untitled"
MESSAGES: dict[str | int, str] = {"published": "is no date or time of ISO 8601", "url": "is no http or https URL"}
WORD = re.compile(r"\w")
TRUNCATION = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*$")  # of NewsAPI
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class ArticleText:
    """The text of an article, never stripped or normalised, and its metadata. Documents repeat the ``id`` unchanged."""

    text: str
    title: str | None = None
    published: str | None = None  # a date or a date-time, as in a knowledge document
    url: str | None = None
    publisher: str | None = None
    byline: tuple[str, ...] = ()
    id: str | None = None

    def document_part(self) -> dict[str, Any]:
        """Return the ``article`` part of a knowledge document. Without a title, the first words of the text serve as one."""
        metadata = {"url": self.url, "publisher": self.publisher, "byline": list(self.byline)}
        return {
            "title": self.title or _first_words(self.text) or UNTITLED,
            "published": self.published,
            **{key: value for key, value in metadata.items() if value},
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
        DocumentRefused: the record has parts that no knowledge document may have; with a fault for each of them.
    """
    metadata = checked_metadata(record, [*_faults_of_text(record)])
    if "byline" in metadata:
        metadata["byline"] = tuple(metadata["byline"])
    text = text_of(record)
    # Where a title or URL is given the article's id is told without looking at the text, so nothing in it may change the id.
    head = {} if "title" in metadata or "url" in metadata else _valid_head(text)
    return ArticleText(**{"title": _headline(text), **head, **metadata}, text=text, id=record.get("id"))


def text_of(record: dict[str, Any]) -> str:
    """Return the text of a record that ``check_record`` takes, as it is stored: markup, references and mojibake are decoded before."""
    text = plain_text_of(value_of(record, "text"))
    return TRUNCATION.sub("", text)


def stub_warning(record: dict[str, Any]) -> str | None:
    """Return the warning of a record that holds only the beginning of its text; None of a whole one."""
    text = value_of(record, "text")
    if isinstance(text, str) and TRUNCATION.search(text):
        return "the text is cut off: the service gives its beginning alone"
    return STUB_KEYS.get(path_of(record, "text"))


def check_record(record: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata of a record that ``read_record`` will take, without looking for a headline, which takes time.

    Raises:
        DocumentRefused: as ``read_record`` raises it.
    """
    return checked_metadata(record, [*_faults_of_text(record)])


def checked_metadata(record: dict[str, Any], faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """Return the metadata of a record.

    Args:
        faults: of its other parts.

    Raises:
        DocumentRefused: these, and those of its metadata and id.
    """
    metadata = metadata_of(record)
    found = [*faults, *_faults_of_id(record), *faults_of_metadata(metadata)]
    if found:
        raise DocumentRefused([_under_key_of_record(fault, record) for fault in found])
    return metadata


def metadata_of(record: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata of a record, with the time in ISO 8601 and the byline as a list; blank values are left out."""
    values = {field: value_of(record, field) for field in METADATA_FIELDS}
    metadata = {field: _stripped(value) for field, value in values.items() if has_content(value)}
    if isinstance(published := metadata.get("published"), str):
        metadata["published"] = iso_time_of(published)
    if (byline := metadata.get("byline")) and path_of(record, "byline") != "byline":
        metadata["byline"] = names_of(byline)
    elif isinstance(byline, str):
        metadata["byline"] = [byline]
    return metadata


def faults_of_metadata(metadata: dict[str, Any]) -> Iterator[Fault]:
    """Yield a fault for each part of the metadata that no knowledge document may have."""
    try:
        ArticleDocument.model_validate({"title": UNTITLED, "published": None, **metadata, "text_sha256": sha256_of("")})
    except ValidationError as error:
        yield from (Fault(each["loc"], MESSAGES.get(each["loc"][0], explain_fault(each, ArticleDocument))) for each in error.errors())


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _faults_of_text(record: dict[str, Any]) -> Iterator[Fault]:
    text = value_of(record, "text")
    if not isinstance(text, str):
        yield Fault((key_of(record, "text"),), "is no text")
    elif not WORD.search(text):
        yield Fault((key_of(record, "text"),), "has no words")
    elif unstorable := UNSTORABLE.search(text):
        yield Fault((key_of(record, "text"),), f"has U+{ord(unstorable.group()):04X} at {unstorable.start()}, which cannot be stored")


def _faults_of_id(record: dict[str, Any]) -> Iterator[Fault]:
    value = record.get("id")
    if value is not None and not (isinstance(value, str) and 0 < len(value) <= MAX_ID and not UNSTORABLE.search(value)):
        yield Fault(("id",), f"is no text of 1 to {MAX_ID} characters")


def _under_key_of_record(fault: Fault, record: dict[str, Any]) -> Fault:
    """Return the fault with the record's own key in place of the field's name: "date" for ``published``."""
    field = fault.path[0] if fault.path else None
    return Fault((key_of(record, field), *fault.path[1:]), fault.message) if isinstance(field, str) and field in METADATA_FIELDS else fault


def _headline(text: str) -> str | None:
    parsed = Text(text)
    if not parsed.has_headline:
        return None
    return parsed.words_at(*parsed.paragraphs[0])[:MAX_TITLE]


def _valid_head(text: str) -> dict[str, Any]:
    head = head_of(text)
    invalid = {fault.path[0] for fault in faults_of_metadata(head)}
    return {key: tuple(value) if key == "byline" else value for key, value in head.items() if key not in invalid}


def _first_words(text: str) -> str:
    words = re.findall(r"\S+", text[: 100 * TITLE_WORDS])
    return " ".join(words[:TITLE_WORDS])[:MAX_TITLE] + ("…" if len(words) > TITLE_WORDS else "")
