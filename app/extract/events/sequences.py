"""Dates of undated events in a narrative: they continue on the day of the event before."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.extract.events.chains import Mention
from app.extract.events.dates import DAY

NEAR = 250  # characters: the same sentence or the next
OTHER_TIMES = frozenset("has have had previously earlier already once later since".split())


def date_by_sequence(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions, undated ones that continue a dated one with its day."""
    before: Mention | None = None
    for mention in mentions:
        if mention.date is None and before and before.date and _continues(before, mention):
            yield replace(mention, preceding_day=before.date.edtf)
        else:
            yield mention
        before = mention if mention.date and DAY.fullmatch(mention.date.edtf) else before


def _continues(before: Mention, mention: Mention) -> bool:
    """Whether an event follows another in the narrative: in the simple past, in the same paragraph."""
    one, other = before.trigger, mention.trigger
    is_near = one.sentence.paragraph == other.sentence.paragraph and other.span[0] - one.span[1] < NEAR
    is_done = other.pos == "verb" and mention.factuality.status == "occurred" and not mention.factuality.negated
    return is_near and is_done and OTHER_TIMES.isdisjoint(other.sentence.before(other.first, 4))
