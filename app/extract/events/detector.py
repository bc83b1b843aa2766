"""Detector of events: triggers chained to events, with kind, status, date, place, participants and figures."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.extract.attribution.relations import Attribution
from app.extract.events.chains import Chain, Mention, build_chains
from app.extract.events.dates import TimeIndex, TimeLike, choose_date
from app.extract.events.evidence import drop_outcomes, drop_support_verbs, event_evidence, is_excluded, is_speech_trigger
from app.extract.events.figures import Figure, figures_by_trigger
from app.extract.events.participants import EntityIndex, EntityLike, Participant
from app.extract.events.places import find_place
from app.extract.events.sequences import date_by_sequence
from app.extract.events.statuses import factuality_of
from app.extract.events.titles import event_title
from app.extract.events.triggers import find_triggers
from app.extract.text.anonymity import anonymity_requests
from app.extract.text.segmentation import Span, Text
from app.extract.text.sentences import Sentence, split_sentences
from app.extract.text.span_sets import SpanSet
from app.terms.vocabulary import EventKind, EventStatus

MIN_EVIDENCE = 0.4  # log-odds
REPETITION_WEIGHT = 0.7  # evidence added by each doubling of the mentions
MAX_PARTICIPANTS = 8  # of an event
MAX_MAIN_EVENTS = 8  # of an article
MAX_PLACE_NAME = 100  # characters
SEARCHED_MENTIONS = 10  # the first mentions of an event, in which its participants are sought
# An article of USUAL_WORDS words has at most MAX_EVENTS events; the limit grows with the square root of the length.
MAX_EVENTS, USUAL_WORDS = 26, 500


@dataclass(frozen=True)
class EventDraft:
    """An event of the document. ``date`` is EDTF; ``score``, 0 to 1, is not calibrated; mentions are in order."""

    title: str
    kind: EventKind
    status: EventStatus
    negated: bool
    date: str | None
    place: str | None
    participants: tuple[Participant, ...]
    figures: tuple[Figure, ...]
    mentions: tuple[Span, ...]
    main: bool
    score: float


def detect_events(
    text: Text, times: Iterable[TimeLike], attributions: Sequence[Attribution], entities: Iterable[EntityLike] = ()
) -> list[EventDraft]:
    """Return the events of a text in the order of their first mentions; no two share a mention.

    Args:
        text: the article.
        times: its time expressions, in any order.
        attributions: its claims. A trigger within a source is no event; one within a content is a little less likely to be an event.
        entities: possible participants; places are ignored.
    """
    sentences, requests = split_sentences(text), list(anonymity_requests(text))
    chains = _likeliest(
        build_chains(date_by_sequence(_mentions(sentences, TimeIndex(times), attributions, requests))),
        sum(len(sentence.words) for sentence in sentences),
    )
    main_ids = _main_events(chains)
    figures = figures_by_trigger(text, sentences, [mention.trigger for chain in chains for mention in chain.mentions])
    drafter = _Drafter(text, EntityIndex(text, entities), figures)
    chains.sort(key=lambda chain: chain.spans[0])
    return [drafter.draft(chain, id(chain) in main_ids) for chain in chains]


def _mentions(
    sentences: Iterable[Sentence], time_index: TimeIndex, attributions: Sequence[Attribution], requests: Sequence[Span]
) -> Iterator[Mention]:
    contents = SpanSet(span for attribution in attributions for span in attribution.content)
    # a cue such as "added" or "continued" reports speech and is no event
    cues = SpanSet(span for attribution in attributions for span in attribution.cue)
    excluded = SpanSet([*time_index.spans, *requests, *(span for attribution in attributions for span in attribution.source)])
    for sentence in sentences:
        is_dated = bool(time_index.within(sentence.span))
        for trigger in drop_support_verbs(drop_outcomes(list(find_triggers(sentence)))):
            start = trigger.span[0]
            if not excluded.covers(start) and not is_excluded(trigger) and not (cues.covers(start) and is_speech_trigger(trigger)):
                evidence = event_evidence(trigger, is_dated=is_dated, is_quoted=contents.covers(start))
                yield Mention(trigger, factuality_of(trigger), evidence, time_index.event_date(trigger) if is_dated else None)


def _evidence(chain: Chain) -> float:
    return max(mention.evidence for mention in chain.mentions) + REPETITION_WEIGHT * math.log2(len(chain.mentions))


def _likeliest(chains: Iterable[Chain], word_count: int) -> list[Chain]:
    """Return the chains with enough evidence, the likeliest first, up to the limit for an article of so many words."""
    likely = sorted((chain for chain in chains if _evidence(chain) >= MIN_EVIDENCE), key=_evidence, reverse=True)
    return likely[: max(MAX_MAIN_EVENTS, math.ceil(MAX_EVENTS * math.sqrt(word_count / USUAL_WORDS)))]


def _main_events(chains: Sequence[Chain]) -> set[int]:
    """Return the ``id()`` of the main events, at most eight, of chains with the likeliest first.

    Main events are first mentioned in the headline or lead, or mentioned three times or more; if there are none, the likeliest is one.
    """
    prominent = [chain for chain in chains if _is_first_in_lead(chain) or len(chain.mentions) > 2]
    return {id(chain) for chain in (prominent or chains[:1])[:MAX_MAIN_EVENTS]}


def _is_first_in_lead(chain: Chain) -> bool:
    return chain.mentions[0].trigger.sentence.paragraph <= 2  # the headline and two paragraphs


@dataclass(frozen=True)
class _Drafter:
    """A maker of event drafts from chains of mentions."""

    text: Text
    entity_index: EntityIndex
    figures: dict[Span, list[Figure]]

    def draft(self, chain: Chain, is_main: bool) -> EventDraft:
        factuality, participants, place = chain.factuality, self._participants(chain), self._place(chain)
        return EventDraft(
            title=self._title(chain, place),
            kind=chain.kind,
            status=factuality.status,
            negated=factuality.negated,
            date=self._date(chain),
            place=place,
            participants=participants,
            figures=tuple(figure for span in chain.spans for figure in self.figures.get(span, [])),
            mentions=chain.spans,
            main=is_main,
            score=1 / (1 + math.exp(-_evidence(chain))),
        )

    def _participants(self, chain: Chain) -> tuple[Participant, ...]:
        found = dict.fromkeys(
            participant
            for mention in chain.mentions[:SEARCHED_MENTIONS]
            for participant in self.entity_index.participants_of(mention.trigger)
        )
        first_by_entity = {(participant.entity, participant.name): participant for participant in reversed(found)}
        firsts = (participant for participant in found if first_by_entity[participant.entity, participant.name] == participant)
        return tuple(firsts)[:MAX_PARTICIPANTS]

    def _date(self, chain: Chain) -> str | None:
        date = choose_date((mention.date for mention in chain.mentions if mention.date), chain.factuality.status)
        return date or next((mention.preceding_day for mention in chain.mentions if mention.preceding_day), None)

    def _place(self, chain: Chain) -> str | None:
        spans = (find_place(mention.trigger) for mention in chain.mentions)
        return next((self.text.words_at(*span) for span in spans if span and span[1] - span[0] <= MAX_PLACE_NAME), None)

    def _title(self, chain: Chain, place: str | None) -> str:
        """Return a title made from the mention with the most participants, and of those the one with the longest trigger."""
        candidates = [
            (mention.trigger, self.entity_index.participants_of(mention.trigger)) for mention in chain.mentions[:SEARCHED_MENTIONS]
        ]
        trigger, participants = max(candidates, key=lambda pair: (len(pair[1]), pair[0].last - pair[0].first, pair[0].pos == "noun"))
        named = [(name, each.role in ("actor", "party")) for each in participants if (name := self.entity_index.name_of(each))]
        actors, targets = ([name for name, is_actor in named if is_actor == wanted] for wanted in (True, False))
        return event_title(trigger, chain.factuality, actors, targets, place)
