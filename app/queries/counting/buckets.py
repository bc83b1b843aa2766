"""Count dates by day, week, month or year; dates that span several buckets are counted apart."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from app.answers.parts import DateOut
from app.answers.timeline import TimelineBucket, TimelineBuckets, TimelineCounts, TimelineRange
from app.parameters.timeline import Bucket
from app.terms.dates import EARLIEST_DAY, LATEST_DAY, parse_edtf

DATE_LENGTHS = {"day": 10, "month": 7, "year": 4}  # of the beginning of an ISO date that names the bucket


class TimelineDate(NamedTuple):
    """A date as the database stores it, and its number of claims or events. Without a date all three columns are None."""

    noun: Literal["claims", "events"]
    earliest: str | None
    latest: str | None
    precision: str | None
    number: int


def count_by_bucket(dates: Iterable[TimelineDate], bucket: Bucket) -> TimelineBuckets:
    """Count each date in its bucket; dates that span several by their first and last bucket, and things without a date, apart.

    Spanning dates are widened to whole buckets, so that ranges are few: 100,000 claims had 4,400 ranges by day, 200 by month. Dates may
    be months (``2024-06``) where buckets are months or years.
    """
    inside, spanning = defaultdict[str, TimelineCounts](_no_counts), defaultdict[tuple[str, str], TimelineCounts](_no_counts)
    undated = _no_counts()
    for timeline_date in dates:
        if timeline_date.earliest is None or timeline_date.latest is None:
            undated[timeline_date.noun] += timeline_date.number
        elif _lies_within_one(timeline_date.earliest, timeline_date.latest, timeline_date.precision, bucket):
            inside[bucket_of(timeline_date.earliest, bucket)][timeline_date.noun] += timeline_date.number
        else:
            spanning[_days_of_buckets(timeline_date.earliest, timeline_date.latest, bucket)][timeline_date.noun] += timeline_date.number
    return TimelineBuckets(
        buckets=[TimelineBucket(date=_date(edtf), **counts) for edtf, counts in sorted(inside.items())],
        spanning=[_range(*ends, counts) for ends, counts in sorted(spanning.items())],
        undated=undated,
    )


def bucket_of(day: str, bucket: Bucket) -> str:
    """Return the bucket that an ISO date lies in, as EDTF. Weeks begin on Monday; the last one of the calendar ends with it."""
    if bucket != "week":
        return day[: DATE_LENGTHS[bucket]]
    monday = date.fromisoformat(day).toordinal() - date.fromisoformat(day).weekday()
    return f"{date.fromordinal(monday)}/{date.fromordinal(min(monday + 6, date.max.toordinal()))}"


def _lies_within_one(earliest: str, latest: str, precision: str | None, bucket: Bucket) -> bool:
    # The first and the last day of the calendar stand for open ends, except in a date whose precision is a day, week, month or year.
    is_open = precision in ("range", "unknown") and (earliest == EARLIEST_DAY or latest == LATEST_DAY)
    return not is_open and bucket_of(earliest, bucket) == bucket_of(latest, bucket)


def _days_of_buckets(earliest: str, latest: str, bucket: Bucket) -> tuple[str, str]:
    """Return the first and last day of the buckets. A first or last day of the calendar may be an open end, and stays."""
    first = earliest if earliest == EARLIEST_DAY else _date(bucket_of(earliest, bucket))["earliest"]
    last = latest if latest == LATEST_DAY else _date(bucket_of(latest, bucket))["latest"]
    return first or EARLIEST_DAY, last or LATEST_DAY


def _no_counts() -> TimelineCounts:
    return TimelineCounts(claims=0, events=0)


def _date(edtf: str) -> DateOut:
    parsed = parse_edtf(edtf)
    return DateOut(edtf=edtf, earliest=parsed.earliest, latest=parsed.latest, precision=parsed.precision)


def _range(earliest: str, latest: str, counts: TimelineCounts) -> TimelineRange:
    return TimelineRange(earliest=None if earliest == EARLIEST_DAY else earliest, latest=None if latest == LATEST_DAY else latest, **counts)
