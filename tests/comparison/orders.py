"""The order keys of lists, as far as answers show them: items of equal keys are ordered by id, and stand otherwise once ids change."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from tests.comparison.ids import ID_IN_TEXT

Json = Any
MOST_CANDIDATES = 500  # of each type, newest first, are ranked by a search
KeyOf = Callable[[Json], Hashable]


@dataclass(frozen=True)
class Order:
    """How a list is ordered, but for ids. In ``blocks``, those of equal keys keep their order, and blocks are ordered by id."""

    key: KeyOf
    in_blocks: bool = False


def by_latest(name: str) -> KeyOf:
    """Return the key "latest day" of a date: empty where there is none, the last of all days where it is open."""
    return lambda item: "" if item[name] is None else item[name]["latest"] or "9999-12-31"


def _published(item: Json) -> Hashable:
    return (item["published"] or "")[:10]


def of_article(item: Json) -> Hashable:
    return _published(item["article"])


def _none(_: Json) -> Hashable:
    return ()


BY_POSITION = Order(lambda item: item["article"]["id"], in_blocks=True)
ENTITIES = {
    **dict.fromkeys(["", "-claims"], Order(lambda item: item["counts"]["claims"])),
    "-articles": Order(lambda item: item["counts"]["articles"]),
}
# By path, then by what is asked for as ``sort``; '' is the default.
LISTS: Mapping[str, Mapping[str, Order]] = {
    "claims": {
        **dict.fromkeys(["", "-said", "said"], Order(by_latest("said"))),
        **dict.fromkeys(["-published", "published"], Order(of_article)),
        "position": BY_POSITION,
        "relevance": Order(_none),  # the score is in cursors alone, which are compared
    },
    "events": {**dict.fromkeys(["", "-date", "date"], Order(by_latest("date"))), "position": BY_POSITION},
    "entities": ENTITIES,
    "speakers": ENTITIES,
    "articles": dict.fromkeys(["", "-published", "published"], Order(_published)),
    "appearances": {"": Order(of_article)},
    "timeline": dict.fromkeys(["", "-date", "date"], Order(by_latest("date"))),
    "search": {"": Order(lambda item: item["score"])},
}

DATED: Mapping[str, KeyOf] = {"claim": by_latest("said"), "event": by_latest("date"), "article": _published}


def order_of(target: str) -> Order:
    """Return how a list is ordered.

    Raises:
        KeyError: no list has this path and order.
    """
    address = urlsplit(target)
    return LISTS[address.path.rpartition("/")[2]][parse_qs(address.query).get("sort", [""])[0]]


def among_candidates(hits: list[Json]) -> list[Json]:
    """Return the hits of a search without those that are the last candidates of their type, where not all may be candidates.

    Of entities there are too few.
    """
    dates: list[tuple[str, Hashable]] = [(hit["type"], DATED[hit["type"]](hit[hit["type"]])) for hit in hits if hit["type"] in DATED]
    cut = [kind for kind in DATED if sum(each == kind for each, _ in dates) >= MOST_CANDIDATES]
    last = {(kind, min((date for each, date in dates if each == kind), key=str)) for kind in cut}
    return [hit for hit in hits if hit["type"] not in cut or (hit["type"], DATED[hit["type"]](hit[hit["type"]])) not in last]


def settled(items: list[Json], order: Order, *, is_cut: bool = False) -> list[Json]:
    """Return the items in an order that does not depend on ids but by their names: those of equal keys by the first id in each.

    Where the list is cut, so that others of the last group may stand behind its end, only the size of that group is kept.
    """
    groups = [[*group] for _, group in groupby(items, order.key)]
    if order.in_blocks:
        return [item for group in sorted(groups, key=_by_id) for item in group]
    cut = [f"{len(groups.pop())} of a group that may go on"] if is_cut and groups else []
    return [*(item for group in groups for item in sorted(group, key=_by_id)), *cut]


def _by_id(item: Json) -> tuple[str, str]:
    text = orjson.dumps(item).decode()
    found = ID_IN_TEXT.search(text)
    return found.group() if found else "", text
