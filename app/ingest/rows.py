"""A knowledge document as rows of the tables. Pure: no database; resolved ids are given."""

from typing import Any

from app import spans
from app.annotations import ClaimDocument, EntityDocument, EventDocument
from app.dates import EdtfDate, parse_edtf
from app.document import KnowledgeDocument
from app.ingest.entities import NOTHING
from app.ingest.numbering import Numbered, as_said
from app.words import fold, indexed

Row = dict[str, Any]


def article_row(document: KnowledgeDocument, numbered: Numbered) -> Row:
    """Return the row of ``articles``."""
    article = document.article
    published_on = article.published[:10] if article.published else None
    return {
        **article.model_dump(include={"title", "published", "publisher", "url", "byline", "dateline", "language", "text_sha256", "text"}),
        "id": numbered.article_id,
        "published_on": published_on,
        "published_order": published_on or "",
        "publisher_folded": fold(article.publisher) if article.publisher else None,
        "astral": spans.astral_offsets(article.text or ""),
        "producer_name": document.produced_by.name,
        "producer_version": document.produced_by.version,
        "claims": len(document.claims),
        "speakers": len({claim.speaker for claim in document.claims if claim.speaker}),
        "events": len(document.events),
        "words": indexed(article.title, article.publisher, *article.byline, article.text),
    }


def entity_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return a row of ``entities`` for each entity as named here; what is derived is filled in when it is resolved."""
    return [
        {
            **NOTHING,
            "id": numbered.entities[entity.id],
            "survivor_id": numbered.entities[entity.id],
            "kind": entity.kind,
            "anonymous": entity.anonymous,
            "name": entity.name,
            "folded": fold(entity.name) if entity.name else None,
            # of an anonymous one this article is all that is known; what articles say of a named one stands at its appearances
            "article_id": numbered.article_id if entity.anonymous else None,
            "descriptor": entity.descriptor if entity.anonymous else None,
            "anonymity_condition": entity.anonymity_condition if entity.anonymous else None,
        }
        for entity in document.entities
    ]


def appearance_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``appearances``, not yet resolved."""
    own = {"name", "descriptor", "anonymity_condition", "wikidata", "mentions"}
    return [
        {
            **entity.model_dump(include=own, mode="json"),
            "article_id": numbered.article_id,
            "position": position,
            "local_id": entity.id,
            "key_id": numbered.entities[entity.id],
            "entity_id": numbered.entities[entity.id],
        }
        for position, entity in enumerate(document.entities)
    ]


def role_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``roles``."""
    return [
        {
            "article_id": numbered.article_id,
            "position": position,
            "number": n,
            "title": role.title,
            "organization": role.organization,
            "organization_folded": fold(role.organization) if role.organization else None,
        }
        for position, entity in enumerate(document.entities)
        for n, role in enumerate(entity.roles)
    ]


def alias_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``aliases``. Only what a curator gave, and never a person's surname alone, resolves across articles."""
    return [
        {
            "article_id": numbered.article_id,
            "position": position,
            "number": n,
            "key_id": numbered.entities[entity.id],
            "kind": entity.kind,
            "alias": alias,
            "folded": fold(alias) if document.is_curated and _resolves(entity, fold(alias)) else "",
        }
        for position, entity in enumerate(document.entities)
        for n, alias in enumerate(entity.aliases)
    ]


def _resolves(entity: EntityDocument, folded_alias: str) -> bool:
    return not entity.anonymous and (entity.kind != "person" or " " in folded_alias)


def member_rows(document: KnowledgeDocument, numbered: Numbered, resolved: dict[str, str]) -> list[Row]:
    """Return the rows of ``members``."""
    return [
        {
            "article_id": numbered.article_id,
            "group_position": position,
            "position": numbered.positions[member],
            "group_id": resolved[entity.id],
            "entity_id": resolved[member],
        }
        for position, entity in enumerate(document.entities)
        for member in dict.fromkeys(entity.members)
    ]


def claim_rows(document: KnowledgeDocument, numbered: Numbered, resolved: dict[str, str]) -> list[Row]:
    """Return the rows of ``claims``, in the order of the text."""
    in_text = sorted(document.claims, key=lambda claim: min(span[0] for span in (*claim.source, *claim.cue, *claim.content)))
    return [{**_claim_row(document, numbered, resolved, claim), "position": position} for position, claim in enumerate(in_text)]


