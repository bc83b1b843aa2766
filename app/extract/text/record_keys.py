"""Keys of article records: those of each field, those of other programs for the text, and unread ones."""

from collections.abc import Mapping
from typing import Any

# The keys of each field. The first with a value is read. All other keys are reported as unread.
KEYS: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "id": ("id",),
    "title": ("title",),
    "published": ("published", "date"),
    "url": ("url",),
    "publisher": ("publisher",),
    "byline": ("byline",),
}
# The keys under which other programs keep the text. They are not read: such a record is refused with a message that names the key.
OTHER_TEXT_KEYS = ("maintext", "content", "body", "articleBody")
BLANK: tuple[Any, ...] = (None, "", [], {})


def is_record(data: Any) -> bool:
    """Whether parsed data is an article record: an object with a text, under any key, and without ``format``."""
    return isinstance(data, dict) and "format" not in data and any(key in data for key in (*KEYS["text"], *OTHER_TEXT_KEYS))


def key_of(record: Mapping[str, Any], field: str) -> str:
    """Return the key of a field: the first with a value, else the first that the record has, else the name of the field."""
    keys = [key for key in KEYS[field] if key in record]
    return next((key for key in keys if has_content(record[key])), keys[0] if keys else KEYS[field][0])


def other_text_key(record: Mapping[str, Any]) -> str | None:
    """Return the unread key that holds the text of a record; None without one."""
    return next((key for key in OTHER_TEXT_KEYS if has_content(record.get(key))), None)


def unread_keys(record: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return the keys with a value that no field is read from, in the order of the record."""
    read = {key_of(record, field) for field in KEYS}
    return tuple(str(key) for key, value in record.items() if key not in read and has_content(value))


def has_content(value: Any) -> bool:
    """Whether a value is more than null, a blank text, or an empty list or object."""
    return (value.strip() if isinstance(value, str) else value) not in BLANK
