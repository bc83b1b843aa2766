"""Bodies normalized for comparison: they depend neither on the order of ids nor on page boundaries."""

import base64
import csv
import io
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import orjson

from tests.comparison.exchanges import Exchange, Response
from tests.comparison.ids import ID_IN_TEXT
from tests.comparison.nested_lists import normalize
from tests.comparison.orders import LISTS, Order, normalized, order_of, without_last_candidates

Json = Any
DIGEST_SIZE = 9  # bytes of the digest at the start of a cursor, before its keys
CURSOR = re.compile(rb'(cursor=|"next_cursor":")([A-Za-z0-9_-]{16,})')


def is_json(answer: Response) -> bool:
    """Return whether a body is JSON, of any media type but NDJSON."""
    return answer.media_type.endswith("json") and answer.media_type != "application/x-ndjson" and answer.body != b""


def is_compact(answer: Response) -> bool:
    """Return whether JSON is written as orjson writes it: without spaces."""
    return orjson.dumps(orjson.loads(answer.body)) == answer.body


def readable_cursors(text: bytes) -> bytes:
    """Replace each cursor by its keys before the first id; the rest depends on ids."""
    return CURSOR.sub(lambda match: match.group(1) + _keys(match.group(2)), text)


def _keys(cursor: bytes) -> bytes:
    try:
        keys = orjson.loads(base64.urlsafe_b64decode(cursor + b"=" * (-len(cursor) % 4))[DIGEST_SIZE:])
    except ValueError:
        return cursor
    first_id = next((place for place, key in enumerate(keys) if isinstance(key, str) and ID_IN_TEXT.fullmatch(key)), len(keys))
    return f"[{', '.join(map(str, keys[:first_id]))}]".encode()


def normalized_bodies(exchange: Exchange) -> list[Json]:
    """Return the normalized bodies of an exchange. The items of all pages are joined to one list."""
    answers = [Response(answer.status, answer.headers, readable_cursors(answer.body)) for answer in exchange.answers]
    path = urlsplit(exchange.request.target).path
    if path.rpartition("/")[2] not in LISTS or exchange.first or any(answer.status != 200 or not answer.body for answer in answers):
        return [_normalized(path, answer) for answer in answers]
    items, envelopes = _items_and_envelopes(path, answers)
    items = without_last_candidates(items) if path == "/v1/search" else items
    order = order_of(exchange.request.target)
    if exchange.items:
        return [*envelopes, {"items": _normalized_by_json_items(items, exchange, order)}]
    return [*envelopes, {"items": normalized(items, order)}]


def _normalized(path: str, answer: Response) -> Json:
    if not is_json(answer):
        return answer.body.decode(errors="replace").splitlines(keepends=True)
    body = orjson.loads(answer.body)
    if isinstance(body, dict):
        normalize(path, body)
    return body


def _items_and_envelopes(path: str, answers: Sequence[Response]) -> tuple[list[Json], list[Json]]:
    """Return the items of all pages, and the rest of each page with its number of items."""
    items: list[Json] = []
    envelopes: list[Json] = []
    for answer in answers:
        page_items, envelope = _page(path, answer)
        items += page_items
        envelopes.append({**envelope, "number of items": len(page_items)})
    return items, envelopes


def _page(path: str, answer: Response) -> tuple[list[Json], Json]:
    if answer.media_type == "text/csv":
        head, *rows = csv.reader(io.StringIO(answer.body.decode(), newline=""))
        return [dict(zip(head, row, strict=True)) for row in rows], {"columns": head}
    if answer.media_type == "application/x-ndjson":
        return [orjson.loads(line) for line in answer.body.splitlines()], {}
    body = _normalized(path, answer)
    return body.pop("@graph" if "@graph" in body else "items"), body


def _normalized_by_json_items(items: list[Json], exchange: Exchange, order: Order) -> list[Json]:
    """Normalize items without visible order keys, by the keys of the same items in JSON."""
    keys = {_id(item): order.key(item) for item in exchange.items}
    return normalized(items, Order(lambda item: keys[_id(item)], order.in_blocks))


def _id(item: Json) -> str:
    """Return the id of a thing in any format; for an appearance, the id of its article."""
    kind = item.get("type")
    found: str = next(
        value
        for value in (
            item.get("id"),
            item.get(f"{kind}.id"),
            (item.get(kind) or {}).get("id") if kind in ("claim", "event", "entity", "article") else None,
            item.get("@id", "").rpartition("/")[2],
            item.get("article.id"),
            item["article"]["id"] if isinstance(item.get("article"), dict) else None,
        )
        if value
    )
    return found