def _claim_row(document: KnowledgeDocument, numbered: Numbered, resolved: dict[str, str], claim: ClaimDocument) -> Row:
    text, cue = document.article.text, as_said(document, claim.cue_text, claim.cue)
    quote = spans.quote_of(text, claim.content) if text is not None else None
    own = {"mode", "kind", "source", "cue", "content", "quote_sha256", "gist", "addressee", "place", "explicit", "section", "confidence"}
    return {
        **claim.model_dump(include=own, mode="json"),
        "id": numbered.claims[claim.id],
        "article_id": numbered.article_id,
        "local_id": claim.id,
        "speaker_id": resolved[claim.speaker] if claim.speaker else None,
        "speaker_position": numbered.positions[claim.speaker] if claim.speaker else None,
        "reported_via_id": resolved[claim.reported_via] if claim.reported_via else None,
        "reported_via_position": numbered.positions[claim.reported_via] if claim.reported_via else None,
        "as_said": as_said(document, claim.as_said, claim.source),
        "cue_text": cue,
        "cue_folded": fold(cue) if cue else None,
        "quote": quote,
        "excerpts": [list(spans.excerpt(text, span)) for span in claim.content] if text is not None else None,
        **_date_columns("said", parse_edtf(claim.said) if claim.said else None),
        "published_order": (document.article.published or "")[:10],
        "place_folded": fold(claim.place) if claim.place else None,
        "review": "accepted" if document.is_curated else "extracted",
        "words": indexed(claim.gist, quote, numbered.labels.get(claim.speaker or "")),
    }


def holder_rows(document: KnowledgeDocument, numbered: Numbered, resolved: dict[str, str]) -> list[Row]:
    """Return the rows of ``claim_holders``."""
    return [
        {
            "claim_id": numbered.claims[claim.id],
            "position": n,
            "article_id": numbered.article_id,
            "appearance_position": numbered.positions[holder],
            "entity_id": resolved[holder],
        }
        for claim in document.claims
        for n, holder in enumerate(dict.fromkeys(claim.holders))
    ]


def about_rows(document: KnowledgeDocument, numbered: Numbered, resolved: dict[str, str]) -> list[Row]:
    """Return the rows of ``claim_abouts``."""
    return [
        {
            "claim_id": numbered.claims[claim.id],
            "position": n,
            "article_id": numbered.article_id,
            "appearance_position": numbered.positions.get(topic),
            "entity_id": resolved.get(topic),
            "event_id": numbered.events.get(topic),
        }
        for claim in document.claims
        for n, topic in enumerate(dict.fromkeys(claim.about))
    ]


def event_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``events``, in the order of the text."""
    in_text = sorted(document.events, key=lambda event: event.mentions[0])
    return [{**_event_row(document, numbered, event), "position": position} for position, event in enumerate(in_text)]


def _event_row(document: KnowledgeDocument, numbered: Numbered, event: EventDocument) -> Row:
    taking_part = [participant.name or numbered.labels[participant.entity or ""] for participant in event.participants]
    return {
        **event.model_dump(include={"title", "kind", "status", "negated", "place", "mentions", "main", "confidence"}, mode="json"),
        "id": numbered.events[event.id],
        "article_id": numbered.article_id,
        "local_id": event.id,
        **_date_columns("date", parse_edtf(event.date) if event.date else None),
        "place_folded": fold(event.place) if event.place else None,
        "review": "accepted" if document.is_curated else "extracted",
        "claims": sum(event.id in claim.about for claim in document.claims),
        "words": indexed(event.title, event.place, *taking_part),
    }


def participant_rows(document: KnowledgeDocument, numbered: Numbered, resolved: dict[str, str]) -> list[Row]:
    """Return the rows of ``participants``."""
    return [
        {
            "event_id": numbered.events[event.id],
            "position": n,
            "article_id": numbered.article_id,
            "appearance_position": numbered.positions.get(participant.entity or ""),
            "entity_id": resolved.get(participant.entity or ""),
            "name": participant.name,
            "role": participant.role,
        }
        for event in document.events
        for n, participant in enumerate(event.participants)
    ]


def figure_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``figures``."""
    return [
        {"event_id": numbered.events[event.id], "position": n, **figure.model_dump(mode="json")}
        for event in document.events
        for n, figure in enumerate(event.figures)
    ]


def relation_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``relations``."""
    return [
        {
            "article_id": numbered.article_id,
            "position": position,
            "type": relation.type,
            "from_claim_id": numbered.claims.get(relation.from_),
            "from_event_id": numbered.events.get(relation.from_),
            "to_claim_id": numbered.claims.get(relation.to),
            "to_event_id": numbered.events.get(relation.to),
        }
        for position, relation in enumerate(document.relations)
    ]


def time_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``times``."""
    return [
        {"article_id": numbered.article_id, "position": n, "start": time.span[0], "end": time.span[1], "edtf": time.edtf}
        for n, time in enumerate(document.times)
    ]


def _date_columns(name: str, found: EdtfDate | None) -> Row:
    edtf, earliest, latest, precision = found or (None, None, None, None)
    return {
        f"{name}_edtf": edtf,
        f"{name}_earliest": earliest,
        f"{name}_latest": latest,
        f"{name}_precision": precision,
        f"{name}_order": latest or "",
    }
