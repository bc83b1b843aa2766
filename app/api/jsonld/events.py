"""Events as schema.org's Event."""

from collections.abc import Sequence

from app.answers.events import EventDetail, EventOut, FigureOut, ParticipantOut
from app.api.jsonld.annotations import annotation_node, span_targets
from app.api.jsonld.claims import claim_node
from app.api.jsonld.context import Node, jsonld_document, jsonld_graph, without_nulls
from app.api.jsonld.references import article_reference, entity_reference, iri_of, node_of_name, start_and_end, topic_reference

VALUE_PROPERTIES = {"exact": "value", "approximate": "value", "at_least": "minValue", "at_most": "maxValue"}


def events_to_jsonld(events: Sequence[EventOut]) -> Node:
    """Return events as one graph."""
    return jsonld_graph([event_node(event) for event in events])


def event_to_jsonld(event: EventDetail) -> Node:
    """Return one event as a document, with the claims about it and the events it is part of or consists of."""
    part_of_relations = [relation for relation in event["relations"] if relation["type"] == "part_of"]
    related = {
        "superEvent": [topic_reference(relation["other"]) for relation in part_of_relations if relation["direction"] == "outgoing"],
        "subEvent": [topic_reference(relation["other"]) for relation in part_of_relations if relation["direction"] == "incoming"],
        "subjectOf": [claim_node(claim) for claim in event["claims"]],
    }
    return jsonld_document(without_nulls({**event_node(event), **related}))


def event_node(event: EventOut) -> Node:
    """Return the node of an event. Keywords hold what schema.org has no property for: status, negation, an uncertain date."""
    iri = iri_of("events", event["id"])
    start, end = start_and_end(event["date"])
    is_planned = event["status"] == "planned" and not event["negated"]
    return without_nulls(
        {
            "@type": "Event",
            "@id": iri,
            "identifier": event["id"],
            "name": event["title"],
            "keywords": [event["kind"], event["status"], *(["negated"] if event["negated"] else []), *_date_keywords(event, start, end)],
            "eventStatus": "https://schema.org/EventScheduled" if is_planned else None,
            "startDate": start,
            "endDate": end,
            "location": node_of_name("Place", event["place"]),
            "about": [*map(_participant, event["participants"]), *map(_figure, event["figures"])],
            "mentionedIn": article_reference(event["article"]),
            "annotation": annotation_node(f"{iri}#mentions", span_targets(event["article"]["id"], event["mentions"])),
        }
    )


def _date_keywords(event: EventOut, start: str | None, end: str | None) -> list[str]:
    """Return the date in EDTF, if startDate and endDate do not express it; else nothing."""
    return [event["date"]["edtf"]] if event["date"] and event["date"]["edtf"] not in (start, f"{start}/{end}") else []


def _participant(participant: ParticipantOut) -> Node:
    entity = entity_reference(participant["entity"]) if participant["entity"] else node_of_name("Thing", participant["name"])
    return {"@type": "Role", "roleName": participant["role"], "about": entity}


def _figure(figure: FigureOut) -> Node:
    disambiguation = "approximate" if figure["qualifier"] == "approximate" else None
    value = {
        VALUE_PROPERTIES[figure["qualifier"]]: figure["value"],
        "description": figure["text"],
        "disambiguatingDescription": disambiguation,
    }
    return without_nulls({"@type": "QuantitativeValue", "name": figure["measure"], **value})
