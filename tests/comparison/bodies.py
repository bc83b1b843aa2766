"""Bodies as values that do not depend on ids but by their names, nor on how pages part items of equal order keys."""

import base64
import csv
import io
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import orjson

from tests.comparison.answers import Answer, Exchange
from tests.comparison.ids import ID_IN_TEXT
from tests.comparison.orders import LISTS, Order, among_candidates, order_of, settled
from tests.comparison.things import settle

Json = Any
DIGEST_SIZE = 9  # what a cursor begins with, before its keys
CURSOR = re.compile(rb'(cursor=|"next_cursor":")([A-Za-z0-9_-]{16,})')


def is_json(answer: Answer) -> bool:
    """Whether a body is JSON of any kind."""
    return answer.media_type.endswith("json") and answer.media_type != "application/x-ndjson" and answer.body != b""


def is_compact(answer: Answer) -> bool:
    """Whether JSON is written without spaces, its numbers and characters as usual."""
    return orjson.dumps(orjson.loads(answer.body)) == answer.body


def readable_cursors(text: bytes) -> bytes:
    """Replace each cursor by its keys up to the first id: what follows depends on ids."""
    return CURSOR.sub(lambda match: match.group(1) + _keys(match.group(2)), text)


def _keys(cursor: bytes) -> bytes:
    try:
        keys = orjson.loads(base64.urlsafe_b64decode(cursor + b"=" * (-len(cursor) % 4))[DIGEST_SIZE:])
    except ValueError:
        return cursor
    first_id = next((place for place, key in enumerate(keys) if isinstance(key, str) and ID_IN_TEXT.fullmatch(key)), len(keys))
    return f"[{', '.join(map(str, keys[:first_id]))}]".encode()


def settled_bodies(exchange: Exchange) -> list[Json]:
    """Return what the bodies of an exchange say. A list that goes over pages is one list, beside what each page says more."""
    answers = [Answer(answer.status, answer.headers, readable_cursors(answer.body)) for answer in exchange.answers]
    path = urlsplit(exchange.request.target).path
    if path.rpartition("/")[2] not in LISTS or exchange.first or any(answer.status != 200 or not answer.body for answer in answers):
        return [_settled(path, answer) for answer in answers]
    items, envelopes = _parted(path, answers)
    items = among_candidates(items) if path == "/v1/search" else items
    order = order_of(exchange.request.target)
    if exchange.items:
        return [*envelopes, {"items": _settled_by_twins(items, exchange, order)}]
    return [*envelopes, {"items": settled(items, order)}]


def _settled(path: str, answer: Answer) -> Json:
    if not is_json(answer):
        return answer.body.decode(errors="replace").splitlines(keepends=True)
    body = orjson.loads(answer.body)
    if isinstance(body, dict):
        settle(path, body)
    return body


def _parted(path: str, answers: Sequence[Answer]) -> tuple[list[Json], list[Json]]:
    """Return the items of all pages, and of each page what stands around them, and how many there are."""
    items: list[Json] = []
    envelopes: list[Json] = []
    for answer in answers:
        own, envelope = _page(path, answer)
        items += own
        envelopes.append({**envelope, "number of items": len(own)})
    return items, envelopes


def _page(path: str, answer: Answer) -> tuple[list[Json], Json]:
    if answer.media_type == "text/csv":
        head, *rows = csv.reader(io.StringIO(answer.body.decode(), newline=""))
        return [dict(zip(head, row, strict=True)) for row in rows], {"columns": head}
    if answer.media_type == "application/x-ndjson":
        return [orjson.loads(line) for line in answer.body.splitlines()], {}
    body = _settled(path, answer)
    return body.pop("@graph" if "@graph" in body else "items"), body


def _settled_by_twins(items: list[Json], exchange: Exchange, order: Order) -> list[Json]:
    """Settle items that do not show their order keys by those of the same items in JSON."""
    keys = {_id(item): order.key(item) for item in exchange.items}
    return settled(items, Order(lambda item: keys[_id(item)], order.in_blocks))


def _id(item: Json) -> str:
    """Return the id of a thing in any format; of an appearance that of its article."""
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
