"""Knowledge documents without their claims and events of little confidence."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def with_confidence(document: Json, least: float) -> Json:
    """Return the document without the claims and events below a confidence; those that a person made have none, and stay.

    Relations, edits and topics that name what was left out go too, and so do unnamed sources of which no claim is left. Whoever has a
    name is still named by the text, and stays.
    """
    judged = [each for key in ("claims", "events") for each in document.get(key, []) if each.get("confidence") is not None]
    left_out = {each["id"] for each in judged if each["confidence"] < least}
    if not left_out:
        return document
    sources = set(_entities_named(document))
    parts = {
        "claims": [_without_topics(claim, left_out) for claim in document.get("claims", []) if claim["id"] not in left_out],
        "events": [event for event in document.get("events", []) if event["id"] not in left_out],
        "relations": [each for each in document.get("relations", []) if not left_out & {each["from"], each["to"]}],
        "edits": [edit for edit in document.get("edits", []) if edit["target"] not in left_out],
    }
    kept: Json = {**document, **{key: value for key, value in parts.items() if key in document}}
    return _without_entities(kept, sources - set(_entities_named(kept)))


def _without_topics(claim: Json, left_out: set[str]) -> Json:
    topics = [topic for topic in claim.get("about", []) if topic not in left_out]
    return {**claim, "about": topics} if "about" in claim else claim


def _without_entities(document: Json, candidates: set[str]) -> Json:
    """Return the document without those of the entities that have no name, and without edits of them."""
    gone = {entity["id"] for entity in document.get("entities", []) if entity["id"] in candidates and not entity.get("name")}
    lists = {"entities": "id", "edits": "target"}
    return {
        **document,
        **{key: [each for each in document[key] if each[name] not in gone] for key, name in lists.items() if key in document},
    }


def _entities_named(document: Json) -> Iterator[str]:
    """Yield the ids that claims, events, groups and edits name; those of events among them do no harm."""
    for claim in document.get("claims", []):
        yield from filter(None, [claim.get("speaker"), claim.get("reported_via"), *claim.get("holders", []), *claim.get("about", [])])
    for event in document.get("events", []):
        yield from (participant["entity"] for participant in event.get("participants", []) if participant.get("entity"))
    for entity in document.get("entities", []):
        yield from entity.get("members", [])
    for edit in document.get("edits", []):
        yield from (value for value in (edit["before"], edit["after"]) if isinstance(value, str))
