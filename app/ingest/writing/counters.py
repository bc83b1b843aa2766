"""Counter rows: numbers of claims, events, articles and entities by value and date.

Code that changes rows of articles or entities counts them before and after, in the same transaction, and records the difference: so
no counter drifts, and an unchanged counter costs no write. Values are counted column by column, by ``Counter``, which runs in C.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from app.database.tables.counts import NO_VALUE, OPEN_END, OPEN_START
from app.database.tables.entities import Entity
from app.ingest.writing.counted_rows import CountedRows, CountedTable, Roles, select_counted_rows, select_counted_speakers
from app.ingest.writing.inserts import execute_many
from app.ingest.writing.numbers import IDS_PER_STATEMENT, chunks
from app.terms.dates import EARLIEST_DAY, LATEST_DAY

COUNTED_AT_ONCE = 500
Key = tuple[str, str, str, str, str, str]  # what, facet, earliest, latest, value, shown: the primary key of a counter row
Counts = Counter[Key]
Months = tuple[str, str] | None  # of the first and the last day of a date
Value = tuple[str, str]  # value, and the shown value where that differs
NO_MONTHS = 0  # the place of a date without months
ADD_TO_COUNTER = """
    INSERT INTO counts (what, facet, earliest, latest, value, shown, number) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (what, facet, earliest, latest, value, shown) DO UPDATE SET number = counts.number + excluded.number
