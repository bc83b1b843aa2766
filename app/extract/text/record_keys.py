"""Keys of records of articles: which key gives which field, under which others a text is found, and which were not read."""

from collections.abc import Mapping
from typing import Any

# The field of an article to its keys, of which the first that holds something is read. Whatever is not in this table is named as not read.
KEYS: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "id": ("id",),
    "title": ("title",),
    "published": ("published", "date"),
    "url": ("url",),
    "publisher": ("publisher",),
    "byline": ("byline",),
}
# Keys under which other programs write the text. They are not read: such a record is refused by a message that names the key.
OTHER_TEXTS = ("maintext", "content", "body", "articleBody")
BLANK: tuple[Any, ...] = (None, "", [], {})


def is_record(data: Any) -> bool:
    """Whether parsed data is a record of an article: an object with a text, under whatever key, and without ``format``."""
    return isinstance(data, dict) and "format" not in data and any(key in data for key in (*KEYS["text"], *OTHER_TEXTS))


def key_of(record: Mapping[str, Any], field: str) -> str:
    """Return the key that gives a field: the first that holds something, else the first that is there, else the field's own name."""
    keys = [key for key in KEYS[field] if key in record]
    return next((key for key in keys if holds_something(record[key])), keys[0] if keys else KEYS[field][0])


def other_text(record: Mapping[str, Any]) -> str | None:
    """Return the key, of those not read, under which a record has its text; None if there is none."""
    return next((key for key in OTHER_TEXTS if holds_something(record.get(key))), None)


def unread_keys(record: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return the keys that hold something and give no field, in the order of the record."""
    read = {key_of(record, field) for field in KEYS}
    return tuple(str(key) for key, value in record.items() if key not in read and holds_something(value))


def holds_something(value: Any) -> bool:
    """Whether a value says something: null, a blank text and an empty list or object do not."""
    return (value.strip() if isinstance(value, str) else value) not in BLANK
