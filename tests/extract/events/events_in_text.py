"""Helpers that find the events and triggers of a short text."""

from dataclasses import dataclass

from app.extract.events.dates import TimeLike
from app.extract.events.detector import EventDraft, detect_events
from app.extract.events.triggers import Trigger, find_triggers
from app.extract.text.segmentation import Span, Text
from app.extract.text.sentences import split_sentences
from app.terms.vocabulary import EntityKind


@dataclass(frozen=True)
class Time:
    """A time expression."""

    span: Span
    edtf: str


@dataclass(frozen=True)
class Entity:
    """An entity with one mention or more."""

    id: str
    name: str | None
    kind: EntityKind
    mentions: tuple[Span, ...]


def span_of(text: str, words: str) -> Span:
    """Return the span of the first occurrence of some words."""
    return text.index(words), text.index(words) + len(words)


def events_in(text: str, **dates: str) -> list[EventDraft]:
    """Return the events of a text. The keywords are time expressions in it, the values their dates."""
    times: list[TimeLike] = [Time(span_of(text, words), edtf) for words, edtf in dates.items()]
    return detect_events(Text(text), times, [])


def triggers_in(text: str) -> list[Trigger]:
    """Return the triggers of a text."""
    return [trigger for sentence in split_sentences(Text(text)) for trigger in find_triggers(sentence)]


def words_of(text: str, triggers: list[Trigger]) -> list[str]:
    """Return the words of triggers."""
    return [Text(text).words_at(*trigger.span) for trigger in triggers]
