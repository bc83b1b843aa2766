"""Days of undated events in a narrative: each happens on the day of the event told before it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.extract.events.chains import Mention
from app.extract.events.dates import DAY

NEAR = 250  # characters: the same sentence or the next
# words before a verb that take it out of the order of the narrative
OTHER_TIMES = frozenset("has have had previously earlier already once later since".split())


def date_by_sequence(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions; an undated one that continues a dated one has its day as ``preceding_day``."""
    latest_dated: Mention | None = None
    for mention in mentions:
        if mention.date is None and latest_dated and latest_dated.date and _continues(latest_dated, mention):
            yield replace(mention, preceding_day=latest_dated.date.edtf)
        else:
            yield mention
        latest_dated = mention if mention.date and DAY.fullmatch(mention.date.edtf) else latest_dated


def _continues(dated: Mention, mention: Mention) -> bool:
    """Whether a mention follows a dated one in the narrative: near it, in the same paragraph, as a verb in the simple past."""
    earlier, later = dated.trigger, mention.trigger
    is_near = earlier.sentence.paragraph == later.sentence.paragraph and later.span[0] - earlier.span[1] < NEAR
    is_done = later.pos == "verb" and mention.factuality.status == "occurred" and not mention.factuality.negated
    return is_near and is_done and OTHER_TIMES.isdisjoint(later.sentence.before(later.first, 4))