"""
REMOVE_ZERO = "DELETE FROM counts WHERE what = ? AND facet = ? AND earliest = ? AND latest = ? AND value = ? AND shown = ? AND number = 0"


def count(session: Session, articles: Collection[int]) -> Counts:
    """Count the stored rows of these articles."""
    counts = Counts()
    for chunk in chunks(sorted(articles), COUNTED_AT_ONCE):
        count_rows(counts, select_counted_rows(session, chunk))
    return counts


def count_speakers(session: Session, articles: Collection[int], keys: Collection[int]) -> Counts:
    """Count what changes in the stored rows of these articles when entities are resolved otherwise, or get another kind.

    Args:
        keys: the entities, as articles name them.
    """
    if len(keys) > IDS_PER_STATEMENT:
        return count(session, articles)
    counts = Counts()
    for chunk in chunks(sorted(articles), COUNTED_AT_ONCE):
        claims, roles = select_counted_speakers(session, chunk, keys)
        months = _month_column([*zip(*claims.dates, strict=True)])
        for facet, (values, shown) in claims.facets.items():
            _count_values(counts, "claims", facet, months, months.places, values, shown)
        _count_values(counts, "claims", "organization", months, *_organizations(months, claims, roles))
    return counts


def count_rows(counts: Counts, rows: CountedRows) -> None:
    """Add rows that are, or will be, stored to ``counts``."""
    months = _count_table(counts, "claims", rows.claims)
    _count_values(counts, "claims", "organization", months, *_organizations(months, rows.claims, rows.roles))
    _count_table(counts, "events", rows.events)
    months = _count_table(counts, "articles", rows.articles)
    with_text = [place for place, has_text in zip(months.places, rows.articles.more, strict=True) if has_text]
    _count_values(counts, "articles", "text", months, with_text, [""] * len(with_text))
    counts["relations", "all", "", "", "", ""] += rows.relations


def count_entities(session: Session, numbers: Collection[int]) -> Counts:
    """Count as entities those that are not merged into others, and as speakers those of them that make claims."""
    counts = Counts()
    for chunk in chunks(sorted(numbers), COUNTED_AT_ONCE):
        is_survivor = col(Entity.number) == col(Entity.survivor_number)
        rows = select(col(Entity.kind), col(Entity.claims) > 0).where(is_survivor, col(Entity.number).in_(chunk))
        for kind, is_speaker in session.connection().execute(rows):
            counts.update((what, "kind", "", "", kind, "") for what in ("entities", *(["speakers"] if is_speaker else [])))
    return counts


def record(session: Session, after: Counts, before: Counts = Counts()) -> None:  # noqa: B008  # never changed
    """Add ``after`` less ``before`` to the counter rows, and remove rows that become zero.

    Rows are written in the order of their keys: in a large archive fewer pages are written.
    """
    after.subtract(before)
    changed = sorted((*key, number) for key, number in after.items() if number)
    execute_many(session, ADD_TO_COUNTER, changed)
    execute_many(session, REMOVE_ZERO, [row[:-1] for row in changed if row[-1] < 0])


class MonthColumn(NamedTuple):
    """The months of dates: each as a place in the list of all, since numbers are counted in half the time of pairs."""

    places: list[int]
    months: list[Months]


def _month_column(dates: Sequence[tuple[str | None, str | None, str | None]]) -> MonthColumn:
    places: dict[Months, int] = {None: NO_MONTHS}
    found = [places.setdefault(_months(*date), len(places)) for date in dates]
    return MonthColumn(found, [*places])


def _count_table(counts: Counts, what: str, rows: CountedTable) -> MonthColumn:
    """Count rows by the values of each facet, in total and by months of the date; count all rows by exact date. Return their months."""
    dates = [*zip(*rows.dates, strict=True)]
    months = _month_column(dates)
    _count_values(counts, what, "all", months, months.places, [""] * len(dates))
    for facet, (values, shown) in rows.facets.items():
        _count_values(counts, what, facet, months, months.places, values, shown)
    for (earliest, latest, precision), number in Counter(dates).items():
        counts[what, "date", earliest or "", latest or "", precision or "", ""] += number
    return months


def _count_values(
    counts: Counts,
    what: str,
    facet: str,
    months: MonthColumn,
    places: Sequence[int],
    values: Sequence[str],
    shown: Sequence[str] | None = None,
) -> None:
    """Count values, each with the place of its months."""
    totals = Counter[Value]()
    counted = Counter(zip(places, values, shown or repeat(""), strict=False))
    for (place, value, shown_value), number in counted.items():
        totals[value, shown_value] += number
        if place == NO_MONTHS:
            continue
        between = months.months[place] or ("", "")
        counts[what, facet, *between, value, shown_value] += number
        if facet == "speaker" and (open_end := _open_end(*between)):
            counts[what, facet, *open_end, value, shown_value] += number
    if facet != "speaker":  # the total of a speaker's claims is a column of the entity
        for total, number in totals.items():
            counts[what, facet, "", "", *total] += number


@lru_cache(maxsize=65_536)
def _months(earliest: str | None, latest: str | None, precision: str | None) -> Months:
    if earliest is None or latest is None:
        return None
    may_be_open = precision in ("range", "unknown")
    first = OPEN_START if may_be_open and earliest == EARLIEST_DAY else earliest[:7]
    return first, OPEN_END if may_be_open and latest == LATEST_DAY else latest[:7]


def _open_end(earliest: str, latest: str) -> tuple[str, str] | None:
    """Return start and end of the counter of all dates without a start, or without an end; None if the date has both."""
    if earliest == OPEN_START:
        return OPEN_START, ""
    return ("", OPEN_END) if latest == OPEN_END else None


def _organizations(claim_months: MonthColumn, claims: CountedTable, roles: Roles) -> tuple[list[int], list[str], list[str]]:
    """Return, in three lists, the place of the months, the organization and its spelling, for each organization of each claim."""
    places, values, shown = list[int](), list[str](), list[str]()
    kinds, speakers = claims.facets["speaker_kind"][0], claims.facets["speaker"][0]
    of_claims = zip(claim_months.places, kinds, speakers, claims.more, strict=True)
    for place, kind, speaker, (article, position, folded) in of_claims:
        named = roles.get((article, position))
        if kind == "organization":
            found = [*_when_organization_speaks(named or {}, speaker, folded)]
        else:
            found = [(name, f"{spelling}\t") for name, spelling in named.items()] if named else NO_ORGANIZATION
        for value, spelling in found:
            places.append(place)
            values.append(value)
            shown.append(spelling)
    return places, values, shown


NO_ORGANIZATION: list[Value] = [(NO_VALUE, "")]


def _when_organization_speaks(named: dict[str, str], speaker: str, folded: str | None) -> Iterator[Value]:
    """Yield the organizations of a claim by an organization: the speaker itself (no value if unnamed), and those of its roles."""
    yield (NO_VALUE, "") if folded is None else (folded, f"{named.get(folded, '')}\t{speaker}")
    yield from ((name, f"{shown}\t") for name, shown in named.items() if name != folded)
