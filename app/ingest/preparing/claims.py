"""Rows of claims: holders, topics, relations."""

from app.document.claims import ClaimDocument
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.columns import Row, confidence_columns, date_columns, published_order, words_of
from app.ingest.preparing.numbering import DocumentIds
from app.terms import spans
from app.terms.ties import tie_of
from app.terms.words import fold, words_to_index

QUOTE_KEY_BYTES = 16


def claim_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``claims``, in the order of the text, without their stored JSON."""
    in_text = sorted(document.claims, key=lambda claim: min([span[0] for span in (*claim.source, *claim.cue, *claim.content)]))
    common = {"article_number": ids.article_id, "published_order": published_order(document)}
    return [{**common, **_claim_row(document, ids, claim), "position": position} for position, claim in enumerate(in_text)]


def _claim_row(document: KnowledgeDocument, ids: DocumentIds, claim: ClaimDocument) -> Row:
    text, cue = document.article.text, words_of(document, claim.cue, claim.cue_text)
    excerpts = [spans.excerpt(text, span) for span in claim.content] if text is not None else None
    quoted = [exact for exact, _, _ in excerpts] if excerpts is not None else []
    speaker, via = claim.speaker or "", claim.reported_via or ""
    return {
        "id": ids.claims[claim.id],
        "tie": tie_of(ids.claims[claim.id]),
        "local_id": claim.id,
        "review": ids.review_of(ids.claims[claim.id]),
        "speaker_number": ids.entities.get(speaker),
        "speaker_position": ids.positions.get(speaker),
        "reported_via_number": ids.entities.get(via),
        "reported_via_position": ids.positions.get(via),
        "kind": claim.kind,
        "mode": claim.mode,
        "source": claim.source,
        "cue": claim.cue,
        "content": claim.content,
        "as_said": ids.as_said[claim.id],
        "cue_text": cue,
        "cue_folded": fold(cue) if cue else None,
        "quote_key": bytes.fromhex(claim.quote_sha256)[:QUOTE_KEY_BYTES],
        "quote": spans.readable_quote(quoted) if excerpts is not None else None,
        "excerpts": excerpts,
        "gist": claim.gist,
        **date_columns("said", claim.said),
        "addressee": claim.addressee,
        "place": claim.place,
        "place_folded": fold(claim.place) if claim.place else None,
        "explicit": claim.explicit,
        "section": claim.section,
        **confidence_columns(claim.confidence, is_curated=ids.is_curated),
        "words": words_to_index(claim.gist, *quoted, ids.labels.get(speaker)),
        "hidden": None,
    }


def holder_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``claim_holders``."""
    return [
        {
            "claim_number": ids.claims[claim.id],
            "position": n,
            "article_number": ids.article_id,
            "appearance_position": ids.positions[holder],
            "entity_number": ids.entities[holder],
        }
        for claim in document.claims
        for n, holder in enumerate(dict.fromkeys(claim.holders))
    ]


def about_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``claim_abouts``."""
    return [
        {
            "claim_number": ids.claims[claim.id],
            "position": n,
            "article_number": ids.article_id,
            "appearance_position": ids.positions.get(topic),
            "entity_number": ids.entities.get(topic),
            "event_number": ids.events.get(topic),
            "speaker_number": ids.entities.get(claim.speaker or ""),
            "speaker_position": ids.positions.get(claim.speaker or ""),
        }
        for claim in document.claims
        for n, topic in enumerate(dict.fromkeys(claim.about))
    ]


def relation_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``relations``."""
    return [
        {
            "article_number": ids.article_id,
            "position": position,
            "type": relation.type,
            "from_claim_number": ids.claims.get(relation.from_),
            "from_event_number": ids.events.get(relation.from_),
            "to_claim_number": ids.claims.get(relation.to),
            "to_event_number": ids.events.get(relation.to),
        }
        for position, relation in enumerate(document.relations)
    ]
