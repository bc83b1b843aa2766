"""The JSON of claims as it is read, made when they are written. Pure, as ``rows``."""

from types import SimpleNamespace
from typing import Any

import orjson

from app.annotations import ClaimDocument, EntityDocument
from app.document import KnowledgeDocument
from app.ingest.numbering import Numbered
from app.queries.claim_shapes import shape_claim
from app.queries.rendering import ID, NAME, gap

Reference = Any  # as in answers, with gaps in it


class Rendering:
    """Renders the claims of one document."""

    def __init__(self, document: KnowledgeDocument, numbered: Numbered) -> None:
        self._numbered = numbered
        self._entities = {entity.id: entity for entity in document.entities}
        self._references = {entity.id: _reference(entity, numbered.entities[entity.id]) for entity in document.entities}
        self._titles = {event.id: event.title for event in document.events}
        article = document.article
        self._article = {
            "article_id": numbered.article_id,
            "article_title": article.title,
            "article_publisher": article.publisher,
            "article_published": article.published,
            "article_url": article.url,
        }

    def claim(self, claim: ClaimDocument, columns: dict[str, Any]) -> bytes:
        """Return the JSON of a claim of these columns; see ``queries.rendering`` for the gaps in it."""
        speaker = None if claim.speaker is None else self._speaker(claim.speaker, columns["as_said"])
        via = None if claim.reported_via is None else self._references[claim.reported_via]
        holders = [self._references[holder] for holder in dict.fromkeys(claim.holders)]
        about = [self._topic(topic) for topic in dict.fromkeys(claim.about)]
        row = SimpleNamespace(**{**self._article, **columns})
        return orjson.dumps(shape_claim(row, speaker, via, holders, about, "codepoint"))

    def _speaker(self, local_id: str, as_said: str | None) -> Reference:
        entity = self._entities[local_id]
        role, organization = (entity.roles[0].title, entity.roles[0].organization) if entity.roles else (None, None)
        here = {"descriptor": entity.descriptor, "as_said": as_said, "role": role, "organization": organization}
        return {**self._references[local_id], **here}

    def _topic(self, local_id: str) -> Reference:
        if local_id in self._titles:
            return {"id": self._numbered.events[local_id], "type": "event", "label": self._titles[local_id]}
        entity = self._references[local_id]
        return {"id": entity["id"], "type": "entity", "label": entity["descriptor"] if entity["anonymous"] else entity["name"]}


def _reference(entity: EntityDocument, key: str) -> Reference:
    if entity.anonymous:
        return {"id": key, "kind": entity.kind, "name": None, "anonymous": True, "descriptor": entity.descriptor}
    return {"id": gap(ID, key), "kind": entity.kind, "name": gap(NAME, key), "anonymous": False, "descriptor": None}
