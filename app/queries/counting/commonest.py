"""Find the speakers with most claims in some months without adding up the rows of all speakers.

There is a counter row for each speaker and each pair of months in which the dates of his claims begin and end. One month of a million
claims has 10,000 of them; adding them up takes 12 ms. An index has the rows of each pair of months by number, so this is a top-k search:

1. Add up the rows of the leading speakers: those of the largest pair of months, and those of the whole archive. The number of the
   k-th of them is a lower bound for every speaker in the answer.
2. In the index, find the speakers who have more than ``cut`` claims in some pair, and add up the rows of those who may reach the bound.
   A speaker who is not found has at most ``cut`` claims in each pair, together fewer than the bound.

The answer is exact. A month takes 0.5 to 2 ms; at worst, where all speakers say equally little, as long as adding up all rows.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Label,
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    text,
    union,
    union_all,
)

from app.database import tables
from app.database.tables.counts import NO_VALUE, OPEN_END, OPEN_START
from app.queries.statements.compiled import Statement
from app.queries.tables import counts, entities

FEW = 1_000  # claims. The rows of fewer are added up as fast.
MOST, CUT = bindparam("most", type_=Integer()), bindparam("cut", type_=Integer())
pairs, own = counts.alias("pairs"), counts.alias("own")
# The last condition repeats the text of the partial indexes on these rows, so that both databases use them.
OF_SPEAKERS, OF_SPEAKERS_TOO = (
    and_(rows.c.what == "claims", rows.c.facet == "speaker", text(f"{rows.name}.{tables.IS_SPEAKER_FACET}")) for rows in (counts, own)
)
OF_PAIRS = and_(pairs.c.what == "claims", pairs.c.facet == "all")
# The pairs of months of dates that are open at their start, and at their end alone.
OPEN: list[Select[str, str]] = [
    select(literal_column(f"'{first}'", Text()), literal_column(f"'{last}'", Text())) for first, last in ((OPEN_START, ""), ("", OPEN_END))
]


class SpeakerCount(NamedTuple):
    """A speaker, ``NO_VALUE`` for claims without one, and the number of claims in the months."""

    value: str
    number: int


@dataclass(frozen=True)
class MonthRange:
    """A first and a last month; ``OPEN_START`` and ``OPEN_END`` where there is no bound."""

    first: str
    last: str


def commonest(connection: Connection, months: MonthRange, most: int) -> list[SpeakerCount] | None:
    """Return ``most`` speakers: most claims first; of equals ``NO_VALUE`` last, others by id. At most three statements.

    None where there are few claims, or perhaps fewer than ``most`` speakers: then adding up all rows is as fast.
    """
    bounds = {"first": months.first, "last": months.last}
    sizes = PAIRS.rows(connection, **bounds)
    if sum(pair.number for pair in sizes) < FEW:
        return None
    largest = max(sizes, key=lambda pair: pair.number)
    leading = _numbers(LEADING.rows(connection, earliest=largest.earliest, latest=largest.latest, most=most, **bounds))
    if len(leading) < most:
        return None
    least = sorted(leading.values(), reverse=True)[most - 1]
    cut, unseen = _cut(_sizes_of_lists(sizes), least)
    return _best(_numbers(WITHIN_REACH.rows(connection, cut=cut, missing=least - unseen, **bounds)), most)


def _numbers(rows: Sequence[Any]) -> dict[str, int]:
    return {row.value: int(row.number) for row in rows if row.number}


def _best(numbers: dict[str, int], most: int) -> list[SpeakerCount]:
    found = starmap(SpeakerCount, numbers.items())
    return sorted(found, key=lambda one: (-one.number, one.value == NO_VALUE, one.value))[:most]


def _sizes_of_lists(sizes: Sequence[Any]) -> list[int]:
    """Return the number of claims in each list that ``WITHIN_REACH`` reads."""
    open_start = sum(pair.number for pair in sizes if pair.earliest == OPEN_START)
    open_end = sum(pair.number for pair in sizes if pair.earliest != OPEN_START and pair.latest == OPEN_END)
    return [*(pair.number for pair in sizes if pair.earliest != OPEN_START and pair.latest != OPEN_END), open_start, open_end]


def _cut(sizes: Sequence[int], least: int) -> tuple[int, int]:
    """Return the cut, the most claims in each list that together stay below half of ``least``; and this sum.

    Half, because a higher cut reads fewer rows of lists, but adds up more speakers who may reach ``least``.
    """

    def unseen(cut: int) -> int:
        return sum(min(cut, size) for size in sizes)

    cut = bisect_left(range(least), least / 2, key=unseen) - 1
    return cut, unseen(cut)


def _overlaps(rows: FromClause) -> ColumnElement[bool]:
    """Return the condition that the dates of a row overlap the months. Rows over all time have no dates."""
    return and_(rows.c.earliest > "", rows.c.earliest <= bindparam("last"), rows.c.latest >= bindparam("first"))


def _leading() -> Select[Any]:
    """Select the leading speakers of one pair of months and of the archive, with their numbers in the months."""
    where = OF_SPEAKERS, counts.c.earliest == bindparam("earliest"), counts.c.latest == bindparam("latest")
    then = select(counts.c.value).where(*where).order_by(counts.c.number.desc()).limit(MOST)
    always = select(entities.c.id).order_by(entities.c.claims.desc(), entities.c.id.desc()).limit(MOST)
    leading = union(then.subquery().select(), always.subquery().select()).subquery()
    return select(leading.c.value, _number(leading.c.value))


def _number(value: ColumnElement[str]) -> Label[Any]:
    """Select a speaker's number of claims in the months; null if none. One by one: for several PostgreSQL would read all rows."""
    where = OF_SPEAKERS_TOO, own.c.value == value, _overlaps(own)
    return select(func.sum(own.c.number)).where(*where).scalar_subquery().label("number")


def _within_reach() -> Select[Any]:
    """Select the speakers who may reach the bound, with their numbers in the months: beyond ``cut`` they have at least ``missing``.

    A list is the rows of one pair of months, or all rows with an open end.
    """
    closed = and_(_overlaps(pairs), pairs.c.earliest > OPEN_START, pairs.c.latest < OPEN_END)
    # Materialized, or SQLite would look for rows by the bounds of the months.
    lists = union_all(select(pairs.c.earliest, pairs.c.latest).where(OF_PAIRS, closed), *OPEN).cte("lists").prefix_with("MATERIALIZED")
    over = and_(counts.c.earliest == lists.c.earliest, counts.c.latest == lists.c.latest, counts.c.number > CUT)
    rows = select(counts.c.value).select_from(lists.join(counts, over)).where(OF_SPEAKERS)
    found = rows.group_by(counts.c.value).having(func.sum(counts.c.number - CUT) >= bindparam("missing", type_=Integer())).subquery()
    return select(found.c.value, _number(found.c.value))


def _pairs() -> Select[Any]:
    return select(pairs.c.earliest, pairs.c.latest, pairs.c.number).where(OF_PAIRS, _overlaps(pairs))


PAIRS, LEADING, WITHIN_REACH = Statement(_pairs()), Statement(_leading()), Statement(_within_reach())
