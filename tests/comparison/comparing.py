"""Comparison of two exchanges: byte for byte, or with ids that may differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import urlsplit

import orjson

from tests.comparison.bodies import is_compact, is_json, normalized_bodies, readable_cursors
from tests.comparison.differences import Difference, json_differences
from tests.comparison.exchanges import Exchange, Response
from tests.comparison.ids import Translation

IGNORED_HEADERS = ("date", "x-request-id")
LIST_ETAG = re.compile(r'"[0-9a-f]+\.(\d+)-[0-9a-f]+-([a-z]+)-([0-9a-f]+(?:-[a-z]+)?)"')  # database.version-build-format-address-coding
FULLY_REPORTED = ("/openapi.json", "/v1/schema")  # each difference of these bodies is reported; of other bodies only the first


class Comparison(Protocol):
    """A way of comparing."""

    def differences(self, base: Exchange, head: Exchange) -> Iterator[Difference]:
        """Yield the differences."""


class Exact:
    """Comparison byte for byte, except for database id and build in ETags."""

    def differences(self, base: Exchange, head: Exchange) -> Iterator[Difference]:
        """Yield the differences."""
        yield from _page_differences(base, head)
        for one, other in zip(base.answers, head.answers, strict=False):
            yield from _status_differences(head, one, other)
            yield from _header_differences(head, _headers(one), _headers(other))
            if one.body != other.body:
                yield from _body_differences(head, *_values(one, other))


class Mapped:
    """Comparison with ids of the base replaced by those of the head, and items of equal order keys as a set."""

    def __init__(self, translation: Translation) -> None:
        self._translation = translation

    def differences(self, base: Exchange, head: Exchange) -> Iterator[Difference]:
        """Yield the differences."""
        yield from _page_differences(base, head)
        translated = replace(base, answers=[self._translated(answer) for answer in base.answers])
        has_other_ids = base.request.target != head.request.target
        for number, (one, other) in enumerate(zip(base.answers, head.answers, strict=False)):
            yield from _status_differences(head, one, other)
            if one.body != other.body and is_json(one) and is_json(other) and is_compact(one) != is_compact(other):
                yield Difference("body", _subject(head), head.name, "$ (way of writing)", one.body[:80], other.body[:80])
            has_same_body = one.body == other.body != b""
            masked = [_masked(answer, has_same_body, has_other_ids or number > 0) for answer in (translated.answers[number], other)]
            yield from _header_differences(head, *masked)
        if not (base.has_first_body and head.has_first_body) and not _have_equal_bodies(translated, head):
            normalized = normalized_bodies(replace(translated, items=self._items(base))), normalized_bodies(head)
            if orjson.dumps(normalized[0]) != orjson.dumps(normalized[1]):  # mostly equal, and this check is cheap
                yield from _body_differences(head, *normalized)

    def _translated(self, answer: Response) -> Response:
        headers = [(name, self._translation.text(value)) for name, value in answer.headers]
        return Response(answer.status, headers, self._translation.body(answer.body))

    def _items(self, exchange: Exchange) -> list[Any]:
        items: list[Any] = orjson.loads(self._translation.body(orjson.dumps(exchange.items)))
        return items


def _have_equal_bodies(base: Exchange, head: Exchange) -> bool:
    return [answer.body for answer in base.answers] == [answer.body for answer in head.answers]


def _page_differences(base: Exchange, head: Exchange) -> Iterator[Difference]:
    if len(base.answers) != len(head.answers):
        yield Difference("number of pages", _subject(head), head.name, "", len(base.answers), len(head.answers))


def _status_differences(head: Exchange, one: Response, other: Response) -> Iterator[Difference]:
    if one.status != other.status:
        yield Difference("status", _subject(head), head.name, "", one.status, other.status)


def _headers(answer: Response) -> list[tuple[str, str]]:
    """Return the headers, sorted. Values of ignored headers are emptied; database id and build in ETags are masked."""
    return sorted(
        (name, "" if name in IGNORED_HEADERS else LIST_ETAG.sub(r'"DATABASE.\1-BUILD-\2-\3"', value)) for name, value in answer.headers
    )


def _masked(answer: Response, has_same_body: bool, has_other_address: bool) -> list[tuple[str, str]]:
    """Return the headers; hashes, lengths and cursors are masked where they depend on ids."""
    return [(name, _mask(answer, name, value, has_same_body, has_other_address)) for name, value in _headers(answer)]


def _mask(answer: Response, name: str, value: str, has_same_body: bool, has_other_address: bool) -> str:
    if name == "etag" and "DATABASE" in value:
        return re.sub(r'[0-9a-f]+(-(?:gzip|zstd))?"$', r'ADDRESS\1"', value) if has_other_address else value
    if name == "etag" and not has_same_body:
        return "of the body"
    if name == "content-length" and not has_same_body:
        is_known = not answer.body or answer.header("content-encoding") or value == str(len(answer.body))
        return "of the body" if is_known else value
    return readable_cursors(value.encode()).decode()


def _header_differences(head: Exchange, one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> Iterator[Difference]:
    for name in sorted({name for name, _ in (*one, *other)}):
        values, others = ([value for each, value in headers if each == name] for headers in (one, other))
        if values != others:
            yield Difference("header", name, head.name, "", ", ".join(values) or "absent", ", ".join(others) or "absent")


def _values(one: Response, other: Response) -> tuple[Any, Any]:
    """Return both bodies as JSON; as lines where one is not JSON; as bytes where the JSON is equal."""
    if is_json(one) and is_json(other):
        values = orjson.loads(one.body), orjson.loads(other.body)
        if next(json_differences(*values), None):
            return values
        return one.body, other.body
    return one.body.splitlines(keepends=True), other.body.splitlines(keepends=True)


def _body_differences(head: Exchange, one: Any, other: Any) -> Iterator[Difference]:
    for path, base_value, head_value in json_differences(one, other):
        yield Difference("body", _subject(head), head.name, path, base_value, head_value)
        if urlsplit(head.request.target).path not in FULLY_REPORTED:
            return


def _subject(exchange: Exchange) -> str:
    """Return the path of the request, without ids."""
    return re.sub(r"/[a-z]{3}_\w+", "/{id}", urlsplit(exchange.request.target).path)
