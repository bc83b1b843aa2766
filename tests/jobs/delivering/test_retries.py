"""How long is waited after failures."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from app.jobs.delivering.retries import Backoff, delay_after
from app.terms.webhooks import LONGEST_DELAY

FIRST_DELAY = timedelta(seconds=5)
NOW = datetime(2026, 11, 30, 8, 15, tzinfo=UTC)


def backoff(seed: int, first: timedelta = FIRST_DELAY) -> Backoff:
    return Backoff(first, Random(seed))


def test_delays_grow_to_the_longest_and_vary() -> None:
    expected = [5, 20, 80, 320, 1280, 5120, 14400, 14400, 14400]
    delays = [[delay_after(failures, None, NOW, backoff(seed)).total_seconds() for seed in range(50)] for failures in range(1, 10)]
    for seconds, found in zip(expected, delays, strict=True):
        assert 0.75 * seconds <= min(found) < 0.85 * seconds
        assert 1.15 * seconds < max(found) <= 1.25 * seconds
    assert delay_after(10_000, None, NOW, backoff(1)) <= LONGEST_DELAY * 1.25
    tenth, whole = (delay_after(2, None, NOW, backoff(1, first)).total_seconds() for first in (FIRST_DELAY / 10, FIRST_DELAY))
    assert tenth == pytest.approx(whole / 10)
    assert delay_after(10_000, None, NOW, backoff(1, LONGEST_DELAY)) <= LONGEST_DELAY * 1.25


@pytest.mark.parametrize(
    ("retry_after", "least", "most"),
    [
        ("60", 60, 60),
        ("Mon, 30 Nov 2026 08:17:00 GMT", 120, 120),
        ("0", 3.75, 6.25),  # less than is waited in any case
        ("999999999999999999999", 14400, 14400),
        ("Mon, 30 Nov 2099 08:17:00 GMT", 14400, 14400),
        ("Mon, 30 Nov 1999 08:17:00 GMT", 3.75, 6.25),
        ("soon", 3.75, 6.25),
        ("-5", 3.75, 6.25),
        ("٣", 3.75, 6.25),
        ("", 3.75, 6.25),
    ],
)
def test_a_receiver_may_ask_for_more_within_bounds(retry_after: str, least: float, most: float) -> None:
    assert least <= delay_after(1, retry_after, NOW, backoff(1)).total_seconds() <= most
