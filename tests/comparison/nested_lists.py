"""Normalization of lists within one answer that are ordered by a key and then by id."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.comparison.orders import KeyOf, Order, by_latest, no_key, normalized, of_article

Json = Any
MOST_TOPICS, MOST_APPEARANCES, MOST_EVENTS, MOST_SPEAKERS = 50, 20, 20, 50
NOT_COMPARED = "not compared: it depends on which of equal claims were cut off"


def normalize(path: str, body: Json) -> None:
    """Put the lists within an answer in an order that does not depend on ids."""
    for facet in body.get("facets", {}).values():
        facet["values"] = normalized(facet["values"], Order(lambda value: value["count"]), is_cut=not facet["complete"])
    for pattern, normalize_one in NORMALIZERS.items():
        if re.fullmatch(pattern, path):
            normalize_one(body)


def _sort(body: Json, name: str, key: KeyOf, most: int | None = None) -> None:
    if name in body:
        body[name] = normalized(body[name], Order(key), is_cut=len(body[name]) == most)


def _count(item: Json) -> int:
    number: int = item["count"]
    return number


def _entity(body: Json) -> None:
    _sort(body, "appearances", of_article, MOST_APPEARANCES)
    _sort(body, "members", no_key)
    _sort(body, "groups", no_key)
    topics = body.get("speaks_about", [])
    for kind in ("entity", "event") if topics else ():
        body[f"speaks_about {kind}"] = [topic for topic in topics if topic["topic"]["type"] == kind]
        _sort(body, f"speaks_about {kind}", _count, MOST_TOPICS)
    body.pop("speaks_about", None)
    _sort(body, "spoken_about_by", _count, MOST_TOPICS)
    _sort(body, "events", by_latest("date"), MOST_EVENTS)
    for name in ("member", "memberOf"):  # from here on: keys of JSON-LD
        _sort(body, name, no_key)
    for name in ("mentionedIn", "annotation"):
        _sort(body, name, no_key, MOST_APPEARANCES)
    _sort(body, "subjectOf", no_key, MOST_EVENTS)


def _annotated(body: Json) -> None:
    _sort(body, "spans", lambda span: (span["start"], span["end"], span["role"]))
    for item in body.get("items", []):
        item["id"] = item["id"].partition("#")[0]  # without the number at its end
    _sort(body, "items", lambda item: (*_ends(item), item["body"][0]["value"]))


def _ends(item: Json) -> tuple[int, int]:
    position = item["target"]["selector"][0]
    return position["start"], position["end"]


def _sources(body: Json) -> None:
    _sort(body, "speakers", lambda voice: voice["claims"], MOST_SPEAKERS)


def _comparison(body: Json) -> None:
    is_cut = False
    for side in body.get("sides", []):
        goes_on = side["total"]["relation"] == "gte" or side["total"]["value"] > len(side["claims"])
        side["claims"] = normalized(side["claims"], Order(by_latest("said")), is_cut=goes_on)
        is_cut = is_cut or goes_on
    _sort(body, "relations", no_key)
    _sort(body, "topics", lambda topic: sum(topic["claims"]))
    if is_cut:
        body["relations"] = body["topics"] = NOT_COMPARED


def _graph(body: Json) -> None:
    """Normalize a graph. One that is cut is compared without its lightest edges: ids decide which of them are left out."""
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


NORMALIZERS: Mapping[str, Callable[[Json], None]] = {
    r"/v1/(entities|speakers)/\w+": _entity,
    r"/v1/articles/\w+/annotated": _annotated,
    r"/v1/(articles/\w+/)?sources": _sources,
    r"/v1/compare": _comparison,
    r"/v1/graph": _graph,
}
