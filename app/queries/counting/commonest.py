"""Find the speakers with most claims in some months without adding up the rows of all speakers.

There is a counter row for each speaker and each pair of months in which the dates of his claims begin and end. One month of a million
claims has 10,000 of them; adding them up takes 12 ms. An index orders the rows of each pair of months by number, so this is a top-k search:

1. Add up the rows of the leading speakers of the largest pair of months, and of those of the whole archive. Every speaker in the
   answer has at least as many claims as the k-th of these: that number is the bound.
2. In the index, find the speakers who have more than ``cut`` claims in some pair, and add up the rows of those who may reach the bound.
   A speaker who is not found has at most ``cut`` claims in each pair, together fewer than the bound.

The answer is exact. A month takes 0.5 to 2 ms; at worst, where all speakers say equally little, it takes as long as adding up all rows.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
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
    cast,
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

FEW_CLAIMS = 1_000  # Where there are fewer claims, adding up all rows is as fast.
MOST, CUT = bindparam("most", type_=Integer()), bindparam("cut", type_=Integer())
pairs, counts_of_speaker = counts.alias("pairs"), counts.alias("own")
# The last condition repeats the text of the partial indexes on these rows, so that both databases use them.
IS_SPEAKER_COUNT, IS_ONE_SPEAKER = (
    and_(rows.c.what == "claims", rows.c.facet == "speaker", text(f"{rows.name}.{tables.IS_SPEAKER_FACET}"))
    for rows in (counts, counts_of_speaker)
)
IS_PAIR_COUNT = and_(pairs.c.what == "claims", pairs.c.facet == "all")
# The pairs for dates with an open start, and for dates with only an open end.
OPEN_PAIRS: list[Select[str, str]] = [
    select(literal_column(f"'{first}'", Text()), literal_column(f"'{last}'", Text())) for first, last in ((OPEN_START, ""), ("", OPEN_END))
]


class SpeakerCount(NamedTuple):
    """A speaker's number as text, or ``NO_VALUE`` for claims without a speaker, and the number of claims in the months."""

    value: str
    number: int
    tie: str = ""  # the speaker's id


@dataclass(frozen=True)
class MonthRange:
    """A first and a last month; ``OPEN_START`` and ``OPEN_END`` where there is no bound."""

    first: str
    last: str


def commonest_speakers(connection: Connection, months: MonthRange, most: int) -> list[SpeakerCount] | None:
    """Return ``most`` speakers: most claims first; of equal numbers by id, with ``NO_VALUE`` last. At most three statements.

    None where there are few claims, or perhaps fewer than ``most`` speakers: then adding up all rows is as fast.
    """
    bounds = {"first": months.first, "last": months.last}
    pair_counts = PAIRS.rows(connection, **bounds)
    if sum(pair.number for pair in pair_counts) < FEW_CLAIMS:
        return None
    largest = max(pair_counts, key=lambda pair: pair.number)
    leading = _numbers_by_speaker(LEADING.rows(connection, earliest=largest.earliest, latest=largest.latest, most=most, **bounds))
    if len(leading) < most:
        return None
    bound = sorted(leading.values(), reverse=True)[most - 1]
    cut, unseen = _cut(_sizes_of_lists(pair_counts), bound)
    within_reach = WITHIN_REACH.rows(connection, cut=cut, missing=bound - unseen, **bounds)
    return _commonest_first([SpeakerCount(row.value, int(row.number), row.id or "") for row in within_reach if row.number], most)


def _numbers_by_speaker(rows: Sequence[Any]) -> dict[str, int]:
    return {row.value: int(row.number) for row in rows if row.number}


def _commonest_first(speakers: list[SpeakerCount], most: int) -> list[SpeakerCount]:
    return sorted(speakers, key=lambda each: (-each.number, each.value == NO_VALUE, each.tie))[:most]


