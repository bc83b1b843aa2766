"""When a message is sent again after a failure, and when a webhook is given up."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

from app.terms.webhooks import FACTOR, FIRST_DELAY, JITTER, LONGEST_DELAY


def delay_after(failures: int, retry_after: str | None, now: datetime, chance: Random) -> timedelta:
    """Return how long nothing is sent after so many failures in a row.

    It grows by a factor with each, and is longer or shorter at random, so that messages that failed together do not come together again.
    A receiver may ask for more by Retry-After, but not for more than the longest delay.
    """
    growing = FIRST_DELAY * int(FACTOR ** min(failures - 1, 20))
    delay: timedelta = min(growing, LONGEST_DELAY) * (1 + chance.uniform(-JITTER, JITTER))
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
