"""JSON-LD contexts, which map keys to vocabularies. They stand in each document, so that nothing has to be loaded."""

from collections.abc import Sequence
from typing import Any

Node = dict[str, Any]
# The keys of annotations are those of http://www.w3.org/ns/anno.jsonld, and mean the same. All other keys are schema.org's.
CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "eventStatus": {"@type": "@id"},
    "mentionedIn": {"@reverse": "https://schema.org/mentions"},
    "annotation": {"@reverse": "oa:hasBody"},
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "identifying": "oa:identifying",
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
}
# Pages of annotations need more keys, some of which have another meaning in schema.org (`value`, `items`).
PAGE_CONTEXT: Node = {
    **CONTEXT,
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "TextualBody": "oa:TextualBody",
    "classifying": "oa:classifying",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "value": "rdf:value",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "partOf": {"@id": "as:partOf", "@type": "@id"},
    "total": {"@id": "as:totalItems", "@type": "xsd:nonNegativeInteger"},
}


def jsonld_document(node: Node, context: Node = CONTEXT) -> Node:
    """Return one thing as a JSON-LD document."""
    return {"@context": context, **node}


def jsonld_graph(nodes: Sequence[Node]) -> Node:
    """Return many things as a JSON-LD document."""
    return {"@context": CONTEXT, "@graph": list(nodes)}


def without_nulls(properties: Node) -> Node:
    """Return the properties without those that are null or an empty list."""
    return {name: value for name, value in properties.items() if value is not None and value != []}
