"""The speakers with most claims in a window of months, found without adding up those who said little in it.

Counter rows are one for each speaker and pair of months that claims begin and end in: of one month of a million claims 10,000, which
take 12 ms to add up, and ever more as the archive grows. An index has the rows of each pair by number. So

1. those who lead the largest pair, and those who lead the archive, are counted: the fifty commonest have at least what the fiftieth of
   them has;
2. who has more than ``cut`` in some pairs is found in that index, and counted if he may reach that number; who is found nowhere has
   at most ``cut`` in each pair, which is too little.

The answer is exact, whatever there is: a month takes 0.5 to 2 ms. Where all say equally little, it costs what adding up all rows does.
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

FEW = 1_000  # claims in the window, whose rows are added up as soon
MOST, CUT = bindparam("most", type_=Integer()), bindparam("cut", type_=Integer())
pairs, own = counts.alias("pairs"), counts.alias("own")
# The last in the words of the indexes of these rows.
OF_SPEAKERS, OF_SPEAKERS_TOO = (
    and_(rows.c.what == "claims", rows.c.facet == "speaker", text(f"{rows.name}.{tables.IS_SPEAKER_FACET}")) for rows in (counts, own)
)
OF_PAIRS = and_(pairs.c.what == "claims", pairs.c.facet == "all")
# The rows of all that is open at its start, and at its end alone.
OPEN: list[Select[str, str]] = [
    select(literal_column(f"'{first}'", Text()), literal_column(f"'{last}'", Text())) for first, last in ((OPEN_START, ""), ("", OPEN_END))
]


class Speaker(NamedTuple):
    """One who speaks, ``NO_VALUE`` for nobody, and how many claims of the window may be his."""

    value: str
    number: int


@dataclass(frozen=True)
class Window:
    """From which month to which; ``OPEN_START`` and ``OPEN_END`` where there is no bound."""

    first: str
    last: str


def commonest(connection: Connection, window: Window, most: int) -> list[Speaker] | None:
    """Return ``most`` speakers, those with most claims first, then nobody after others, then by id. At most three statements.

    None where there are few claims, or may be fewer speakers: then all rows are soon added up.
    """
    months = {"first": window.first, "last": window.last}
    sizes = PAIRS.rows(connection, **months)
    if sum(pair.number for pair in sizes) < FEW:
        return None
    largest = max(sizes, key=lambda pair: pair.number)
    leading = _numbers(LEADING.rows(connection, earliest=largest.earliest, latest=largest.latest, most=most, **months))
    if len(leading) < most:
        return None
    least = sorted(leading.values(), reverse=True)[most - 1]
    cut, unseen = _cut(_sizes_of_lists(sizes), least)
    return _best(_numbers(WITHIN_REACH.rows(connection, cut=cut, missing=least - unseen, **months)), most)


def _numbers(rows: Sequence[Any]) -> dict[str, int]:
    return {row.value: int(row.number) for row in rows if row.number}


def _best(numbers: dict[str, int], most: int) -> list[Speaker]:
    found = starmap(Speaker, numbers.items())
    return sorted(found, key=lambda one: (-one.number, one.value == NO_VALUE, one.value))[:most]


def _sizes_of_lists(sizes: Sequence[Any]) -> list[int]:
    """Return how many claims there are in each list that ``WITHIN_REACH`` reads."""
    open_start = sum(pair.number for pair in sizes if pair.earliest == OPEN_START)
    open_end = sum(pair.number for pair in sizes if pair.earliest != OPEN_START and pair.latest == OPEN_END)
    return [*(pair.number for pair in sizes if pair.earliest != OPEN_START and pair.latest != OPEN_END), open_start, open_end]


def _cut(sizes: Sequence[int], least: int) -> tuple[int, int]:
    """Return the most that one may have in each list and be below half of ``least`` in all; and how many that is.

    Half: with a higher cut fewer rows are read, and more speakers counted who might have enough.
    """

    def unseen(cut: int) -> int:
        return sum(min(cut, size) for size in sizes)

    cut = bisect_left(range(least), least / 2, key=unseen) - 1
    return cut, unseen(cut)


def _overlaps(rows: FromClause) -> ColumnElement[bool]:
    """Whether a row may be of the window. The rows of all that is open are not: they begin or end in no month."""
    return and_(rows.c.earliest > "", rows.c.earliest <= bindparam("last"), rows.c.latest >= bindparam("first"))


def _leading() -> Select[Any]:
    """Select who has most in one pair of months, and who has most of all, and how many they have in the window."""
    where = OF_SPEAKERS, counts.c.earliest == bindparam("earliest"), counts.c.latest == bindparam("latest")
    then = select(counts.c.value).where(*where).order_by(counts.c.number.desc()).limit(MOST)
    always = select(entities.c.id).order_by(entities.c.claims.desc(), entities.c.id.desc()).limit(MOST)
    leading = union(then.subquery().select(), always.subquery().select()).subquery()
    return select(leading.c.value, _number(leading.c.value))


def _number(value: ColumnElement[str]) -> Label[Any]:
    """How many claims a speaker has in the window; null if none. One by one: PostgreSQL would read the rows of all for several."""
    where = OF_SPEAKERS_TOO, own.c.value == value, _overlaps(own)
    return select(func.sum(own.c.number)).where(*where).scalar_subquery().label("number")


def _within_reach() -> Select[Any]:
    """Select who has, over ``cut`` in each list, as many as are missing, and how many they have in the window.

    A list is a pair of months, or all that is open.
    """
    closed = and_(_overlaps(pairs), pairs.c.earliest > OPEN_START, pairs.c.latest < OPEN_END)
    # Materialized, or SQLite would look for rows by the bounds of the window.
    lists = union_all(select(pairs.c.earliest, pairs.c.latest).where(OF_PAIRS, closed), *OPEN).cte("lists").prefix_with("MATERIALIZED")
    over = and_(counts.c.earliest == lists.c.earliest, counts.c.latest == lists.c.latest, counts.c.number > CUT)
    rows = select(counts.c.value).select_from(lists.join(counts, over)).where(OF_SPEAKERS)
    found = rows.group_by(counts.c.value).having(func.sum(counts.c.number - CUT) >= bindparam("missing", type_=Integer())).subquery()
    return select(found.c.value, _number(found.c.value))


def _pairs() -> Select[Any]:
    return select(pairs.c.earliest, pairs.c.latest, pairs.c.number).where(OF_PAIRS, _overlaps(pairs))


PAIRS, LEADING, WITHIN_REACH = Statement(_pairs()), Statement(_leading()), Statement(_within_reach())
