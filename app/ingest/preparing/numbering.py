"""Database ids of a knowledge document's entities, claims and events. The same document always gets the same ids."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.columns import words_of
from app.terms import spans
from app.terms.ids import article_id, stable_id
from app.terms.ties import tie_of
from app.terms.words import fold

AFTER_ALL_SPANS: spans.Span = (2**31, 2**31)


@dataclass
class DocumentIds:
    """Database ids by the local ids of a document, and the positions, labels and words that belong to them."""

    article_id: str
    entities: dict[str, str] = field(default_factory=dict)  # of entities as named in the document, before resolution
    positions: dict[str, int] = field(default_factory=dict)  # of the entity's appearance
    labels: dict[str, str | None] = field(default_factory=dict)  # name or descriptor
    claims: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    as_said: dict[str, str | None] = field(default_factory=dict)  # words that name the source, by local id of the claim
    article_tie: int = 0
    reviews: dict[str, str] = field(default_factory=dict)  # of claims and events that people edited, by id
    orphans: dict[str, list[int]] = field(default_factory=dict)  # numbers of edits that rest on what is not there, by what they change
    is_curated: bool = False  # whether a person made the document who may accept claims

    def review_of(self, key: str) -> str:
        """Return how far people checked a claim or event."""
        return self.reviews.get(key, "accepted" if self.is_curated else "extracted")


def assign_ids(document: KnowledgeDocument, *, is_trusted: bool = True) -> DocumentIds:
    """Return the ids of a document's article, entities, claims and events.

    Args:
        is_trusted: whether what a person made counts as accepted.
    """
    article = document.article
    bibliography = article.url, article.publisher, article.title, article.published
    ids = DocumentIds(article_id(*bibliography, document_id=document.id, text_sha256=article.text_sha256))
    ids.is_curated = is_trusted and document.is_curated
    ids.article_tie = tie_of(ids.article_id)
    ids.entities = dict(_entity_ids(document, ids.article_id))
    for position, entity in enumerate(document.entities):
        ids.positions[entity.id] = position
        ids.labels[entity.id] = entity.name or entity.descriptor
    ids.as_said = {claim.id: words_of(document, claim.source, claim.as_said) for claim in document.claims}
    ids.claims = dict(_claim_ids(document, ids))
    ids.events = dict(_event_ids(document, ids.article_id))
    return ids


def _entity_ids(document: KnowledgeDocument, article: str) -> Iterator[tuple[str, str]]:
    """Yield local id and id: of a named entity by kind and folded name, of others by article, kind, folded descriptor and occurrence."""
    yield from ((entity.id, _named_id(entity.kind, entity.name)) for entity in document.entities if entity.name is not None)
    unnamed = [entity for entity in document.entities if entity.name is None]
    if unnamed:
        first_sources = _first_sources(document)
        ordered = sorted(
            unnamed, key=lambda entity: entity.mentions[0] if entity.mentions else first_sources.get(entity.id, AFTER_ALL_SPANS)
        )
        yield from _ids_by_occurrence("ent", ordered, lambda entity: (article, entity.kind, fold(entity.descriptor or "")))


@lru_cache(maxsize=65_536)
def _named_id(kind: str, name: str) -> str:
    return stable_id("ent", kind, fold(name))


def _first_sources(document: KnowledgeDocument) -> dict[str, spans.Span]:
    """Return the first source span of each speaker, for documents that leave mentions out."""
    first: dict[str, spans.Span] = {}
    for claim in document.claims:
        if claim.speaker and claim.source:
            first[claim.speaker] = min(claim.source[0], first.get(claim.speaker, AFTER_ALL_SPANS))
    return first


def _claim_ids(document: KnowledgeDocument, ids: DocumentIds) -> Iterator[tuple[str, str]]:
    ordered = sorted(document.claims, key=lambda claim: (claim.content, claim.cue, claim.source))
    yield from _ids_by_occurrence("clm", ordered, lambda claim: (ids.article_id, ids.as_said[claim.id], claim.quote_sha256))


def _event_ids(document: KnowledgeDocument, article: str) -> Iterator[tuple[str, str]]:
    ordered = sorted(document.events, key=lambda event: (event.mentions, event.title))
    yield from _ids_by_occurrence("evt", ordered, lambda event: (article, event.kind, fold(event.title)))


def _ids_by_occurrence(
    prefix: str, ordered: Sequence[Any], parts_of: Callable[[Any], tuple[str | int | None, ...]]
) -> Iterator[tuple[str, str]]:
    """Yield local id and id: a hash of the parts and of how many items up to this one have the same parts."""
    seen: dict[tuple[str | int | None, ...], int] = {}
    for item in ordered:
        parts = parts_of(item)
        seen[parts] = seen.get(parts, 0) + 1
        yield item.id, stable_id(prefix, *parts, seen[parts])
