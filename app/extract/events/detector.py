"""The events that an article reports, each with its kind, status, date, place, participants, figures and mentions."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.extract.attribution.relations import Attribution
from app.extract.events.chains import Chain, Mention, chains_of
from app.extract.events.dates import Calendar, Dated, date_of
from app.extract.events.evidence import evidence_for, is_excluded, is_saying, without_outcomes, without_supports
from app.extract.events.figures import Figure, figures_by_trigger
from app.extract.events.participants import Named, Participant, Roster
from app.extract.events.places import place_span
from app.extract.events.sequences import in_sequence
from app.extract.events.statuses import standing_of
from app.extract.events.titles import title_of
from app.extract.events.triggers import find_triggers
from app.extract.text.ranges import Ranges
from app.extract.text.segmentation import Span, Text
from app.extract.text.sentences import Sentence, sentences_of
from app.vocabulary import EventKind, EventStatus

LEAST_EVIDENCE = 0.4
REPETITION = 0.7  # evidence that each doubling of the mentions adds
MOST_PARTICIPANTS = 8
MOST_MAIN = 8
LONGEST_NAME = 100  # characters of a place
MOST_TELLERS = 10  # mentions that are asked who takes part
# Events that an article of so many words is about at most, and how the number grows: with the square root of the length.
MOST_EVENTS, USUAL_WORDS = 26, 500


@dataclass(frozen=True)
class EventDraft:
    """An event as the document will have it. ``date`` is EDTF; ``score`` 0 to 1, not calibrated; mentions are in order."""

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


def find_events(
    text: Text, times: Iterable[Dated], attributions: Sequence[Attribution], entities: Iterable[Named] = ()
) -> list[EventDraft]:
    """Return the events of a text in the order of their first mentions; none shares a mention with another.

    Args:
        text: the article.
        times: its time expressions, in any order.
        attributions: who said what: words within a source name no event, words within a content a little less likely.
        entities: who may take part; places among them are left out.
    """
    sentences = sentences_of(text)
    chains = _ranked(
        chains_of(in_sequence(_mentions(sentences, Calendar(times), attributions))), sum(len(sentence.words) for sentence in sentences)
    )
    main = _main(chains)
    figures = figures_by_trigger(text, sentences, [mention.trigger for chain in chains for mention in chain.mentions])
    drafting = _Drafting(text, Roster(text, entities), figures)
    chains.sort(key=lambda chain: chain.spans[0])
    return [drafting.draft(chain, id(chain) in main) for chain in chains]


def _mentions(sentences: Iterable[Sentence], calendar: Calendar, attributions: Sequence[Attribution]) -> Iterator[Mention]:
    contents = Ranges(span for attribution in attributions for span in attribution.content)
    cues = Ranges(span for attribution in attributions for span in attribution.cue)  # "added", "continued": only said
    barred = Ranges([*calendar.spans, *(span for attribution in attributions for span in attribution.source)])
    for sentence in sentences:
        is_dated = bool(calendar.within(sentence.span))
        for trigger in without_supports(without_outcomes(list(find_triggers(sentence)))):
            start = trigger.span[0]
            if not barred.covers(start) and not is_excluded(trigger) and not (cues.covers(start) and is_saying(trigger)):
                evidence = evidence_for(trigger, is_dated=is_dated, is_quoted=contents.covers(start))
                yield Mention(trigger, standing_of(trigger), evidence, calendar.dating_of(trigger) if is_dated else None)


def _evidence(chain: Chain) -> float:
    return max(mention.evidence for mention in chain.mentions) + REPETITION * math.log2(len(chain.mentions))


def _ranked(chains: Iterable[Chain], words: int) -> list[Chain]:
    """Return the chains that are likely enough to be events, the likeliest first, and no more than an article so long has."""
    likely = sorted((chain for chain in chains if _evidence(chain) >= LEAST_EVIDENCE), key=_evidence, reverse=True)
    return likely[: max(MOST_MAIN, math.ceil(MOST_EVENTS * math.sqrt(words / USUAL_WORDS)))]


def _main(chains: Sequence[Chain]) -> set[int]:
    """Return the identities of the chains that the article is about: those of the headline and lead and those told most, at most eight."""
    told = [chain for chain in chains if _is_in_lead(chain) or len(chain.mentions) > 2]
    return {id(chain) for chain in (told or chains[:1])[:MOST_MAIN]}


def _is_in_lead(chain: Chain) -> bool:
    return chain.mentions[0].trigger.sentence.paragraph <= 2


@dataclass(frozen=True)
class _Drafting:
    """What is needed to fill in an event once its mentions are known."""

    text: Text
    roster: Roster
    figures: dict[Span, list[Figure]]

    def draft(self, chain: Chain, is_main: bool) -> EventDraft:
        standing, participants, place = chain.standing, self._participants(chain), self._place(chain)
        return EventDraft(
            title=self._title(chain, place),
            kind=chain.kind,
            status=standing.status,
            negated=standing.negated,
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
            participant for mention in chain.mentions[:MOST_TELLERS] for participant in self.roster.participants_of(mention.trigger)
        )
        taken = {(participant.entity, participant.name): participant for participant in reversed(found)}
        return tuple(participant for participant in found if taken[participant.entity, participant.name] == participant)[:MOST_PARTICIPANTS]

    def _date(self, chain: Chain) -> str | None:
        own = date_of((mention.dating for mention in chain.mentions if mention.dating), chain.standing.status)
        return own or next((mention.day_before for mention in chain.mentions if mention.day_before), None)

    def _place(self, chain: Chain) -> str | None:
        spans = (place_span(mention.trigger) for mention in chain.mentions)
        return next((self.text[span] for span in spans if span and span[1] - span[0] <= LONGEST_NAME), None)

    def _title(self, chain: Chain, place: str | None) -> str:
        """Told by the mention that names most: who, to whom, what."""
        told = [(mention.trigger, self.roster.participants_of(mention.trigger)) for mention in chain.mentions[:MOST_TELLERS]]
        trigger, participants = max(told, key=lambda told: (len(told[1]), told[0].last - told[0].first, told[0].part == "noun"))
        named = [(self.roster.name_of(participant), participant.role) for participant in participants]
        actors = [name for name, role in named if name and role in ("actor", "party")]
        return title_of(trigger, chain.standing, actors, [name for name, role in named if name and role not in ("actor", "party")], place)
