"""Parses JSON-LD without network, and checks types and properties against schema.org and Web Annotation."""

import json
from collections.abc import Container, Iterator
from typing import Any, cast
from warnings import catch_warnings

from fastapi.testclient import TestClient
from rdflib import RDF, SDO, Graph, Literal, Namespace, URIRef
from rdflib.term import Node as Term

from tests.queries.archive import Json, get

SERVER = "http://onrecord.test"
OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
WORKS = {"Claim", "Quotation", "NewsArticle", "CreativeWork", "MediaObject"}
AGENTS = {"Person", "Organization"}
THINGS = {*WORKS, *AGENTS, "Event", "Place", "Thing", "Audience", "QuantitativeValue"}
TEXT, IRI = {"text"}, {"iri"}
# property: the types that have it, and the types of its values, as far as used here. A superclass stands for its subclasses.
PROPERTIES: dict[str, tuple[set[str], set[str]]] = {
    **dict.fromkeys(("name", "identifier", "alternateName", "description", "disambiguatingDescription"), (THINGS, TEXT)),
    **dict.fromkeys(("url", "sameAs"), (THINGS, IRI)),
    **dict.fromkeys(("text", "abstract", "dateCreated", "temporal", "creativeWorkStatus", "headline", "datePublished"), (WORKS, TEXT)),
    **dict.fromkeys(("inLanguage", "encodingFormat"), (WORKS, TEXT)),
    "keywords": ({*WORKS, *AGENTS, "Event", "Place"}, TEXT),
    "author": (WORKS, AGENTS),
    "creator": (WORKS, AGENTS),
    "publisher": (WORKS, AGENTS),
    "mentions": (WORKS, THINGS),
    "about": ({*WORKS, "Event"}, THINGS),
    "audience": ({*WORKS, "Event"}, {"Audience"}),
    "locationCreated": (WORKS, {"Place"}),
    "isBasedOn": (WORKS, WORKS),
    "isPartOf": (WORKS, WORKS),
    "hasPart": (WORKS, WORKS),
    "encoding": (WORKS, {"MediaObject"}),
    "sha256": ({"MediaObject"}, TEXT),
    "appearance": ({"Claim"}, WORKS),
    "spokenByCharacter": ({"Quotation"}, AGENTS),
    "dateline": ({"NewsArticle"}, TEXT),
    "subjectOf": (THINGS, {*WORKS, "Event"}),
    "jobTitle": ({"Person"}, TEXT),
    "affiliation": ({"Person"}, {"Organization"}),
    "memberOf": (AGENTS, {"Organization"}),
    "member": ({"Organization"}, AGENTS),
    "roleName": (set(), TEXT),
    "startDate": ({"Event"}, TEXT),
    "endDate": ({"Event"}, TEXT),
    "eventStatus": ({"Event"}, IRI),
    "location": ({"Event"}, {"Place"}),
    "superEvent": ({"Event"}, {"Event"}),
    "subEvent": ({"Event"}, {"Event"}),
    **{name: ({"QuantitativeValue"}, TEXT) for name in ("value", "minValue", "maxValue")},
}
UNTYPED = {"author": AGENTS}  # names in a byline have no type: persons or agencies
ROLES = {"Role", "OrganizationRole"}
# https://www.w3.org/TR/annotation-vocab/, and of ActivityStreams what it takes for pages.
ANNOTATION_TERMS = {
    *(OA[name] for name in ("Annotation", "SpecificResource", "TextPositionSelector", "TextQuoteSelector", "TextualBody")),
    *(OA[name] for name in ("hasBody", "hasTarget", "hasSource", "hasSelector", "hasPurpose", "motivatedBy")),
    *(OA[name] for name in ("start", "end", "exact", "prefix", "suffix", "identifying", "classifying")),
    *(AS[name] for name in ("OrderedCollection", "OrderedCollectionPage", "items", "partOf", "totalItems")),
    *(RDF.value, RDF.first, RDF.rest),
}


def linked(client: TestClient, path: str, params: Json | None = None) -> Json:
    """Return a JSON-LD document, requested with ``units=utf16`` where possible: its offsets must count code points all the same."""
    is_countable = path.count("/") > 2 or path in ("/v1/claims", "/v1/events")
    found: Json = get(client, path, {"format": "jsonld", **({"units": "utf16"} if is_countable else {}), **(params or {})})
    return found


def graph_of(document: Json, path: str) -> Graph:
    """Parse a document into a graph. It holds its own context, so nothing is loaded."""
    assert isinstance(document["@context"], dict)
    with catch_warnings(category=DeprecationWarning, action="ignore"):  # rdflib's reader calls what rdflib deprecates
        return Graph().parse(data=json.dumps(document), format="json-ld", publicID=SERVER + path)


def iri(path: str) -> URIRef:
    return URIRef(SERVER + path)


def values(value: Any) -> Iterator[Any]:
    """Yield every value within a document."""
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from values(inner)


def faults(graph: Graph) -> set[tuple[str, str]]:
    """Return unknown types and properties, and properties on a wrong type or with a wrong value."""
    found = {("type", str(kind)) for kind in graph.objects(None, RDF.type) if not _is_known(kind)}
    for subject, predicate, value in graph:
        if _is_known(predicate) and predicate not in ANNOTATION_TERMS:
            found |= {(fault, str(predicate)) for fault in _misuses(graph, subject, str(predicate).removeprefix(str(SDO)), value)}
        elif predicate not in ANNOTATION_TERMS and predicate != RDF.type:
            found.add(("property", str(predicate)))
    return found


def _is_known(term: Term) -> bool:
    return term in ANNOTATION_TERMS or term in cast(Container[object], SDO)


def _misuses(graph: Graph, subject: Term, name: str, value: Term) -> Iterator[str]:
    domain, range_ = PROPERTIES[name]
    if not types(graph, subject) & (domain | ROLES) and name != "name":
        yield "domain"
    if range_ == TEXT:
        is_valid = isinstance(value, Literal)
    elif range_ == IRI:
        is_valid = isinstance(value, URIRef)
    else:
        is_valid = not isinstance(value, Literal) and bool((types(graph, value) or UNTYPED.get(name, set())) & (range_ | ROLES))
    if not is_valid:
        yield "range"


def types(graph: Graph, thing: Term) -> set[str]:
    """Return the schema.org types of a thing, by name."""
    return {str(kind).removeprefix(str(SDO)) for kind in graph.objects(thing, RDF.type) if str(kind).startswith(str(SDO))}
