"""Things as other things name them, and dates."""

import re

from app.answers.parts import ArticleRef, DateOut, EntityRef, TopicRef
from app.api.jsonld.context import Node, known

# A group is an organization to schema.org: nothing else there has members, and can say something.
TYPES = {"person": "Person", "organization": "Organization", "group": "Organization", "place": "Place"}
TOPICS = {"claim": ("Claim", "claims"), "event": ("Event", "events"), "entity": ("Thing", "entities")}
CERTAIN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d(T[\d:Z+-]+)?)?)?")  # of EDTF, what ISO 8601 says too; months, but no seasons


def address(plural: str, thing_id: str) -> str:
    """Return the IRI of a thing, relative to the server."""
    return f"/v1/{plural}/{thing_id}"


def entity_node(entity: EntityRef) -> Node:
    """Name an entity; an anonymous one by its descriptor."""
    name = entity["name"] or entity["descriptor"]
    where = address("entities", entity["id"])
    unnamed = "not named in the article" if entity["anonymous"] else None
    return known(
        {"@type": TYPES[entity["kind"]], "@id": where, "identifier": entity["id"], "name": name, "disambiguatingDescription": unnamed}
    )


def speaker_node(entity: EntityRef) -> Node:
    """Name who says something or belongs to a group: to schema.org a place that does so is an organization, too."""
    node = entity_node(entity)
    return {**node, "@type": ["Place", "Organization"]} if entity["kind"] == "place" else node


def topic_node(topic: TopicRef) -> Node:
    """Name what is spoken about. What kind of entity it is, a topic does not say."""
    kind, plural = TOPICS[topic["type"]]
    return known({"@type": kind, "@id": address(plural, topic["id"]), "name": topic["label"]})


def article_node(article: ArticleRef) -> Node:
    """Name an article."""
    return known(
        {
            "@type": "NewsArticle",
            "@id": address("articles", article["id"]),
            "identifier": article["id"],
            "headline": article["title"],
            "datePublished": article["published"],
            "publisher": named("Organization", article["publisher"]),
            "url": article["url"],
        }
    )


def named(kind: str, name: str | None) -> Node | None:
    """Return a thing of which the name alone is known."""
    return {"@type": kind, "name": name} if name else None


def start_and_end(date: DateOut | None) -> tuple[str | None, str | None]:
    """Return the ends of a date where they are certain. A moment within a range has none; a single date has no end of its own."""
    if date is None:
        return None, None
    start, _, end = date["edtf"].partition("/")
    return certain(start), certain(end)


def certain(edtf: str) -> str | None:
    """Return an EDTF date where it is an ISO 8601 date."""
    return edtf if CERTAIN.fullmatch(edtf) else None
