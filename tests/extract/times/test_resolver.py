"""Dates of time expressions: each row of a table is a sentence with expressions in braces, and their dates."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extract.text.segmentation import Text
from app.extract.times.resolver import resolve_times
from app.terms.dates import parse_edtf
from tests.examples import examples
from tests.extract.times.dated_sentences import (
    DAYS,
    MONTHS,
    PORTIONS,
    QUARTERS,
    REFERENCES,
    RELATIVE_DAYS,
    UNDATED,
    UNITS,
    WEEKDAYS,
    YEARS,
)

PUBLISHED = "2024-05-15"
PIECES = [
    *"on May 3 to , since Friday the past two weeks 2015 - 2016 '90s early last . “ ” year 31 February 12/13/99 ago end of within".split(),
    *("\n", "\0", "\u0301", "😀"),
]


def rows_of(table: str) -> list[tuple[str, str]]:
    split = (line.rsplit(" | ", 1) for line in table.splitlines() if line)
    return [(sentence, edtf) for sentence, edtf in split]


def without_braces(sentence: str) -> str:
    return re.sub("[{}]", "", sentence)


def times_in(sentence: str, published: str | None = PUBLISHED, anchors: dict[tuple[int, int], str] | None = None) -> list[tuple[str, str]]:
    text = Text(sentence, None, published)
    return [(text.words_at(*time.span), time.edtf) for time in resolve_times(text, anchors)]


@pytest.mark.parametrize(
    ("sentence", "edtf"), rows_of(WEEKDAYS + RELATIVE_DAYS + DAYS + MONTHS + UNITS + PORTIONS + QUARTERS + REFERENCES + YEARS)
)
def test_an_expression_has_its_span_and_date(sentence: str, edtf: str) -> None:
    assert times_in(without_braces(sentence)) == list(zip(re.findall(r"{([^}]*)}", sentence), edtf.split(), strict=True))


@pytest.mark.parametrize("sentence", UNDATED.strip().splitlines())
def test_words_without_a_date_are_no_time_expression(sentence: str) -> None:
    assert times_in(sentence) == []


def test_without_a_publication_date_only_absolute_dates_are_found() -> None:
    assert times_in("He left yesterday, came back in March, fell ill on 4 March 2011 and died in 2015.", None) == [
        ("4 March 2011", "2011-03-04"),
        ("2015", "2015"),
    ]


def test_a_publication_with_a_time_of_day_counts_as_its_day() -> None:
    assert times_in("It rained yesterday.", "2024-05-15T23:30:00Z") == [("yesterday", "2024-05-14")]


def test_a_date_within_a_claim_is_relative_to_the_date_of_saying() -> None:
    sentence = "The mayor said the bridge will open tomorrow. It rained yesterday."
    assert times_in(sentence, anchors={(15, 44): "2024-05-07"}) == [("tomorrow", "2024-05-08"), ("yesterday", "2024-05-14")]


def test_in_a_claim_dated_to_a_week_only_limits_are_dated() -> None:
    sentence = "The army would be done within a month or tomorrow."
    assert times_in(sentence, anchors={(0, 50): "[2024-05-06..2024-05-12]"}) == [("within a month", "[2024-05-06..2024-06-12]")]


def test_the_innermost_claim_counts() -> None:
    sentence = "Ana said Ben had told her he would sing tomorrow."
    assert times_in(sentence, anchors={(9, 48): "2024-05-10", (26, 48): "2024-05-01"}) == [("tomorrow", "2024-05-02")]


def test_without_a_publication_date_the_dateline_is_what_dates_count_from() -> None:
    assert times_in("PORTO, May 15, 2024 — It rained on Tuesday.", None) == [("Tuesday", "2024-05-14")]


@pytest.mark.parametrize(
    "line",
    [
        "Wednesday, May 15, 2024",
        "Published: May 15, 2024 at 10:30 am EDT",
        "LISBON, May 15 (Agency) — The bridge is open.",
        "15 May 2024 - 09:12 GMT",
        "May 15 (Agency) - The bridge is open.",
        "An interview with the builder Wednesday, May 15, 2024",
        "Wednesday, May 15, 2024 The Lantern met the builder.",
    ],
)
def test_a_dateline_is_not_listed(line: str) -> None:
    assert times_in(f"The bridge is open\n\n{line}\n\nThe bridge is open.") == []


def test_future_times_lie_after_the_publication() -> None:
    text = Text("She sang on Monday and will sing on Friday.", None, PUBLISHED)
    assert [time.is_future for time in resolve_times(text)] == [False, True]


@settings(max_examples=examples(60), deadline=None)
@given(
    st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)),
    st.sampled_from([None, PUBLISHED, "0001-01-01", "9999-12-31"]),
)
def test_any_text_gives_readable_dates_in_order(words: str, published: str | None) -> None:
    times = resolve_times(Text(words, None, published))
    ends = [0, *(time.span[1] for time in times)]
    assert all(end <= time.span[0] < time.span[1] <= len(words) and parse_edtf(time.edtf) for end, time in zip(ends, times, strict=False))


def test_a_long_line_is_read_to_its_end() -> None:
    words = "the past March, 12 of 2015-2015- from May 3 to " * 2_000
    assert len(resolve_times(Text(words, None, PUBLISHED))) > 2_000
