"""Linked data (JSON-LD) in a page: what schema.org's article says of title, date, URL, publisher and authors."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

SCRIPT = re.compile(rb"<script\b[^>]{0,500}?application/ld\+json[^>]{0,500}>", re.IGNORECASE)
SCRIPT_END = b"</script"
ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report)$")
MOST_OBJECTS = 2_000  # looked at in a page
URL_FIELDS = ("url", "mainEntityOfPage", "@id")


def linked_article(raw: bytes) -> dict[str, Any]:
    """Return the metadata that the first article among the linked data of a page has, by our names; {} without one.

    ``published`` keeps its time of day. Values are as the page has them: not checked.
    """
    article = next((each for each in _objects(raw) if _is_article(each)), {})
    url = next((each for field in URL_FIELDS if (each := _text(article.get(field), "@id", "url")).startswith("http")), None)
    metadata: dict[str, Any] = {
        "title": _text(article.get("headline")),
        "published": _text(article.get("datePublished")),
        "url": url,
        "publisher": _text(article.get("publisher"), "name"),
        "byline": [name for each in _listed(article.get("author")) if (name := _text(each, "name"))],
    }
    return {field: value for field, value in metadata.items() if value}


def _objects(raw: bytes) -> Iterator[dict[str, Any]]:
    """Yield the objects of all scripts of linked data, in order, with those of lists and graphs."""
    pending = [value for value in _scripts(raw) if value is not None]
    for _ in range(MOST_OBJECTS):
        if not pending:
            return
        value = pending.pop(0)
        if isinstance(value, dict):
            yield value
            pending.extend(_listed(value.get("@graph")))
        elif isinstance(value, list):
            pending.extend(value[:MOST_OBJECTS])


def _scripts(raw: bytes) -> Iterator[Any]:
    """Yield the values of the scripts that can be parsed."""
    start = 0
    while (match := SCRIPT.search(raw, start)) and (end := raw.find(SCRIPT_END, match.end())) >= 0:
        with suppress(ValueError, RecursionError):  # what a page says wrongly of itself is no reason to refuse it
            yield json.loads(raw[match.end() : end])
        start = end


def _is_article(value: dict[str, Any]) -> bool:
    return any(isinstance(name, str) and ARTICLE_TYPES.search(name) for name in _listed(value.get("@type")))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any, *fields: str) -> str:
    """Return the first text of a value: itself, the first of a list, or one of its fields; "" without one."""
    value = next(iter(_listed(value)), None)
    if isinstance(value, dict):
        return next((found for field in fields if (found := _text(value.get(field)))), "")
    return value.strip() if isinstance(value, str) else ""
