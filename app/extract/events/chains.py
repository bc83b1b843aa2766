"""Event coreference: mentions chained to one event."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.extract.events.dates import YEAR, EventDate
from app.extract.events.statuses import Factuality
from app.extract.events.triggers import Trigger
from app.extract.text.segmentation import Span
from app.terms.vocabulary import EventKind, EventStatus

STATUSES: tuple[EventStatus, ...] = ("occurred", "ongoing", "planned", "hypothetical")  # the most factual first
MAX_COMPARED = 8  # a mention is compared with so many latest events of its family, and with so many latest mentions of each


@dataclass(frozen=True)
class Mention:
    """A trigger in its context: its factuality, the evidence that it is an event, and its date.

    ``preceding_day`` stands in for a missing date: the day of the event told just before.
    """

    trigger: Trigger
    factuality: Factuality
    evidence: float
    date: EventDate | None = None
    preceding_day: str | None = None


@dataclass
class Chain:
    """The mentions of one event, at least one, in the order of the text."""

    mentions: list[Mention] = field(default_factory=list)

    @property
    def kind(self) -> EventKind:
        """The kind of all mentions."""
        return self.mentions[0].trigger.kind

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the mentions."""
        return tuple(mention.trigger.span for mention in self.mentions)

    @property
    def factuality(self) -> Factuality:
        """The commonest status of the mentions, of equally common ones the most factual; negated if most mentions are."""
        counted = Counter(dict.fromkeys(STATUSES, 0))
        counted.update(mention.factuality.status for mention in self.mentions)
        negated = sum(mention.factuality.negated for mention in self.mentions)
        return Factuality(counted.most_common(1)[0][0], 2 * negated > len(self.mentions))


def build_chains(mentions: Iterable[Mention]) -> list[Chain]:
    """Chain each mention to the latest event of its family that it may join, or to a new one.

    Events are in the order of their first mentions.
    """
    by_family: dict[str, list[Chain]] = {}
    chains: list[Chain] = []
    for mention in mentions:
        family = by_family.setdefault(mention.trigger.family, [])
        chain = next((chain for chain in reversed(family[-MAX_COMPARED:]) if may_join(chain, mention)), None)
        if chain is None:
            chain = Chain()
            family.append(chain)
            chains.append(chain)
        chain.mentions.append(mention)
    return chains


def may_join(chain: Chain, mention: Mention) -> bool:
    """Whether a mention may belong to an event. Its date must not differ; a verb must also agree in word and in factuality."""
    if _has_other_date(chain, mention):
        return False
    if mention.trigger.pos == "noun":
        return True
    return _agrees_in_word(chain, mention) and not _is_less_factual(chain, mention)


def _has_other_date(chain: Chain, mention: Mention) -> bool:
    dates = {known.date for known in chain.mentions[-MAX_COMPARED:] if known.date}
    if mention.date is None or not chain.mentions:
        return False
    # an event mentioned twice without a date is recent; a mention dated by a year alone is of an older event: "the 1991 crash"
    is_old = not dates and len(chain.mentions) > 1 and bool(YEAR.fullmatch(mention.date.edtf))
    return is_old or (bool(dates) and not any(mention.date.agrees_with(date) for date in dates))


def _agrees_in_word(chain: Chain, mention: Mention) -> bool:
    """Whether a verb takes up an event: one of the latest mentions is the same verb, or the last one is a noun."""
    triggers = [known.trigger for known in chain.mentions[-MAX_COMPARED:]]
    return triggers[-1].pos == "noun" or any(trigger.lemma == mention.trigger.lemma for trigger in triggers)


def _is_less_factual(chain: Chain, mention: Mention) -> bool:
    """Whether the mention is only planned or hypothetical after the event happened: "he left; now she may leave"."""
    happened = any(known.factuality.status == "occurred" for known in chain.mentions[-MAX_COMPARED:])
    return happened and mention.factuality.status in ("planned", "hypothetical")
