"""Lists within one answer that are ordered by a key and then by id, and what depends on where they are cut."""

import re
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from tests.comparison.orders import KeyOf, Order, by_latest, of_article, settled

Json = Any
MOST_TOPICS, MOST_APPEARANCES, MOST_EVENTS, MOST_SPEAKERS = 50, 20, 20, 50
NOT_COMPARED = "not compared: it is made of claims that were cut off among equals"


def settle(path: str, body: Json) -> None:
    """Put the lists within an answer in an order that does not depend on ids."""
    for facet in body.get("facets", {}).values():
        facet["values"] = settled(facet["values"], Order(lambda value: value["count"]), is_cut=not facet["complete"])
    for pattern, settle_one in THINGS.items():
        if re.fullmatch(pattern, path):
            settle_one(body)


def _sort(body: Json, name: str, key: KeyOf, most: int | None = None) -> None:
    if name in body:
        body[name] = settled(body[name], Order(key), is_cut=len(body[name]) == most)


def _nothing(_: Json) -> Hashable:
    return ()


def _count(item: Json) -> int:
    number: int = item["count"]
    return number


def _entity(body: Json) -> None:
    _sort(body, "appearances", of_article, MOST_APPEARANCES)
    _sort(body, "members", _nothing)
    _sort(body, "groups", _nothing)
    topics = body.get("speaks_about", [])
    for kind in ("entity", "event") if topics else ():
        body[f"speaks_about {kind}"] = [topic for topic in topics if topic["topic"]["type"] == kind]
        _sort(body, f"speaks_about {kind}", _count, MOST_TOPICS)
    body.pop("speaks_about", None)
    _sort(body, "spoken_about_by", _count, MOST_TOPICS)
    _sort(body, "events", by_latest("date"), MOST_EVENTS)
    for name in ("member", "memberOf"):  # here and below: of JSON-LD
        _sort(body, name, _nothing)
    for name in ("mentionedIn", "annotation"):
        _sort(body, name, _nothing, MOST_APPEARANCES)
    _sort(body, "subjectOf", _nothing, MOST_EVENTS)


def _annotated(body: Json) -> None:
    _sort(body, "spans", lambda span: (span["start"], span["end"], span["role"]))
    for item in body.get("items", []):
        item["id"] = item["id"].partition("#")[0]  # a number follows
    _sort(body, "items", lambda item: (*_ends(item), item["body"][0]["value"]))


def _ends(item: Json) -> tuple[int, int]:
    position = item["target"]["selector"][0]
    return position["start"], position["end"]


def _sources(body: Json) -> None:
    _sort(body, "speakers", lambda voice: voice["claims"], MOST_SPEAKERS)


def _comparison(body: Json) -> None:
    cut = False
    for side in body.get("sides", []):
        goes_on = side["total"]["relation"] == "gte" or side["total"]["value"] > len(side["claims"])
        side["claims"] = settled(side["claims"], Order(by_latest("said")), is_cut=goes_on)
        cut = cut or goes_on
    _sort(body, "relations", _nothing)
    _sort(body, "topics", lambda topic: sum(topic["claims"]))
    if cut:
        body["relations"] = body["topics"] = NOT_COMPARED


def _graph(body: Json) -> None:
    """Settle a graph. One that is cut is compared without its lightest edges, of which others may be left out."""
    edges = body.get("edges", [])
    if edges and body["left_out"]["edges"]:
        least = min(map(_claims, edges))
        body["edges"] = [edge for edge in edges if _claims(edge) > least]
        ends = {edge[end] for edge in body["edges"] for end in ("source", "target")}
        body["nodes"] = [node for node in body["nodes"] if node["id"] in ends]
        body["left_out"]["nodes"] = NOT_COMPARED
    _sort(body, "edges", _claims)
    _sort(body, "nodes", _claims)


def _claims(item: Json) -> int:
    number: int = item["counts"]["claims"]
    return number


THINGS: Mapping[str, Callable[[Json], None]] = {
    r"/v1/(entities|speakers)/\w+": _entity,
    r"/v1/articles/\w+/annotated": _annotated,
    r"/v1/(articles/\w+/)?sources": _sources,
    r"/v1/compare": _comparison,
    r"/v1/graph": _graph,
}
