"""Claims as schema.org's Claim."""

from collections.abc import Sequence

from app.answers.claims import ClaimOut
from app.answers.parts import EntityRef
from app.api.jsonld.annotations import annotation_node, selector_targets
from app.api.jsonld.context import Node, jsonld_document, jsonld_graph, without_nulls
from app.api.jsonld.references import (
    article_reference,
    entity_reference,
    iri_of,
    iso_date,
    node_of_name,
    speaker_reference,
    topic_reference,
)


def claims_to_jsonld(claims: Sequence[ClaimOut]) -> Node:
    """Return claims as one graph."""
    return jsonld_graph([claim_node(claim) for claim in claims])


def claim_to_jsonld(claim: ClaimOut) -> Node:
    """Return one claim as a document. Its relations are left out: schema.org has no properties for them."""
    return jsonld_document(claim_node(claim))


def claim_node(claim: ClaimOut) -> Node:
    """Return the node of a claim, with its passage as an annotation of which the claim is the body."""
    iri = iri_of("claims", claim["id"])
    said = claim["said"]["edtf"] if claim["said"] else None
    return without_nulls(
        {
            "@type": "Claim",
            "@id": iri,
            "identifier": claim["id"],
            "text": claim["quote"],
            "abstract": claim["gist"],
            "author": speaker_reference(claim["speaker"]) if claim["speaker"] else None,
            "mentions": [entity_reference(holder) for holder in claim["holders"]],
            "isBasedOn": _work_by(claim["reported_via"]),
            "audience": node_of_name("Audience", claim["addressee"]),
            "locationCreated": node_of_name("Place", claim["place"]),
            "dateCreated": iso_date(said) if said else None,
            "temporal": said,
            "keywords": [claim["kind"], claim["mode"]],
            "creativeWorkStatus": claim["review"],
            "about": [topic_reference(topic) for topic in claim["about"]],
            "appearance": _quotations(claim) if claim["mode"] != "indirect" else None,
            "isPartOf": article_reference(claim["article"]),
            "annotation": annotation_node(f"{iri}#passage", selector_targets(claim["article"]["id"], claim["passage"]["selector"])),
        }
    )


def _quotations(claim: ClaimOut) -> list[Node]:
    """Return a quotation for each part of the quote, word for word; one without words while the article's text is not attached."""
    speaker = {"@id": iri_of("entities", claim["speaker"]["id"])} if claim["speaker"] else None
    article = {"@id": iri_of("articles", claim["article"]["id"])}
    parts: list[str] | list[None] = claim["quote_parts"] or [None]
    return [without_nulls({"@type": "Quotation", "text": part, "spokenByCharacter": speaker, "isPartOf": article}) for part in parts]


def _work_by(creator: EntityRef | None) -> Node | None:
    return {"@type": "CreativeWork", "creator": speaker_reference(creator)} if creator else None
