"""Events in schema.org's words."""

from collections.abc import Sequence

from app.answers.events import EventDetail, EventOut, FigureOut, ParticipantOut
from app.api.jsonld.annotations import annotation_node, span_targets
from app.api.jsonld.claims import claim_node
from app.api.jsonld.context import Node, document, graph, known
from app.api.jsonld.references import address, article_node, entity_node, named, start_and_end, topic_node

VALUES = {"exact": "value", "approximate": "value", "at_least": "minValue", "at_most": "maxValue"}


def linked_events(events: Sequence[EventOut]) -> Node:
    """Return events as one graph."""
    return graph([event_node(event) for event in events])


def linked_event(event: EventDetail) -> Node:
    """Return one event as a document, with the claims about it and the events it is part of or consists of."""
    parts = [relation for relation in event["relations"] if relation["type"] == "part_of"]
    related = {
        "superEvent": [topic_node(relation["other"]) for relation in parts if relation["direction"] == "outgoing"],
        "subEvent": [topic_node(relation["other"]) for relation in parts if relation["direction"] == "incoming"],
        "subjectOf": [claim_node(claim) for claim in event["claims"]],
    }
    return document(known({**event_node(event), **related}))


def event_node(event: EventOut) -> Node:
    """Shape an event. Its keywords say that it is imagined or did not happen, and give an uncertain date: schema.org cannot."""
    where = address("events", event["id"])
    start, end = start_and_end(event["date"])
    is_planned = event["status"] == "planned" and not event["negated"]
    return known(
        {
            "@type": "Event",
            "@id": where,
            "identifier": event["id"],
            "name": event["title"],
            "keywords": [event["kind"], event["status"], *(["negated"] if event["negated"] else []), *_as_dated(event, start, end)],
            "eventStatus": "https://schema.org/EventScheduled" if is_planned else None,
            "startDate": start,
            "endDate": end,
            "location": named("Place", event["place"]),
            "about": [*map(_participant, event["participants"]), *map(_figure, event["figures"])],
            "mentionedIn": article_node(event["article"]),
            "annotation": annotation_node(f"{where}#mentions", span_targets(event["article"]["id"], event["mentions"])),
        }
    )


def _as_dated(event: EventOut, start: str | None, end: str | None) -> list[str]:
    """The date in EDTF where start and end do not tell it."""
    return [event["date"]["edtf"]] if event["date"] and event["date"]["edtf"] not in (start, f"{start}/{end}") else []


def _participant(participant: ParticipantOut) -> Node:
    entity = entity_node(participant["entity"]) if participant["entity"] else named("Thing", participant["name"])
    return {"@type": "Role", "roleName": participant["role"], "about": entity}


def _figure(figure: FigureOut) -> Node:
    hedge = "approximate" if figure["qualifier"] == "approximate" else None
    value = {VALUES[figure["qualifier"]]: figure["value"], "description": figure["text"], "disambiguatingDescription": hedge}
    return known({"@type": "QuantitativeValue", "name": figure["measure"], **value})
