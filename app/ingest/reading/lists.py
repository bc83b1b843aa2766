"""Lists of articles in one JSON value: arrays, and the answers of news services."""

from typing import Any

from app.extract.text.record_keys import is_record

Path = tuple[str | int, ...]
# Where answers have their list: Guardian Open Platform, NYT, NewsAPI, JSON Feed.
PATHS: tuple[tuple[str, ...], ...] = (("response", "results"), ("response", "docs"), ("articles",), ("results",), ("items",))
SINGLE = ("response", "content")  # of the Guardian: one article


def articles_in(data: Any) -> list[tuple[Path, Any]]:
    """Return the articles in a list, each with its path; an empty list where the value is none of these lists."""
    if isinstance(data, list):
        return _each((), data)
    if not isinstance(data, dict) or "format" in data or is_record(data):
        return []
    if isinstance(single := _at(data, SINGLE), dict):
        return [(SINGLE, single)]
    return next((found for path in PATHS if (found := _each(path, _at(data, path)))), [])


def _each(path: tuple[str, ...], values: Any) -> list[tuple[Path, Any]]:
    if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
        return []
    return [((*path, number), each) for number, each in enumerate(values)]


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data
