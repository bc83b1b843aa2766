"""Claims as JSON-LD in schema.org's words: Claim, Quotation, Person, Organization, NewsArticle."""

from collections.abc import Sequence
from typing import Any

from app.parts import ArticleRef, EntityRef, TopicRef
from app.schemas import ClaimOut

CONTEXT = "https://schema.org"
TYPES = {"person": "Person", "organization": "Organization", "group": "Organization", "place": "Place"}
Linked = dict[str, Any]


def linked_claims(claims: Sequence[ClaimOut]) -> Linked:
    """Return claims as one JSON-LD graph."""
    return {"@context": CONTEXT, "@graph": [_claim(claim) for claim in claims]}


def linked_claim(claim: ClaimOut) -> Linked:
    """Return one claim as a JSON-LD document."""
    return {"@context": CONTEXT, **_claim(claim)}


def _claim(claim: ClaimOut) -> Linked:
    speaker = _entity(claim["speaker"]) if claim["speaker"] else None
    is_day = claim["said"] is not None and claim["said"]["precision"] == "day"
    return _known(
        {
            "@type": "Claim",
            "@id": f"/v1/claims/{claim['id']}",
            "identifier": claim["id"],
            "text": claim["quote"],
            "abstract": claim["gist"],
            "author": speaker,
            "dateCreated": claim["said"]["earliest"] if claim["said"] and is_day else None,
            "temporal": claim["said"]["edtf"] if claim["said"] else None,
            "about": [_topic(topic) for topic in claim["about"]] or None,
            "appearance": _quotation(claim, speaker) if claim["mode"] != "indirect" else None,
            "isPartOf": _article(claim["article"]),
        }
    )


def _quotation(claim: ClaimOut, speaker: Linked | None) -> Linked:
    where = _article(claim["article"])
    return _known({"@type": "Quotation", "text": claim["quote"], "spokenByCharacter": speaker, "isPartOf": where})


def _entity(entity: EntityRef) -> Linked:
    name = entity["name"] or entity["descriptor"]
    return _known({"@type": TYPES[entity["kind"]], "@id": f"/v1/entities/{entity['id']}", "identifier": entity["id"], "name": name})


def _topic(topic: TopicRef) -> Linked:
    is_event = topic["type"] == "event"
    where = f"/v1/{'events' if is_event else 'entities'}/{topic['id']}"
    return _known({"@type": "Event" if is_event else "Thing", "@id": where, "name": topic["label"]})


def _article(article: ArticleRef) -> Linked:
    publisher = {"@type": "Organization", "name": article["publisher"]} if article["publisher"] else None
    about = {"@type": "NewsArticle", "@id": f"/v1/articles/{article['id']}", "identifier": article["id"], "headline": article["title"]}
    return _known({**about, "datePublished": article["published"], "publisher": publisher, "url": article["url"]})


def _known(properties: Linked) -> Linked:
    return {name: value for name, value in properties.items() if value is not None}
