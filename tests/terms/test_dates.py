"""EDTF dates: those that are read, with earliest, latest and precision, and those that are refused."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.terms.dates import EARLIEST_DAY, LATEST_DAY, parse_edtf

DATES = [
    # points
    ("2024-06-25", "2024-06-25", "2024-06-25", "day"),
    ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
    ("0001-01-01", EARLIEST_DAY, EARLIEST_DAY, "day"),
    ("9999-12-31", LATEST_DAY, LATEST_DAY, "day"),
    ("2024-06", "2024-06-01", "2024-06-30", "month"),
    ("2024-02", "2024-02-01", "2024-02-29", "month"),
    ("2023-02", "2023-02-01", "2023-02-28", "month"),
    ("9999-12", "9999-12-01", LATEST_DAY, "month"),
    ("2024", "2024-01-01", "2024-12-31", "year"),
    # seasons; winter runs into the next year
    ("2024-21", "2024-03-01", "2024-05-31", "season"),
    ("2024-22", "2024-06-01", "2024-08-31", "season"),
    ("2024-23", "2024-09-01", "2024-11-30", "season"),
    ("2024-24", "2024-12-01", "2025-02-28", "season"),
    ("2023-24", "2023-12-01", "2024-02-29", "season"),
    # unspecified digits
    ("2024-06-XX", "2024-06-01", "2024-06-30", "month"),
    ("2024-XX", "2024-01-01", "2024-12-31", "year"),
    ("2024-XX-XX", "2024-01-01", "2024-12-31", "year"),
    ("202X", "2020-01-01", "2029-12-31", "range"),
    ("20XX", "2000-01-01", "2099-12-31", "range"),
    ("202X-XX", "2020-01-01", "2029-12-31", "range"),
    ("202X-XX-XX", "2020-01-01", "2029-12-31", "range"),
    ("000X", EARLIEST_DAY, "0009-12-31", "range"),
    ("00XX", EARLIEST_DAY, "0099-12-31", "range"),
    ("999X", "9990-01-01", LATEST_DAY, "range"),
    ("XXXX", EARLIEST_DAY, LATEST_DAY, "unknown"),
    ("XXXX-XX", EARLIEST_DAY, LATEST_DAY, "unknown"),
    ("XXXX-XX-XX", EARLIEST_DAY, LATEST_DAY, "unknown"),
    # qualifiers
    ("2024-06-25~", "2024-06-25", "2024-06-25", "day"),
    ("2024-06?", "2024-06-01", "2024-06-30", "month"),
    ("2024%", "2024-01-01", "2024-12-31", "year"),
    ("2024-24~", "2024-12-01", "2025-02-28", "season"),
    ("202X?", "2020-01-01", "2029-12-31", "range"),
    # a time of day says no more than its day
    ("2024-06-25T10:00:00", "2024-06-25", "2024-06-25", "day"),
    ("2024-06-25T23:59:59Z", "2024-06-25", "2024-06-25", "day"),
    ("2024-06-25T10:00:00+02:00", "2024-06-25", "2024-06-25", "day"),
    # intervals: it lasts through
    ("2024-06-25/2024-07-03", "2024-06-25", "2024-07-03", "range"),
    ("2024-06/2024-07", "2024-06-01", "2024-07-31", "range"),
    ("2023/2024-06-25", "2023-01-01", "2024-06-25", "range"),
    ("2024-23/2024-24", "2024-09-01", "2025-02-28", "range"),
    ("202X/2030", "2020-01-01", "2030-12-31", "range"),
    ("2024-06-25~/2024-07-03?", "2024-06-25", "2024-07-03", "range"),
    ("2024-06-25/2024-06-25", "2024-06-25", "2024-06-25", "day"),
    ("2024-06/2024-06", "2024-06-01", "2024-06-30", "month"),
    ("2024/2024-12-31", "2024-01-01", "2024-12-31", "range"),
    # a week begins on a Monday
    ("2024-06-24/2024-06-30", "2024-06-24", "2024-06-30", "week"),
    ("2024-06-24~/2024-06-30~", "2024-06-24", "2024-06-30", "week"),
    ("[2024-06-24..2024-06-30]", "2024-06-24", "2024-06-30", "week"),
    ("2024-06-25/2024-07-01", "2024-06-25", "2024-07-01", "range"),
    ("2024-06-23/2024-06-29", "2024-06-23", "2024-06-29", "range"),
    ("2024-06-24/2024-07-07", "2024-06-24", "2024-07-07", "range"),
    # open ends, unknown ends
    ("../2024-06-25", EARLIEST_DAY, "2024-06-25", "range"),
    ("2024-06-25/..", "2024-06-25", LATEST_DAY, "range"),
    ("/2024-06-25", EARLIEST_DAY, "2024-06-25", "range"),
    ("2024-06-25/", "2024-06-25", LATEST_DAY, "range"),
    ("2024/..", "2024-01-01", LATEST_DAY, "range"),
    ("../2024", EARLIEST_DAY, "2024-12-31", "range"),
    # sets: one of, all of
    ("[2024-06-25..2024-07-03]", "2024-06-25", "2024-07-03", "range"),
    ("[..2024-06-25]", EARLIEST_DAY, "2024-06-25", "range"),
    ("[2024-06-25..]", "2024-06-25", LATEST_DAY, "range"),
    ("[2024-06-25,2024-07-03]", "2024-06-25", "2024-07-03", "range"),
    ("[2024-07-03,2024-06-25]", "2024-06-25", "2024-07-03", "range"),
    ("[2022,2024-06,2025-01-05..2025-01-07]", "2022-01-01", "2025-01-07", "range"),
    ("[2024-06-25]", "2024-06-25", "2024-06-25", "day"),
    ("[2024-06]", "2024-06-01", "2024-06-30", "month"),
    ("[2024~,2026?]", "2024-01-01", "2026-12-31", "range"),
    ("{2024-06-25..2024-07-03}", "2024-06-25", "2024-07-03", "range"),
    ("{2024-06-25,2024-07-03}", "2024-06-25", "2024-07-03", "range"),
    ("{2022,2024}", "2022-01-01", "2024-12-31", "range"),
    ("{..2024}", EARLIEST_DAY, "2024-12-31", "range"),
    ("{2024..}", "2024-01-01", LATEST_DAY, "range"),
]

REFUSED = [
    # no date at all
    "",
    " ",
    "yesterday",
    "June 2024",
    "24",
    "2024-6",
    "2024-6-5",
    "20240625",
    "2024/06/25",
    "25.06.2024",
    "12024",
    "-2024",
    "+2024",
    "2024-06-25 ",
    " 2024-06-25",
    "2024-06-25\n",
    "2024-06-25\x00",
    pytest.param("x" * 100_000, id="long"),
    # days that do not exist
    "0000",
    "0000-01-01",
    "2024-00",
    "2024-13",
    "2024-06-00",
    "2024-06-31",
    "2023-02-29",
    "1900-02-29",
    "2024-99-99",
    "2024-20",
    "2024-25",
    "2024-21-01",
    "9999-24",
    # unspecified digits in the wrong places
    "X024",
    "2X24",
    "202x",
    "2024-X1",
    "2024-0X",
    "2024-06-1X",
    "2024-XX-15",
    "202X-06",
    "202X-XX-15",
    "202X-XX-99",
    "XXXX-06-25",
    # qualifiers elsewhere than behind a date, or twice
    "~2024",
    "2024~-06",
    "2024~?",
    "~",
    # digits of other scripts
    "２０２４-06-25",
    "٢٠٢٤",
    "2024–06–25",
    # times of day that do not exist, or of no day
    "2024T10:00:00",
    "2024-06T10:00:00",
    "2024-06-25T25:61:61",
    "2024-06-25T",
    "2024-06-25T10",
    "2024-06-25T24:00:01Z",
    "2024-06-25T10:00:00+99:99",
    "T10:00:00",
    # intervals
    "2024-07-03/2024-06-25",
    "2025/2024",
    "2024-07/2024-06-30",
    "../..",
    "/",
    "../",
    "/..",
    "..",
    "2024/2025/2026",
    "2024//2025",
    "2024/x",
    "x/2024",
    "2024-06-31/..",
    "2024..2025",
    # sets
    "[]",
    "{}",
    "[..]",
    "[,]",
    "[",
    "]",
    "[2024",
    "2024]",
    "[2024}",
    "{2024]",
    "[[2024]]",
    "[2024, 2025]",
    "[2024,]",
    "[2024,,2025]",
    "[2024/2025]",
    "[2024..2025..2026]",
    "[2024....]",
    "[2025..2024]",
    "[2025..2024,2026]",
    "[2024,2023-02-29]",
    "[2024]~",
]

DAYS = st.dates()
EDTF_LETTERS = st.text(alphabet="0123456789X-/.,[]{}~?%T:Z+", max_size=30)


@pytest.mark.parametrize(("edtf", "earliest", "latest", "precision"), DATES)
def test_a_date_has_ends_and_a_precision(edtf: str, earliest: str, latest: str, precision: str) -> None:
    assert parse_edtf(edtf) == (edtf, earliest, latest, precision)


@pytest.mark.parametrize("edtf", REFUSED)
def test_a_text_that_is_no_date_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_edtf(edtf)


def test_a_set_that_begins_and_ends_with_one_day_is_still_a_range() -> None:
    assert parse_edtf("[2024-06-25,2024-07-05,2024-06-25]").precision == "range"


def test_an_open_start_makes_no_week() -> None:
    assert parse_edtf("../0001-01-07").precision == "range"


@pytest.mark.parametrize(
    ("edtf", "problem"),
    [
        ("soon", "'soon' is not an EDTF date"),
        ("２０２４", "'２０２４' is not an EDTF date"),
        ("2024-06-31", "'2024-06-31' is no date of the calendar"),
        ("2025/2024", "'2025/2024' ends before it begins"),
        ("2024/2024-06-31", "'2024-06-31' is no date of the calendar"),
        ("../..", "'../..' names no date"),
    ],
)
def test_a_refusal_says_what_is_wrong(edtf: str, problem: str) -> None:
    with pytest.raises(ValueError, match=r".+") as refused:
        parse_edtf(edtf)
    assert str(refused.value) == problem


def test_open_and_unknown_ends_stay_apart_in_the_text() -> None:
    assert [parse_edtf(edtf).edtf for edtf in ("2024/..", "2024/")] == ["2024/..", "2024/"]


def test_the_months_of_a_year_join_without_gap() -> None:
    months = [parse_edtf(f"2024-{month:02}") for month in range(1, 13)]
    ends = [(date.fromisoformat(before.latest), date.fromisoformat(after.earliest)) for before, after in pairwise(months)]
    assert [(after - before).days for before, after in ends] == [1] * 11


def test_four_seasons_and_the_next_spring_join_without_gap() -> None:
    seasons = [parse_edtf(edtf) for edtf in ("2023-21", "2023-22", "2023-23", "2023-24", "2024-21")]
    ends = [(date.fromisoformat(before.latest), date.fromisoformat(after.earliest)) for before, after in pairwise(seasons)]
    assert [(after - before).days for before, after in ends] == [1] * 4


@given(DAYS)
def test_a_day_is_its_own_ends(day: date) -> None:
    assert parse_edtf(day.isoformat()) == (day.isoformat(), day.isoformat(), day.isoformat(), "day")


@given(DAYS, DAYS)
def test_an_interval_of_days_has_them_as_ends(one: date, other: date) -> None:
    first, last = min(one, other).isoformat(), max(one, other).isoformat()
    assert parse_edtf(f"{first}/{last}")[1:3] == (first, last)


@given(DAYS, DAYS)
def test_one_moment_within_an_interval_has_the_same_ends_and_precision(one: date, other: date) -> None:
    first, last = min(one, other).isoformat(), max(one, other).isoformat()
    assert parse_edtf(f"[{first}..{last}]")[1:] == parse_edtf(f"{first}/{last}")[1:]


@given(st.lists(DAYS, min_size=1, max_size=5))
def test_a_set_of_days_spans_from_the_first_to_the_last(days: list[date]) -> None:
    listed = ",".join(day.isoformat() for day in days)
    ends = (min(days).isoformat(), max(days).isoformat())
    assert (parse_edtf(f"[{listed}]")[1:3], parse_edtf(f"{{{listed}}}")[1:3]) == (ends, ends)


@given(st.text() | EDTF_LETTERS)
def test_any_text_is_a_date_with_ordered_ends_or_a_value_error(text: str) -> None:
    try:
        parsed = parse_edtf(text)
    except ValueError:
        return
    assert EARLIEST_DAY <= parsed.earliest <= parsed.latest <= LATEST_DAY
