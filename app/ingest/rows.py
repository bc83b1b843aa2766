"""A knowledge document as rows of the tables, entities as it names them. Pure: no database.

Every column is named once, and JSON is text already: rows go to the driver as they are. Written out field by field, which
takes a third of the time of ``model_dump``.
"""

from collections import Counter
from typing import Any

import orjson

from app.document.claims import ClaimDocument
from app.document.entities import EntityDocument
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.numbering import Numbered, as_said
from app.ingest.rendering import Rendering
from app.queries.rendering.placeholders import RENDERED_SHAPE
from app.terms import spans
from app.terms.dates import parse_edtf
from app.terms.ids import sha256_of
from app.terms.words import fold, indexed

Row = dict[str, Any]
NAMESAKE_LENGTH = 20  # hexadecimal digits
OF_JSON = ("source", "cue", "content", "excerpts")  # columns of claims
# What is derived of an entity that nothing is known of.
NOTHING: Row = {
    "claims": 0,
    "articles": 0,
    "outlets": 0,
    "first_said": None,
    "last_said": None,
    "aliases": [],
    "wikidata": None,
    "words": "",
}


def article_row(document: KnowledgeDocument, numbered: Numbered) -> Row:
    """Return the row of ``articles``, all but its JSON."""
    article = document.article
    published_on = article.published[:10] if article.published else None
    return {
        "id": numbered.article_id,
        "title": article.title,
        "published": article.published,
        "publisher": article.publisher,
        "url": article.url,
        "byline": as_json(article.byline),
        "dateline": article.dateline,
        "language": article.language,
        "text_sha256": article.text_sha256,
        "namesake_key": namesake_key(document),
        "text": article.text,
        "published_on": published_on,
        "published_order": published_order(document),
        "publisher_folded": fold(article.publisher) if article.publisher else None,
        "astral": as_json(spans.astral_offsets(article.text or "")),
        "producer_name": document.produced_by.name,
        "producer_version": document.produced_by.version,
        "claims": len(document.claims),
        "speakers": len({claim.speaker for claim in document.claims if claim.speaker}),
        "events": len(document.events),
        "words": indexed(article.title, article.publisher, *article.byline, article.text),
    }


def namesake_key(document: KnowledgeDocument) -> str:
    """Return what articles of one folded title, publisher and day have in common, what is unknown too, and no others."""
    article = document.article
    publisher = fold(article.publisher) if article.publisher else None
    parts = fold(article.title) or article.title, publisher, published_order(document)
    return sha256_of(orjson.dumps(parts).decode())[:NAMESAKE_LENGTH]


def entity_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return a row of ``entities`` for each entity as named here; what is derived is filled in when it is resolved."""
    return [
        {
            **NOTHING,
            "aliases": "[]",
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
    said = Counter(claim.speaker for claim in document.claims)
    return [
        {
            "article_id": numbered.article_id,
            "position": position,
            "local_id": entity.id,
            "key_id": numbered.entities[entity.id],
            "entity_id": numbered.entities[entity.id],
            "name": entity.name,
            "descriptor": entity.descriptor,
            "anonymity_condition": entity.anonymity_condition,
            "wikidata": entity.wikidata,
            "mentions": as_json(entity.mentions),
            "published_order": published_order(document),
            "claims": said[entity.id],
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
            "entity_id": numbered.entities[entity.id],
            "published_order": published_order(document),
        }
        for position, entity in enumerate(document.entities)
        for n, role in enumerate(entity.roles)
    ]


def alias_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``aliases``. Only what a curator gave, and never a person's surname alone, resolves across articles."""
    is_curated = document.is_curated
    return [
        {
            "article_id": numbered.article_id,
            "position": position,
            "number": n,
            "key_id": numbered.entities[entity.id],
            "kind": entity.kind,
            "alias": alias,
            "folded": fold(alias) if is_curated and _resolves(entity, fold(alias)) else "",
        }
        for position, entity in enumerate(document.entities)
        for n, alias in enumerate(entity.aliases)
    ]


def _resolves(entity: EntityDocument, folded_alias: str) -> bool:
    return not entity.anonymous and (entity.kind != "person" or " " in folded_alias)


