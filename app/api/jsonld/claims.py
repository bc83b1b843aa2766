"""Claims in schema.org's words."""

from collections.abc import Sequence

from app.answers.claims import ClaimOut
from app.answers.parts import EntityRef
from app.api.jsonld.annotations import annotation_node, selected_targets
from app.api.jsonld.context import Node, document, graph, known
from app.api.jsonld.references import address, article_node, certain, entity_node, named, speaker_node, topic_node


def linked_claims(claims: Sequence[ClaimOut]) -> Node:
    """Return claims as one graph."""
    return graph([claim_node(claim) for claim in claims])


def linked_claim(claim: ClaimOut) -> Node:
    """Return one claim as a document. Its relations are left out: schema.org has no words for them."""
    return document(claim_node(claim))


def claim_node(claim: ClaimOut) -> Node:
    """Shape a claim, with its passage as an annotation whose body it is."""
    where = address("claims", claim["id"])
    said = claim["said"]["edtf"] if claim["said"] else None
    return known(
        {
            "@type": "Claim",
            "@id": where,
            "identifier": claim["id"],
            "text": claim["quote"],
            "abstract": claim["gist"],
            "author": speaker_node(claim["speaker"]) if claim["speaker"] else None,
            "mentions": [entity_node(holder) for holder in claim["holders"]],
            "isBasedOn": _reported_via(claim["reported_via"]),
            "audience": named("Audience", claim["addressee"]),
            "locationCreated": named("Place", claim["place"]),
            "dateCreated": certain(said) if said else None,
            "temporal": said,
            "keywords": [claim["kind"], claim["mode"]],
            "creativeWorkStatus": claim["review"],
            "about": [topic_node(topic) for topic in claim["about"]],
            "appearance": _quotation(claim) if claim["mode"] != "indirect" else None,
            "isPartOf": article_node(claim["article"]),
            "annotation": annotation_node(f"{where}#passage", selected_targets(claim["article"]["id"], claim["passage"]["selector"])),
        }
    )


def _quotation(claim: ClaimOut) -> Node:
    speaker = {"@id": address("entities", claim["speaker"]["id"])} if claim["speaker"] else None
    where = {"@id": address("articles", claim["article"]["id"])}
    return known({"@type": "Quotation", "text": claim["quote"], "spokenByCharacter": speaker, "isPartOf": where})


def _reported_via(entity: EntityRef | None) -> Node | None:
    return {"@type": "CreativeWork", "creator": speaker_node(entity)} if entity else None
