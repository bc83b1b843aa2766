"""When a message is sent again after a failure, and when a webhook is given up."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random
from typing import NamedTuple

from app.terms.webhooks import FACTOR, JITTER, LONGEST_DELAY


class Backoff(NamedTuple):
    """How long nothing is sent after a first failure, and the chance by which delays are longer or shorter."""

    first: timedelta
    chance: Random


def delay_after(failures: int, retry_after: str | None, now: datetime, backoff: Backoff) -> timedelta:
    """Return how long nothing is sent after so many failures in a row.

    It grows by a factor with each, and is longer or shorter at random, so that messages that failed together do not come together again.
    A receiver may ask for more by Retry-After, but not for more than the longest delay.
    """
    growing_s = backoff.first.total_seconds() * FACTOR ** min(failures - 1, 20)
    longest_s = LONGEST_DELAY.total_seconds()
    delay = timedelta(seconds=min(growing_s, longest_s) * (1 + backoff.chance.uniform(-JITTER, JITTER)))
    return max(delay, min(_asked(retry_after, now), LONGEST_DELAY))


def _asked(retry_after: str | None, now: datetime) -> timedelta:
    """Return what a header Retry-After asks for, in seconds or as a date; nothing if it cannot be read."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), int(LONGEST_DELAY.total_seconds())))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return timedelta()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