def _sizes_of_lists(pair_counts: Sequence[Any]) -> list[int]:
    """Return the number of claims in each list that ``WITHIN_REACH`` reads."""
    open_start = sum(pair.number for pair in pair_counts if pair.earliest == OPEN_START)
    open_end = sum(pair.number for pair in pair_counts if pair.earliest != OPEN_START and pair.latest == OPEN_END)
    return [*(pair.number for pair in pair_counts if pair.earliest != OPEN_START and pair.latest != OPEN_END), open_start, open_end]


def _cut(list_sizes: Sequence[int], bound: int) -> tuple[int, int]:
    """Return the cut, the most claims in each list that together stay below half of ``bound``, and this sum.

    Half, because a higher cut reads fewer rows of lists, but adds up more speakers who may reach ``bound``.
    """

    def unseen(cut: int) -> int:
        return sum(min(cut, size) for size in list_sizes)

    cut = bisect_left(range(bound), bound / 2, key=unseen) - 1
    return cut, unseen(cut)


def _overlaps_months(rows: FromClause) -> ColumnElement[bool]:
    """Return the condition that the dates of a row overlap the months. Rows over all time have no dates."""
    return and_(rows.c.earliest > "", rows.c.earliest <= bindparam("last"), rows.c.latest >= bindparam("first"))


def _leading() -> Select[Any]:
    """Select the leading speakers of one pair of months and of the archive, with their numbers in the months."""
    where = IS_SPEAKER_COUNT, counts.c.earliest == bindparam("earliest"), counts.c.latest == bindparam("latest")
    in_pair = select(counts.c.value).where(*where).order_by(counts.c.number.desc()).limit(MOST)
    in_archive = select(cast(entities.c.number, Text())).order_by(entities.c.claims.desc(), entities.c.tie.desc()).limit(MOST)
    leading = union(in_pair.subquery().select(), in_archive.subquery().select()).subquery()
    return select(leading.c.value, _number_in_months(leading.c.value))


def _number_in_months(value: ColumnElement[str]) -> Label[Any]:
    """Select a speaker's number of claims in the months; null if none.

    This is a sub-select for each single speaker: for several at once PostgreSQL would read all rows.
    """
    where = IS_ONE_SPEAKER, counts_of_speaker.c.value == value, _overlaps_months(counts_of_speaker)
    return select(func.sum(counts_of_speaker.c.number)).where(*where).scalar_subquery().label("number")


def _within_reach() -> Select[Any]:
    """Select the speakers who may reach the bound, with their numbers in the months: beyond ``cut`` they have at least ``missing``.

    A list is the rows of one pair of months, or all rows with an open end.
    """
    closed = and_(_overlaps_months(pairs), pairs.c.earliest > OPEN_START, pairs.c.latest < OPEN_END)
    # Materialized, or SQLite would look for rows by the bounds of the months.
    lists = (
        union_all(select(pairs.c.earliest, pairs.c.latest).where(IS_PAIR_COUNT, closed), *OPEN_PAIRS)
        .cte("lists")
        .prefix_with("MATERIALIZED")
    )
    is_above_cut = and_(counts.c.earliest == lists.c.earliest, counts.c.latest == lists.c.latest, counts.c.number > CUT)
    rows = select(counts.c.value).select_from(lists.join(counts, is_above_cut)).where(IS_SPEAKER_COUNT)
    speakers = rows.group_by(counts.c.value).having(func.sum(counts.c.number - CUT) >= bindparam("missing", type_=Integer())).subquery()
    speaker = entities.c.number == cast(func.nullif(speakers.c.value, NO_VALUE), Integer)
    with_ids = speakers.outerjoin(entities, speaker)
    return select(speakers.c.value, _number_in_months(speakers.c.value), entities.c.id).select_from(with_ids)


def _pairs() -> Select[Any]:
    return select(pairs.c.earliest, pairs.c.latest, pairs.c.number).where(IS_PAIR_COUNT, _overlaps_months(pairs))


PAIRS, LEADING, WITHIN_REACH = Statement(_pairs()), Statement(_leading()), Statement(_within_reach())