def member_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``members``."""
    return [
        {
            "article_id": numbered.article_id,
            "group_position": position,
            "position": numbered.positions[member],
            "group_id": numbered.entities[entity.id],
            "entity_id": numbered.entities[member],
        }
        for position, entity in enumerate(document.entities)
        for member in dict.fromkeys(entity.members)
    ]


def claim_rows(document: KnowledgeDocument, numbered: Numbered, rendering: Rendering) -> list[Row]:
    """Return the rows of ``claims``, in the order of the text."""
    in_text = sorted(document.claims, key=lambda claim: min([span[0] for span in (*claim.source, *claim.cue, *claim.content)]))
    common = {
        "article_id": numbered.article_id,
        "published_order": published_order(document),
        "review": "accepted" if document.is_curated else "extracted",
    }
    made = [_claim_row(document, numbered, claim, {**common, "position": n}) for n, claim in enumerate(in_text)]
    for claim, row in zip(in_text, made, strict=True):
        row["rendered"], row["rendered_shape"] = rendering.claim(claim, row), RENDERED_SHAPE
        row.update([(name, as_json(row[name])) for name in OF_JSON])
    return made


def _claim_row(document: KnowledgeDocument, numbered: Numbered, claim: ClaimDocument, common: Row) -> Row:
    text, cue = document.article.text, as_said(document, claim.cue_text, claim.cue)
    quote = spans.quote_of(text, claim.content) if text is not None else None
    speaker, via = claim.speaker or "", claim.reported_via or ""
    return {
        **common,
        "id": numbered.claims[claim.id],
        "local_id": claim.id,
        "speaker_id": numbered.entities.get(speaker),
        "speaker_position": numbered.positions.get(speaker),
        "reported_via_id": numbered.entities.get(via),
        "reported_via_position": numbered.positions.get(via),
        "kind": claim.kind,
        "mode": claim.mode,
        "source": claim.source,
        "cue": claim.cue,
        "content": claim.content,
        "as_said": as_said(document, claim.as_said, claim.source),
        "cue_text": cue,
        "cue_folded": fold(cue) if cue else None,
        "quote_sha256": claim.quote_sha256,
        "quote": quote,
        "excerpts": [spans.excerpt(text, span) for span in claim.content] if text is not None else None,
        "gist": claim.gist,
        **date_columns("said", claim.said),
        "addressee": claim.addressee,
        "place": claim.place,
        "place_folded": fold(claim.place) if claim.place else None,
        "explicit": claim.explicit,
        "section": claim.section,
        "confidence": None if claim.confidence is None else abs(claim.confidence),  # SQLite would store -0.0 as 0.0
        "words": indexed(claim.gist, quote, numbered.labels.get(speaker)),
    }


def holder_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``claim_holders``."""
    return [
        {
            "claim_id": numbered.claims[claim.id],
            "position": n,
            "article_id": numbered.article_id,
            "appearance_position": numbered.positions[holder],
            "entity_id": numbered.entities[holder],
        }
        for claim in document.claims
        for n, holder in enumerate(dict.fromkeys(claim.holders))
    ]


def about_rows(document: KnowledgeDocument, numbered: Numbered) -> list[Row]:
    """Return the rows of ``claim_abouts``."""
    return [
        {
            "claim_id": numbered.claims[claim.id],
            "position": n,
            "article_id": numbered.article_id,
            "appearance_position": numbered.positions.get(topic),
            "entity_id": numbered.entities.get(topic),
            "event_id": numbered.events.get(topic),
            "speaker_id": numbered.entities.get(claim.speaker or ""),
            "speaker_position": numbered.positions.get(claim.speaker or ""),
        }
        for claim in document.claims
        for n, topic in enumerate(dict.fromkeys(claim.about))
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


def published_order(document: KnowledgeDocument) -> str:
    """Return the day of publication, or '' where it is unknown."""
    return (document.article.published or "")[:10]


def date_columns(name: str, given: str | None) -> Row:
    """Return the columns of a date of the news, whose names begin so."""
    edtf, earliest, latest, precision = parse_edtf(given) if given else (None, None, None, None)
    return {
        f"{name}_edtf": edtf,
        f"{name}_earliest": earliest,
        f"{name}_latest": latest,
        f"{name}_precision": precision,
        f"{name}_order": latest or "",
    }


def as_json(value: Any) -> str | None:
    """Return what a column of JSON holds."""
    return None if value is None else orjson.dumps(value).decode()
