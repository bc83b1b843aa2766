"""Spans: quotes, context, cut words, and offsets in UTF-16 units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.terms.spans import CONTEXT, Span, astral_offsets, cuts_word, excerpt, first_words, quote_of, readable_quote, to_utf16

TEXT = "Ana Novak said the 12 would win."
ASTRAL = st.text(alphabet=st.sampled_from("a é東\uffff🎉𝔸\U0010ffff")) | st.text()


@pytest.mark.parametrize(
    ("spans", "quote"),
    [
        ([], ""),
        ([(0, 9)], "Ana Novak"),
        ([(0, 3), (10, 14)], "Ana said"),
        ([(0, 3), (3, 9)], "Ana  Novak"),
        ([(0, len(TEXT))], TEXT),
    ],
)
def test_a_quote_is_its_spans_joined_by_one_space(spans: list[Span], quote: str) -> None:
    assert quote_of(TEXT, spans) == quote


def test_the_parts_of_a_quote_are_read_with_a_mark_between_them() -> None:
    assert [readable_quote(parts) for parts in ([], ["Ana "], ["Ana", " said"])] == ["", "Ana ", "Ana …  said"]


def test_a_quote_counts_code_points() -> None:
    assert quote_of("🎉 e\u0301 Ana", [(2, 4), (5, 8)]) == "e\u0301 Ana"


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("", ""),
        ("Ana Novak", "Ana Novak"),
        ("1 2 3 4 5 6 7 8 9 10 11", "1 2 3 4 5 6 7 8 9 10 11"),
        ("1 2 3 4 5 6 7 8 9 10 11 12", "1 2 3 4 5 6 7 8 9 10 11"),
        (" Ana\n\u00a0Novak\t", "Ana Novak"),
        ("well-known don't — x", "well-known don't — x"),
    ],
)
def test_a_source_or_cue_is_cut_after_eleven_words(quote: str, words: str) -> None:
    assert first_words(quote) == words


@given(st.text())
def test_cutting_twice_changes_nothing(quote: str) -> None:
    assert first_words(first_words(quote)) == first_words(quote)


LONG = "".join(chr(ord("a") + n % 26) for n in range(100))


@pytest.mark.parametrize(
    ("span", "around"),
    [
        ((0, 100), (0, 0)),
        ((0, 10), (0, 32)),
        ((90, 100), (32, 0)),
        ((31, 69), (31, 31)),
        ((32, 68), (32, 32)),
        ((33, 67), (32, 32)),
        ((1, 99), (1, 1)),
    ],
)
def test_an_excerpt_has_32_code_points_of_context_or_what_there_is(span: Span, around: tuple[int, int]) -> None:
    exact, prefix, suffix = excerpt(LONG, span)
    assert (exact, len(prefix), len(suffix)) == (LONG[slice(*span)], *around)
    assert LONG[span[0] - around[0] : span[1] + around[1]] == prefix + exact + suffix


def test_context_is_counted_in_code_points() -> None:
    assert excerpt("🎉" * 40 + "Ana" + "é" * 40, (40, 43)) == ("Ana", "🎉" * CONTEXT, "é" * CONTEXT)


@pytest.mark.parametrize(
    ("text", "span", "cuts"),
    [
        (TEXT, (0, 3), False),
        (TEXT, (0, len(TEXT)), False),
        (TEXT, (3, 4), False),
        (TEXT, (0, 4), False),
        (TEXT, (0, 2), True),
        (TEXT, (1, 3), True),
        (TEXT, (5, 8), True),
        (TEXT, (19, 20), True),
        (TEXT, (27, 31), False),
        ("win", (0, 3), False),
        ("don't", (0, 3), False),
        ("well-known", (5, 10), False),
        ("Málaga", (0, 1), True),
        ("“No”", (1, 3), False),
        ("F16", (0, 1), True),
        ("a🎉b", (1, 2), False),
        ("", (0, 1), False),
    ],
)
def test_a_span_cuts_a_word_when_an_edge_stands_between_letters(text: str, span: Span, cuts: bool) -> None:
    assert cuts_word(text, span) is cuts


@pytest.mark.parametrize(
    ("text", "offsets"),
    [("", []), ("Ana", []), ("é東\uffff", []), ("🎉", [0]), ("a🎉é𝔸", [1, 3]), ("\U00010000\U0010ffff", [0, 1])],
)
def test_astral_offsets_are_those_of_code_points_with_two_units(text: str, offsets: list[int]) -> None:
    assert astral_offsets(text) == offsets


@pytest.mark.parametrize(("offset", "utf16"), [(0, 0), (1, 1), (2, 3), (3, 4), (4, 6)])
def test_an_offset_moves_by_the_astral_letters_before_it(offset: int, utf16: int) -> None:
    assert to_utf16(offset, astral_offsets("a🎉é𝔸")) == utf16


@given(ASTRAL, st.data())
def test_utf16_offsets_select_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    astral = astral_offsets(text)
    units = text.encode("utf-16-le")
    assert units[2 * to_utf16(start, astral) : 2 * to_utf16(end, astral)].decode("utf-16-le") == text[start:end]
