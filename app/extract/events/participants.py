"""Participants of an event and their roles, by position around its trigger."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.extract.events.noun_phrases import LONGEST_PHRASE, object_phrase, prepositional_object, subject_phrase
from app.extract.events.triggers import Trigger
from app.extract.text.function_words import BE, DETERMINERS, PREPOSITIONS, PRONOUNS
from app.extract.text.segmentation import Span, Text
from app.terms.vocabulary import EntityKind, EventKind, ParticipantRole

# kinds of event whose participants all have one role
RECIPROCAL = frozenset({"meeting", "negotiation", "agreement", "ceasefire", "armed_conflict", "diplomatic_act"})
# kinds whose verbs have an object: somebody is arrested, released, rescued
TRANSITIVE = frozenset({"attack", "detention", "release", "aid", "legal_action", "crime", "sanction"})
# kinds whose object receives something
BENEFACTIVE = frozenset({"aid", "release"})


class EntityLike(Protocol):
    """The part of an entity of the document that this module reads."""

    @property
    def id(self) -> str:
        """The id in the document."""

    @property
    def name(self) -> str | None:
        """The name; None for an anonymous entity."""

    @property
    def kind(self) -> EntityKind:
        """The kind."""

    @property
    def mentions(self) -> Sequence[Span]:
        """The spans where the text names it."""


@dataclass(frozen=True)
class Participant:
    """An entity of the document, or else a name from the text, with its role in the event."""

    entity: str | None
    name: str | None
    role: ParticipantRole


class EntityIndex:
    """Index of the entities of a document by position. Places are no participants."""

    def __init__(self, text: Text, entities: Iterable[EntityLike]) -> None:
        self._text = text
        self._names = {entity.id: entity.name for entity in entities}
        self._mentions = sorted((*span, entity.id) for entity in entities if entity.kind != "place" for span in entity.mentions)

    def name_of(self, participant: Participant) -> str | None:
        """Return the name of a participant; None for an anonymous entity."""
        return self._names.get(participant.entity) if participant.entity else participant.name

    def participants_of(self, trigger: Trigger) -> list[Participant]:
        """Return the participants in the clause of a trigger, one for each position around it, each once."""
        participants: list[Participant] = []
        for participant in [self._participant(span, role) for span, role in _participant_phrases(trigger)] or [
            self._subject_of_sentence(trigger)
        ]:
            if participant and all((participant.entity, participant.name) != (known.entity, known.name) for known in participants):
                participants.append(participant)
        return participants

    def _subject_of_sentence(self, trigger: Trigger) -> Participant | None:
        """Return the last entity of the sentence before a verb that has no participant in its clause: "The union sued them and won"."""
        index = bisect_left(self._mentions, (trigger.span[0], 0, "")) - 1
        if not trigger.forms or index < 0 or self._mentions[index][0] < trigger.sentence.span[0]:
            return None
        actor, target = _role_names(trigger.kind)
        return Participant(self._mentions[index][2], None, target if _is_passive(trigger) else actor)

    def _participant(self, span: Span, role: ParticipantRole) -> Participant | None:
        start = bisect_left(self._mentions, (span[0], 0, ""))
        for first, last, entity in self._mentions[max(0, start - 1) : start + LONGEST_PHRASE]:
            if first < span[1] and span[0] < last:
                return Participant(entity, None, role)
        name = self._text.words_at(*span)
        return Participant(None, name, role) if name.lower() not in PRONOUNS | DETERMINERS and len(name) <= 100 else None


def _participant_phrases(trigger: Trigger) -> list[tuple[Span, ParticipantRole]]:
    """Return the noun phrases around a trigger with the role of each position."""
    subject = subject_phrase(trigger) if trigger.forms else None
    agent, companion = prepositional_object(trigger, "by"), prepositional_object(trigger, "with") if trigger.kind in RECIPROCAL else None
    theme = object_phrase(trigger.sentence, trigger.last + 1) if trigger.forms else prepositional_object(trigger, "of")
    is_passive = _is_passive(trigger)
    actor, target = _role_names(trigger.kind)
    phrases = [(subject, target if is_passive else actor), (None if is_passive else theme, target), (agent, actor), (companion, "party")]
    return [(span, role) for span, role in phrases if span]


def _role_names(kind: EventKind) -> tuple[ParticipantRole, ParticipantRole]:
    """Return the roles of who acts and of whom the act concerns."""
    if kind in RECIPROCAL:
        return "party", "party"
    return "actor", "recipient" if kind in BENEFACTIVE else "target"


def _is_passive(trigger: Trigger) -> bool:
    before = trigger.sentence.before(trigger.first, 3)
    after = trigger.sentence.after(trigger.last, 1)
    # Headlines leave out "was": without an object, the subject of a transitive verb is its target.
    is_headline = (
        trigger.sentence.paragraph == 0 and bool(before) and trigger.kind in TRANSITIVE and (not after or after[0] in PREPOSITIONS)
    )
    return "participle" in trigger.forms and (bool(set(before) & BE) or is_headline or _has_agent(trigger))


def _has_agent(trigger: Trigger) -> bool:
    """Whether "by" and an agent follow: "founded by a chemist", but not "replied by shouting"."""
    after = trigger.sentence.after(trigger.last, 2)
    return len(after) == 2 and after[0] == "by" and not after[1].endswith("ing")
