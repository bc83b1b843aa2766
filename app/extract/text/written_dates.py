"""Dates and times of publication as files write them: ISO 8601, RFC 822, and those of newspapers."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

MONTHS = "january february march april may june july august september october november december".split()
SHORTEST = 3  # letters of a month: "Sept." is one, too
MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
# Only whole lines or cells are compared with these, so nothing of running text is taken for a date.
WRITTEN = [
    re.compile(rf"(?:[A-Za-z]{{3,9}},? )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {MONTH},? (?P<year>\d{{4}})(?P<rest>.*)"),
    re.compile(rf"(?:[A-Za-z]{{3,9}},? )?{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?P<rest>.*)"),
]
REST = re.compile(r"[ ,|·–-]*(?:[A-Z][a-z]+day\b)?[ ,|·–-]*(?:at )?(?:\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,5})?)?[ .]*", re.I)
RFC_822 = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?(?: [+-]\d{4}| [A-Z]{1,4})")


def iso_time_of(written: str) -> str:
    """Return a date or time in the notation of documents; any other text unchanged, to be refused later.

    A newspaper's "June 26, 2024, 8:15 a.m." gives the day alone: such a time has no zone.
    """
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        return _rfc_822_of(written) or date_of(written) or written
    return time.date().isoformat() if re.fullmatch(r"[\dW-]+", written) else time.isoformat()


def date_of(written: str) -> str | None:
    """Return the ISO date of a line that is a newspaper's date and no more; else None."""
    line = " ".join(written.split())
    matches = (pattern.fullmatch(line) for pattern in WRITTEN)
    return next((found for match in matches if match and (found := _date_of(match))), None)


def _date_of(match: re.Match[str]) -> str | None:
    name = match["month"].lower()
    month = next((n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:4]) or (len(name) == SHORTEST and month[:3] == name)), 0)
    if not month or not REST.fullmatch(match["rest"]):
        return None
    try:
        return date(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError:
        return None


def _rfc_822_of(written: str) -> str | None:
    if not RFC_822.fullmatch(written):
        return None
    try:
        return parsedate_to_datetime(written).isoformat()
    except ValueError:
        return None
