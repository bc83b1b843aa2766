"""Stored JSON of an article and its claims, made from their rows."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import orjson

from app.answers.events import EventOut, ParticipantOut
from app.database.compression import compress_json
from app.database.tables import Article, Claim, Event
from app.document.claims import ClaimDocument
from app.document.entities import EntityDocument
from app.document.events import ParticipantDocument
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.columns import Row, RowsByTable
from app.ingest.preparing.numbering import DocumentIds
from app.queries.rendering.articles import build_article
from app.queries.rendering.claims import build_claim
from app.queries.rendering.events import build_event
from app.queries.rendering.parts import Offsets
from app.queries.rendering.placeholders import CLAIMS_PLACEHOLDER, ID, ID_AND_KIND, NAME, RENDERED_SHAPE, placeholder

Reference = Any  # an EntityRef or TopicRef, with placeholders for id, kind and name of the entity's survivor


def add_rendered(document: KnowledgeDocument, ids: DocumentIds, rows: RowsByTable) -> None:
    """Add to the rows of the article and its claims their stored JSON, compressed, and the version of its shape."""
    rendering = Rendering(document, ids, rows[Article][0]["text_policy"])
    for row in rows[Article]:
        row.update(rendered=compress_json(rendering.article(row, rows[Event])), rendered_shape=RENDERED_SHAPE)
    claims = {claim.id: claim for claim in document.claims}
    for row in rows[Claim]:
        row.update(rendered=compress_json(rendering.claim(claims[row["local_id"]], row)), rendered_shape=RENDERED_SHAPE)


class Rendering:
    """JSON of one document's article and claims."""

    def __init__(self, document: KnowledgeDocument, ids: DocumentIds, policy: str | None = None) -> None:
        self._ids = ids
        self._entities = {entity.id: entity for entity in document.entities}
        self._references = {entity.id: _reference(entity, ids.entities[entity.id]) for entity in document.entities}
        self._events = {event.id: event for event in document.events}
        self._document = document
        self._hides_passages = policy == "hidden"
        article = document.article
        self._article = {
            "article_id": ids.article_id,
            "article_title": article.title,
            "article_publisher": article.publisher,
            "article_published": article.published,
            "article_url": article.url,
        }

    def claim(self, claim: ClaimDocument, columns: Row) -> bytes:
        """Return the JSON of a claim, with placeholders as ``queries.rendering.placeholders`` fills them."""
        speaker = None if claim.speaker is None else self._speaker(claim.speaker, columns["as_said"])
        via = None if claim.reported_via is None else self._references[claim.reported_via]
        holders = [self._references[holder] for holder in dict.fromkeys(claim.holders)]
        about = [self._topic(topic) for topic in dict.fromkeys(claim.about)]
        row = SimpleNamespace(**{**self._article, **columns})
        return orjson.dumps(build_claim(row, speaker, via, holders, about, "codepoint"))

    def article(self, columns: Row, events: Iterable[Row]) -> bytes:
        """Return the JSON of the article, with a placeholder for its claims; ``events`` are rows in the order of the text."""
        article = self._document.article
        row = SimpleNamespace(**{**columns, **self._article, "has_text": article.text is not None})
        speaker_ids = {claim.speaker for claim in self._document.claims}
        speakers = [self._references[entity.id] for entity in self._document.entities if entity.id in speaker_ids]
        event_answers = [self._event(event) for event in events]
        answer = {
            **build_article(row),
            "speakers": speakers,
            "claims": orjson.Fragment(b"[" + CLAIMS_PLACEHOLDER + b"]"),
            "events": event_answers,
        }
        return orjson.dumps(answer)

    def event(self, columns: Row) -> bytes:
        """Return the JSON of an event, with placeholders."""
        return orjson.dumps(self._event(columns))

    def _event(self, columns: Row) -> EventOut:
        event = self._events[columns["local_id"]]
        row = SimpleNamespace(**{**columns, **self._article, "has_text": False, "astral": ()})
        participants = [self._participant(participant) for participant in event.participants]
        figures = [figure.model_copy(update={"text": None}) for figure in event.figures] if self._hides_passages else event.figures
        return build_event(row, participants, figures, Offsets("codepoint", row))

    def _participant(self, participant: ParticipantDocument) -> ParticipantOut:
        entity = self._references.get(participant.entity or "")
        label, name = (entity["label"], entity["name"]) if entity else (participant.name, participant.name)
        return {"role": participant.role, "label": label, "entity": entity, "name": name}

    def _speaker(self, local_id: str, as_said: str | None) -> Reference:
        entity = self._entities[local_id]
        role, organization = (entity.roles[0].title, entity.roles[0].organization) if entity.roles else (None, None)
        as_presented = {"descriptor": entity.descriptor, "as_said": as_said, "role": role, "organization": organization}
        return {**self._references[local_id], **as_presented}

    def _topic(self, local_id: str) -> Reference:
        if local_id in self._events:
            return {"id": self._ids.events[local_id], "type": "event", "label": self._events[local_id].title}
        key = self._ids.entities[local_id]
        shown_id = key if self._entities[local_id].anonymous else placeholder(ID, key)
        return {"id": shown_id, "type": "entity", "label": self._references[local_id]["label"]}


def _reference(entity: EntityDocument, key: str) -> Reference:
    if entity.anonymous:
        described = {"name": None, "anonymous": True, "descriptor": entity.descriptor}
        return {"id": placeholder(ID_AND_KIND, key), "label": entity.descriptor, **described}
    name = placeholder(NAME, key)
    return {"id": placeholder(ID_AND_KIND, key), "label": name, "name": name, "anonymous": False, "descriptor": None}
