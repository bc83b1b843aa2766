"""Pipeline from the text of an article to its knowledge document."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from typing import Any, TypeVar

from app.document.knowledge_document import FORMAT
from app.document.values import MOST_SPANS
from app.extract.attribution.claims import Topic, build_claims
from app.extract.attribution.completions import complete_attributions
from app.extract.attribution.dating.dates import anchor_dates, date_claims
from app.extract.attribution.relations import Attribution
from app.extract.events.detector import EventDraft, detect_events
from app.extract.forms.recognizer import find_turns
from app.extract.forms.turns import with_turns
from app.extract.model.confidences import event_confidence
from app.extract.model.decoding import decode_attributions
from app.extract.model.tagger import score_window
from app.extract.model.windows import split_windows
from app.extract.names.recognizer import recognize_names
from app.extract.speakers.drafts import EntityDraft
from app.extract.speakers.mentions import mentioned_entities
from app.extract.speakers.outlets import outlet_entities
from app.extract.speakers.resolver import resolve_speakers
from app.extract.text.inputs import ArticleText
from app.extract.text.quotations import Quotation, find_quotations
from app.extract.text.segmentation import Text
from app.extract.times.resolver import resolve_times

PRODUCER = "On Record"  # in documents that it makes
Draft = TypeVar("Draft", EntityDraft, EventDraft)
Extractor = Callable[[ArticleText], dict[str, Any]]  # from an article to its knowledge document


def extract_article(article: ArticleText) -> dict[str, Any]:
    """Return the knowledge document of an article as plain data; the same article gives the same document.

    Claims are dated before the other times are resolved, since a time within a claim is relative to the date of the claim.
    """
    text = Text(article.text, article.title, article.published)
    quotations = find_quotations(text)
    names = recognize_names(text)
    attributions = with_turns(text, find_attributions(text, quotations), find_turns(text, names))
    speakers = resolve_speakers(text, names, attributions)
    said_dates = date_claims(text, attributions, resolve_times(text), speakers.speaker_of)
    times = resolve_times(text, anchor_dates(attributions, said_dates))
    outlets, outlet_ids = outlet_entities(text, attributions, speakers.entities)
    claiming = [*speakers.entities, *outlets]
    entities = [_within_bounds(entity) for entity in (*claiming, *mentioned_entities(text, names, attributions, claiming))]
    events = [_within_bounds(event) for event in detect_events(text, times, attributions, entities)]
    return {
        "format": FORMAT,
        **({"id": article.id} if article.id else {}),
        "article": article.document_part(),
        "entities": [_entity_part(entity) for entity in entities],
        "claims": build_claims(
            text, attributions, speakers.speaker_of, said_dates, outlet_ids, [*_mentions_with_ids(entities, events)], quotations
        ),
        "events": [{"id": f"e{n}", **_event_part(event)} for n, event in enumerate(events, 1)],
        "times": [{"span": time.span, "edtf": time.edtf} for time in times],
        "produced_by": {"name": PRODUCER, "version": version("onrecord")},
    }


def find_attributions(text: Text, quotations: list[Quotation]) -> list[Attribution]:
    """Return the attributions that the tagger finds, completed by patterns and quotation marks."""
    return complete_attributions(text, _tagged_attributions(text), quotations)


def _tagged_attributions(text: Text) -> Iterator[Attribution]:
    for window in split_windows(text):
        if window.may_be_prose:
            yield from decode_attributions(text, window, score_window(window))


def _mentions_with_ids(entities: Sequence[EntityDraft], events: Sequence[EventDraft]) -> Iterator[Topic]:
    yield from ((mention, entity.id) for entity in entities for mention in entity.mentions)
    yield from ((mention, f"e{number}") for number, event in enumerate(events, 1) for mention in event.mentions)


def _within_bounds(draft: Draft) -> Draft:
    """Return the draft with its first mentions, as many as a document may hold."""
    return draft if len(draft.mentions) <= MOST_SPANS else replace(draft, mentions=draft.mentions[:MOST_SPANS])


def _entity_part(entity: EntityDraft) -> dict[str, Any]:
    roles = [role._asdict() for role in entity.roles]
    return {**asdict(entity), "roles": roles}


def _event_part(event: EventDraft) -> dict[str, Any]:
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(event).items() if name != "score"}
    return {**fields, "confidence": event_confidence(event.score)}
