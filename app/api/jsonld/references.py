"""References to things from other things, their IRIs, and dates in ISO 8601."""

import re

from app.answers.parts import ArticleRef, DateOut, EntityRef, TopicRef
from app.api.jsonld.context import Node, without_nulls

# A group is an Organization: no other type of schema.org both has members and can be an author.
ENTITY_TYPES = {"person": "Person", "organization": "Organization", "group": "Organization", "place": "Place"}
# type of a topic: its type in schema.org, and the part of its address that names the resource
TOPIC_TYPES = {"claim": ("Claim", "claims"), "event": ("Event", "events"), "entity": ("Thing", "entities")}
ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d(T[\d:Z+-]+)?)?)?")  # EDTF that is ISO 8601 too: months, but no seasons


def iri_of(plural: str, thing_id: str) -> str:
    """Return the IRI of a thing, relative to the server."""
    return f"/v1/{plural}/{thing_id}"


def entity_reference(entity: EntityRef) -> Node:
    """Return a reference to an entity; an anonymous one is named by its descriptor."""
    iri = iri_of("entities", entity["id"])
    disambiguation = "not named in the article" if entity["anonymous"] else None
    return without_nulls(
        {
            "@type": ENTITY_TYPES[entity["kind"]],
            "@id": iri,
            "identifier": entity["id"],
            "name": entity["label"],
            "disambiguatingDescription": disambiguation,
        }
    )


def speaker_reference(entity: EntityRef) -> Node:
    """Return a reference to a speaker or member. In schema.org a place can be neither, so a place gets the type Organization, too."""
    node = entity_reference(entity)
    return {**node, "@type": ["Place", "Organization"]} if entity["kind"] == "place" else node


def topic_reference(topic: TopicRef) -> Node:
    """Return a reference to the topic of a claim. An entity is a Thing: a topic does not hold its kind."""
    schema_type, plural = TOPIC_TYPES[topic["type"]]
    return without_nulls({"@type": schema_type, "@id": iri_of(plural, topic["id"]), "name": topic["label"]})


def article_reference(article: ArticleRef) -> Node:
    """Return a reference to an article."""
    return without_nulls(
        {
            "@type": "NewsArticle",
            "@id": iri_of("articles", article["id"]),
            "identifier": article["id"],
            "headline": article["title"],
            "datePublished": article["published"],
            "publisher": node_of_name("Organization", article["publisher"]),
            "url": article["url"],
        }
    )


def node_of_name(schema_type: str, name: str | None) -> Node | None:
    """Return a node of which only the name is known; None without a name."""
    return {"@type": schema_type, "name": name} if name else None


def start_and_end(date: DateOut | None) -> tuple[str | None, str | None]:
    """Return start and end of a date, each None if it is uncertain. A date within a range has neither; a single date has no end."""
    if date is None:
        return None, None
    start, _, end = date["edtf"].partition("/")
    return iso_date(start), iso_date(end)


def iso_date(edtf: str) -> str | None:
    """Return the date if it is ISO 8601, too; else None."""
    return edtf if ISO_DATE.fullmatch(edtf) else None
