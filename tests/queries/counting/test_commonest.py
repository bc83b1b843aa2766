"""The commonest speakers are those found by adding up all counter rows, for any months and claims."""

from collections import Counter, defaultdict
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert

from app.database.engines import read_connection, read_engine, write_session
from app.database.tables import Entity
from app.database.tables.counts import NO_VALUE, OPEN_END, OPEN_START
from app.ingest.writing import counters as kept
from app.ingest.writing import full_text
from app.queries.counting import commonest
from app.queries.counting.commonest import MonthRange, SpeakerCount
from tests.scale.query_plans import plans_of
from tests.tables import wipe

SPEAKERS = 12
ENDS = [OPEN_START, "2024-01", "2024-02", "2024-03", "2024-04", OPEN_END]


class Said(NamedTuple):
    """A speaker's claims of one date."""

    speaker: str
    first: int  # index in ENDS
    last: int
    number: int


def _said(speaker: int, first: int, last: int, number: int) -> Said:
    return Said(NO_VALUE if speaker == 0 else str(speaker), min(first, last + 1), max(first - 1, last), number)


# Dates begin at one of the first five ends, and end at the same or a later one. Speaker 0 stands for claims without a speaker.
SAID = st.builds(_said, st.integers(0, SPEAKERS), st.integers(0, 4), st.integers(1, 5), st.integers(1, 9)).filter(
    lambda one: one.first <= one.last and one.last > 0
)
WINDOWS = [(first, last) for first in (OPEN_START, *ENDS[1:5]) for last in (*ENDS[1:5], OPEN_END) if first <= last]


def _id_of(speaker: str) -> str:
    """Return the id of a speaker: the greater the number, the smaller the id."""
    return "" if speaker == NO_VALUE else f"ent_{SPEAKERS - int(speaker):020}"


def _store_speakers(engine: Engine) -> None:
    table = Entity.__table__  # type: ignore[attr-defined]
    named = {"kind": "person", "anonymous": False, "name": "x", "folded": "x", "name_order": "x", "words": "x", "aliases": []}
    counted = {"claims": 0, "articles": 0, "outlets": 0}
    numbers = range(1, SPEAKERS + 1)
    rows = [{"number": n, "survivor_number": n, "id": _id_of(str(n)), "tie": SPEAKERS - n, **named, **counted} for n in numbers]
    with write_session(engine) as session:
        session.connection().execute(insert(table), rows)
        full_text.index_numbers(session, Entity, numbers)  # a row that is not indexed cannot be deleted


def store_counts(engine: Engine, claims: list[Said]) -> None:
    """Replace all counter rows by those of these claims."""
    counts = kept.Counts()
    for speaker, first, last, number in claims:
        ends = ENDS[first], ENDS[last]
        is_open = [(OPEN_START, "")] if first == 0 else [("", OPEN_END)] if last == 5 else []
        counts["claims", "all", *ends, "", ""] += number
        for row in (ends, *is_open):
            counts["claims", "speaker", *row, speaker, ""] += number
    wipe(engine)
    _store_speakers(engine)
    with write_session(engine) as session:
        kept.record(session, counts)


def added_up(claims: list[Said], window: tuple[str, str]) -> list[SpeakerCount]:
    found = Counter[str]()
    for speaker, first, last, number in claims:
        if ENDS[first] <= window[1] and ENDS[last] >= window[0]:
            found[speaker] += number
    counted = [SpeakerCount(speaker, number, _id_of(speaker)) for speaker, number in found.items()]
    return sorted(counted, key=lambda one: (-one.number, one.value == NO_VALUE, one.tie))


def fewest_in_largest(claims: list[Said], window: tuple[str, str]) -> int:
    """Return a lower bound of the number of speakers in the largest pair of months."""
    numbers, speakers = Counter[tuple[int, int]](), defaultdict[tuple[int, int], set[str]](set)
    for speaker, first, last, number in claims:
        if ENDS[first] <= window[1] and ENDS[last] >= window[0]:
            numbers[first, last] += number
            speakers[first, last].add(speaker)
    return min((len(speakers[pair]) for pair, number in numbers.items() if number == max(numbers.values())), default=0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims=st.lists(SAID, min_size=1, max_size=60))
@example(claims=[_said(speaker, 1, 1, 1) for speaker in range(13)])  # all equal
@example(claims=[_said(speaker, month, month, 13 - speaker) for speaker in range(13) for month in range(1, 5)])
@example(claims=[*(_said(speaker, 1, 1, 5) for speaker in range(1, 7)), *(_said(7, 0, month, 2) for month in range(1, 6))])
@example(claims=[*(_said(speaker, 4, 4, 5) for speaker in range(1, 7)), *(_said(7, month, 5, 2) for month in range(0, 5))])
def test_they_are_those_that_adding_up_finds(engine: Engine, claims: list[Said]) -> None:
    store_counts(engine, claims)
    with pytest.MonkeyPatch.context() as patched, read_connection(engine) as connection:
        patched.setattr(commonest, "FEW_CLAIMS", 1)
        for window in WINDOWS:
            expected = added_up(claims, window)
            for most in (1, 2, 5):
                found = commonest.commonest_speakers(connection, MonthRange(*window), most)
                assert found == expected[:most] or (found is None and most > fewest_in_largest(claims, window))


def test_few_are_added_up_by_whoever_asks(engine: Engine) -> None:
    store_counts(engine, [_said(speaker, 1, 1, 5) for speaker in range(5)])
    with read_connection(engine) as connection:
        assert commonest.commonest_speakers(connection, MonthRange("2024-01", "2024-01"), 1) is None


def test_what_is_open_is_one_list(engine: Engine) -> None:
    store_counts(engine, [_said(1, 0, 2, 3), _said(2, 0, 3, 4), _said(1, 2, 5, 5), _said(1, 2, 2, 6), _said(1, 0, 5, 7)])
    with read_connection(engine) as connection:
        sizes = commonest.PAIRS.rows(connection, first="2024-02", last="2024-02")
    assert sorted(commonest._sizes_of_lists(sizes)) == [5, 6, 14]


@pytest.mark.parametrize(
    ("sizes", "least", "expected"),
    [
        ([10], 1, (0, 0)),
        ([10], 9, (4, 4)),
        ([10, 10], 9, (2, 4)),
        ([10, 1, 1], 9, (2, 4)),
        ([1, 1], 99, (98, 2)),
        ([10, 10, 10], 5, (0, 0)),
    ],
)
def test_who_is_found_nowhere_has_less_than_half(sizes: list[int], least: int, expected: tuple[int, int]) -> None:
    assert commonest._cut(sizes, least) == expected


def test_both_indexes_are_read_and_no_row(one_url: str) -> None:
    engine = read_engine(one_url)
    for read in (
        lambda connection: commonest.LEADING.rows(
            connection, earliest="2024-01", latest="2024-01", most=51, first="2024-01", last="2024-02"
        ),
        lambda connection: commonest.WITHIN_REACH.rows(connection, first="2024-01", last="2024-02", cut=3, missing=9),
    ):
        (plan,) = plans_of(engine, read)
        for columns, found_by in (
            ("earliest_latest_number", "what=? AND facet=? AND earliest=? AND latest=?"),
            ("value_latest_earliest_number", "what=? AND facet=? AND value=? AND latest>?"),
        ):
            assert f"USING COVERING INDEX ix_counts_what_facet_{columns} ({found_by}" in plan.steps
    engine.dispose()
