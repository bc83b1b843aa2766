"""An article's text to its knowledge document: the pipeline, step by step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from app.document import FORMAT
from app.extract.attribution.claims import Topic, write_claims
from app.extract.attribution.completions import complete
from app.extract.attribution.dates import anchors_of, said_dates
from app.extract.attribution.relations import Attribution
from app.extract.events.detector import EventDraft, find_events
from app.extract.model.confidences import confidence_of_event
from app.extract.model.decoding import attributions_of
from app.extract.model.tagger import tag
from app.extract.model.windows import windows_of
from app.extract.names.recognizer import find_names
from app.extract.speakers.cast import EntityDraft
from app.extract.speakers.mentions import find_mentioned
from app.extract.speakers.outlets import find_outlets
from app.extract.speakers.resolver import find_speakers
from app.extract.text.inputs import ArticleText
from app.extract.text.quotations import Quotation, find_quotations
from app.extract.text.segmentation import Text
from app.extract.times.resolver import find_times

Extractor = Callable[[ArticleText], dict[str, Any]]  # makes a knowledge document of an article: the pipeline here, or any other


def extract_article(article: ArticleText) -> dict[str, Any]:
    """Return the knowledge document of an article as plain data: the same article gives the same document.

    Who said what is found first; then who that is, and when it was said. Dates within a claim count from there. Then what happened.
    """
    text = Text(article.text, article.title, article.published)
    quotations = find_quotations(text)
    attributions = find_attributions(text, quotations)
    names = find_names(text)
    cast = find_speakers(text, names, attributions)
    said = said_dates(text, attributions, find_times(text), cast.speaker_of)
    times = find_times(text, anchors_of(attributions, said))
    outlets, passed_on = find_outlets(text, attributions, cast.entities)
    entities = [*cast.entities, *outlets, *find_mentioned(text, names, attributions, [*cast.entities, *outlets])]
    events = find_events(text, times, attributions, entities)
    return {
        "format": FORMAT,
        **({"id": article.id} if article.id else {}),
        "article": article.article(),
        "entities": [_entity(entity) for entity in entities],
        "claims": write_claims(text, attributions, cast.speaker_of, said, passed_on, [*_mentions(entities, events)], quotations),
        "events": [{"id": f"e{n}", **_event(event)} for n, event in enumerate(events, 1)],
        "times": [{"span": time.span, "edtf": time.edtf} for time in times],
        "produced_by": {"name": "On Record", "version": version("onrecord")},
    }


def find_attributions(text: Text, quotations: list[Quotation]) -> list[Attribution]:
    """Find who said what: by the tagger, and by quotation marks where it found nothing."""
    return complete(text, _tagged(text), quotations)


def _tagged(text: Text) -> Iterator[Attribution]:
    for window in windows_of(text):
        yield from attributions_of(text, window, tag(window))


def _mentions(entities: Sequence[EntityDraft], events: Sequence[EventDraft]) -> Iterator[Topic]:
    yield from ((mention, entity.id) for entity in entities for mention in entity.mentions)
    yield from ((mention, f"e{number}") for number, event in enumerate(events, 1) for mention in event.mentions)


def _entity(entity: EntityDraft) -> dict[str, Any]:
    roles = [role._asdict() for role in entity.roles]
    return {**asdict(entity), "roles": roles}


def _event(event: EventDraft) -> dict[str, Any]:
    found = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(event).items() if name != "score"}
    return {**found, "confidence": confidence_of_event(event.score)}
