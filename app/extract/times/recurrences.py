"""Year of a yearly date ("May 3", "Christmas") that names no year."""

import re
from collections.abc import Callable
from datetime import date

from app.extract.times.rules import RELATIVE_COUNTS, Context, Unresolved, optional_group, text_after, text_before

NEAR_DAYS = 183  # without a verb to decide, the next date is meant if it is nearer than the last one, and fewer days ahead than this
# Of a date nearer than SURE_DAYS and one farther than FAR_DAYS the near one is meant: a writer would name the year of the other.
SURE_DAYS, FAR_DAYS = 45, 300


def resolve_yearly(date_in: Callable[[int], date], match: re.Match[str], context: Context) -> date:
    """Return a yearly date in the year that is named with it, else the last or the next one by the tense of the verb, else the nearest."""
    if year := optional_group(match, "year"):
        return date_in(int(year))
    if relative := optional_group(match, "relative"):
        return date_in(context.latest.year + RELATIVE_COUNTS[relative.lower()])
    reference = context.latest
    past = _first_valid(date_in, [y for y in (reference.year, reference.year - 1, reference.year - 4) if _is_before(date_in, y, reference)])
    future = _first_valid(
        date_in, [y for y in (reference.year, reference.year + 1, reference.year + 4) if not _is_before(date_in, y, reference)]
    )
    return future if past != reference and _is_ahead(match, context, past, future) else past


def _is_ahead(match: re.Match[str], context: Context, past: date, future: date) -> bool:
    ahead, ago = (future - context.latest).days, (context.latest - past).days
    if optional_group(match, "day") and min(ahead, ago) < SURE_DAYS and max(ahead, ago) > FAR_DAYS:
        return ahead < ago
    tense = None if is_attribute(match) else context.tense()
    return tense == "future" or (tense is None and ahead < min(NEAR_DAYS, ago))


def is_attribute(match: re.Match[str]) -> bool:
    """Whether the expression precedes a noun: the verb does not date "the November election" or "Friday's vote"."""
    return bool(re.search(r"\b(?:the|an?|his|her|its|their|our)\s$", text_before(match), re.I)) and bool(
        re.match(r"(?:['’]s)?\s[a-z]", text_after(match))
    )


def _is_before(date_in: Callable[[int], date], year: int, day: date) -> bool:
    try:
        return date_in(year) <= day
    except ValueError:
        return year <= day.year


def _first_valid(date_in: Callable[[int], date], years: list[int]) -> date:
    """Return the date in the first year that has it, since February 29 is not in every year."""
    for year in years:
        try:
            return date_in(year)
        except ValueError:
            continue
    raise Unresolved
