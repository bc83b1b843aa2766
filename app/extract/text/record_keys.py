"""Keys of article records: those of each field, our own first, then those of other programs and services."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

# The keys of each field; "a.b" is the key b in the object a. The first with a value is read, and all others are reported as unread.
# Beside our own: news-please, newspaper4k, trafilatura, Fundus, schema.org, Guardian Open Platform, NYT, NewsAPI, ninjs.
KEYS: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("text", "maintext", "plaintext", "articleBody", "body_text", "fields.bodyText", "fields.body"),
        *("body_html", "body_xhtml", "content_text", "content_html", "content", "body", "lead_paragraph"),
    ),
    "id": ("id",),
    "title": ("title", "headline", "headline.main", "fields.headline", "webTitle"),
    "published": (
        *("published", "date", "publish_date", "date_publish", "publishing_date", "datePublished", "publishedAt", "published_at"),
        *("date_published", "webPublicationDate", "pub_date", "pubDate", "firstcreated", "versioncreated"),
    ),
    "url": ("url", "canonical_link", "webUrl", "web_url", "html.requested_url", "link", "source", "uri"),
    "publisher": (
        *("publisher", "publisher.name", "sitename", "meta_site_name", "source-hostname", "source.name", "fields.publication"),
        *("publication", "source", "copyrightholder", "hostname", "source_domain"),
    ),
    "byline": ("byline", "byline.original", "authors", "author", "fields.byline", "by"),
}
# Keys that are our own: a wrong value is refused under them, where under others it is left unread. "date" has been read from the start.
OWN_KEYS = frozenset({*KEYS, "date"})
# Keys that hold the beginning of a text alone.
STUB_KEYS: Mapping[str, str] = {"lead_paragraph": "the lead paragraph alone is read: the answer has no more of the text"}
BLANK: tuple[Any, ...] = (None, "", [], {})


def is_record(data: Any) -> bool:
    """Whether parsed data is an article record: an object with a text, under any key, and without ``format``."""
    return isinstance(data, dict) and "format" not in data and any(_has(data, path) for path in KEYS["text"])


def path_of(record: Mapping[str, Any], field: str) -> str:
    """Return the path of a field: the first with a value of its type, else the first own key the record has, else the field's name."""
    fitting = (path for path in KEYS[field] if _fits(field, path, get_at(record, path)))
    own = (path for path in KEYS[field] if path in OWN_KEYS and path in record)
    return next(fitting, None) or next(own, KEYS[field][0])


def key_of(record: Mapping[str, Any], field: str) -> str:
    """Return the key of the record under which a field stands, at the top of its path."""
    return path_of(record, field).partition(".")[0]


def value_of(record: Mapping[str, Any], field: str) -> Any:
    """Return the value of a field; None without one."""
    return get_at(record, path_of(record, field))


def get_at(record: Mapping[str, Any], path: str) -> Any:
    """Return the value at a path such as ``fields.body``; None without one."""
    if path in record:
        return record[path]
    value: Any = record
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def unread_keys(record: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return the keys with a value that no field is read from, in the order of the record."""
    read = {key_of(record, field) for field in KEYS}
    return tuple(str(key) for key, value in record.items() if key not in read and has_content(value))


def has_content(value: Any) -> bool:
    """Whether a value is more than null, a blank text, or an empty list or object."""
    return (value.strip() if isinstance(value, str) else value) not in BLANK


def _has(record: dict[str, Any], path: str) -> bool:
    return path in record if "." not in path else get_at(record, path) is not None


def _fits(field: str, path: str, value: Any) -> bool:
    return has_content(value) and ((path in OWN_KEYS and not isinstance(value, dict)) or TYPES[field](value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.lower().startswith(("http://", "https://"))


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and not _is_address(value)


def _is_byline(value: Any) -> bool:
    return isinstance(value, str) or any(True for _ in names_in(value))


def names_in(value: Any) -> Iterator[str]:
    """Yield the names in a list of texts, or of objects with ``name``."""
    for each in value if isinstance(value, list) else []:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and name.strip():
            yield name.strip()


TYPES: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("text", "id", "title", "published"), _is_text),
    "url": _is_address,
    "publisher": _is_name,
    "byline": _is_byline,
}
