"""Order keys of lists, as answers show them. New ids reorder items of equal keys."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from tests.comparison.ids import ID_IN_TEXT

Json = Any
MOST_CANDIDATES = 500  # a search ranks this many of each type, newest first
KeyOf = Callable[[Json], Hashable]


@dataclass(frozen=True)
class Order:
    """Order of a list by a key, then by id. With ``in_blocks``, items of equal keys form a block, and whole blocks are ordered by id."""

    key: KeyOf
    in_blocks: bool = False


def by_latest(name: str) -> KeyOf:
    """Return a key: the latest day of a date, '' without a date, and 9999-12-31 for a date with open end."""
    return lambda item: "" if item[name] is None else item[name]["latest"] or "9999-12-31"


def _published(item: Json) -> Hashable:
    return (item["published"] or "")[:10]


def of_article(item: Json) -> Hashable:
    """Return the publication day of an item's article."""
    return _published(item["article"])


def no_key(_: Json) -> Hashable:
    """Return the same key for all items."""
    return ()


BY_POSITION = Order(lambda item: item["article"]["id"], in_blocks=True)
ENTITIES = {
    **dict.fromkeys(["", "-claims"], Order(lambda item: item["counts"]["claims"])),
    "-articles": Order(lambda item: item["counts"]["articles"]),
}
# Orders by the last part of the path and the value of ``sort``, which is '' where it is absent.
LISTS: Mapping[str, Mapping[str, Order]] = {
    "claims": {
        **dict.fromkeys(["", "-said", "said"], Order(by_latest("said"))),
        **dict.fromkeys(["-published", "published"], Order(of_article)),
        "position": BY_POSITION,
        "relevance": Order(no_key),  # the score is in cursors alone, which are compared
    },
    "events": {**dict.fromkeys(["", "-date", "date"], Order(by_latest("date"))), "position": BY_POSITION},
    "entities": ENTITIES,
    "speakers": ENTITIES,
    "articles": dict.fromkeys(["", "-published", "published"], Order(_published)),
    "appearances": {"": Order(of_article)},
    "timeline": dict.fromkeys(["", "-date", "date"], Order(by_latest("date"))),
    "search": {"": Order(lambda item: item["score"])},
}

DATE_KEYS: Mapping[str, KeyOf] = {"claim": by_latest("said"), "event": by_latest("date"), "article": _published}


def order_of(target: str) -> Order:
    """Return the order of a list.

    Raises:
        KeyError: no list has this path and order.
    """
    address = urlsplit(target)
    return LISTS[address.path.rpartition("/")[2]][parse_qs(address.query).get("sort", [""])[0]]


def without_last_candidates(hits: list[Json]) -> list[Json]:
    """Return the hits of a search without the oldest of each type that may have more candidates than are ranked.

    Which of equal candidates are ranked depends on ids. Entities are too few to be cut.
    """
    dates: list[tuple[str, Hashable]] = [
        (hit["type"], DATE_KEYS[hit["type"]](hit[hit["type"]])) for hit in hits if hit["type"] in DATE_KEYS
    ]
    cut = [kind for kind in DATE_KEYS if sum(each == kind for each, _ in dates) >= MOST_CANDIDATES]
    last = {(kind, min((date for each, date in dates if each == kind), key=str)) for kind in cut}
    return [hit for hit in hits if hit["type"] not in cut or (hit["type"], DATE_KEYS[hit["type"]](hit[hit["type"]])) not in last]


def normalized(items: list[Json], order: Order, *, is_cut: bool = False) -> list[Json]:
    """Return the items with those of equal keys ordered by their first id.

    If the list is cut, the last group of equal keys may go on beyond its end: only the size of that group is kept.
    """
    groups = [[*group] for _, group in groupby(items, order.key)]
    if order.in_blocks:
        return [item for group in sorted(groups, key=_by_id) for item in group]
    cut = [f"{len(groups.pop())} of a group that may go on"] if is_cut and groups else []
    return [*(item for group in groups for item in sorted(group, key=_by_id)), *cut]


def _by_id(item: Json) -> tuple[str, str]:
    text = orjson.dumps(item).decode()
    match = ID_IN_TEXT.search(text)
    return match.group() if match else "", text
