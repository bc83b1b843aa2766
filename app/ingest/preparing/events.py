"""Rows of events: participants, figures."""

from collections import Counter

from app.document.events import EventDocument
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.columns import Row, confidence_columns, date_columns
from app.ingest.preparing.numbering import DocumentIds
from app.terms.ties import tie_of
from app.terms.words import fold, words_to_index


def event_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``events``, in the order of the text."""
    in_text = sorted(document.events, key=lambda event: event.mentions[0])
    about = Counter(topic for claim in document.claims for topic in set(claim.about))
    common = {"article_number": ids.article_id}
    return [
        {
            **common,
            **_event_row(ids, event),
            **confidence_columns(event.confidence, is_curated=ids.is_curated),
            "position": position,
            "claims": about[event.id],
        }
        for position, event in enumerate(in_text)
    ]


def _event_row(ids: DocumentIds, event: EventDocument) -> Row:
    participants = [participant.name or ids.labels[participant.entity or ""] for participant in event.participants]
    return {
        "id": ids.events[event.id],
        "tie": tie_of(ids.events[event.id]),
        "local_id": event.id,
        "review": ids.review_of(ids.events[event.id]),
        "title": event.title,
        "kind": event.kind,
        "status": event.status,
        "negated": event.negated,
        **date_columns("date", event.date),
        "place": event.place,
        "place_folded": fold(event.place) if event.place else None,
        "mentions": event.mentions,
        "main": event.main,
        "words": words_to_index(event.title, event.place, *participants),
    }


def participant_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``participants``."""
    return [
        {
            "event_number": ids.events[event.id],
            "position": n,
            "article_number": ids.article_id,
            "appearance_position": ids.positions.get(participant.entity or ""),
            "entity_number": ids.entities.get(participant.entity or ""),
            "name": participant.name,
            "role": participant.role,
        }
        for event in document.events
        for n, participant in enumerate(event.participants)
    ]


def figure_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``figures``."""
    return [
        {
            "event_number": ids.events[event.id],
            "position": n,
            "measure": figure.measure,
            "value": figure.value,
            "text": figure.text,
            "qualifier": figure.qualifier,
            "span": figure.span,
            "hidden_text": None,
        }
        for event in document.events
        for n, figure in enumerate(event.figures)
    ]
