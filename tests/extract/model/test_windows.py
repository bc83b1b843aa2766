"""Windows of word pieces: every letter is in one, in order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.extract.model.windows import (
    CAPITAL,
    CAPITALS,
    CLS,
    DIGIT,
    LOWER,
    MARK,
    MAX_PIECES,
    NOTHING,
    SEP,
    SIGN,
    SINGLE_MARK,
    PieceWindow,
    letter_case,
    split_windows,
)
from app.extract.text.segmentation import Text

WORDS = st.sampled_from(["The mayor", "said", "“we will", "not”", '"go"', "l'été", "🌉", "中文", "U.S.", "\n", "\n\n", " ", "İ", "a" * 30])


def spans_of_letters(window: PieceWindow) -> list[tuple[int, int]]:
    return [span for span in window.spans if span[1] > span[0]]


@given(st.lists(WORDS, max_size=400).map(" ".join))
def test_pieces_lie_in_the_text_in_order_and_no_window_is_too_long(text: str) -> None:
    windows = list(split_windows(Text(text)))
    spans = [span for window in windows for span in spans_of_letters(window)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] or one == other for one, other in pairwise(spans))
    for window in windows:
        assert len(window.ids) == len(window.spans) == len(window.cases) == len(window.quoted) <= MAX_PIECES
        assert (window.ids[0], window.ids[-1]) == (CLS, SEP)


def test_every_letter_is_in_a_word_piece() -> None:
    text = "Ana Novak said:\n“We open the bridge.” " * 80
    covered = {n for window in split_windows(Text(text)) for start, end in spans_of_letters(window) for n in range(start, end)}
    assert [letter for n, letter in enumerate(text) if n not in covered and not letter.isspace()] == []


def test_long_paragraphs_are_cut_and_short_ones_share_a_window() -> None:
    assert len(list(split_windows(Text("one two\n\nthree four")))) == 1
    assert len(list(split_windows(Text("word " * 1_000)))) == 3


def test_quotations_are_marked_with_their_quotation_marks_and_unclosed_ones_to_the_end_of_the_paragraph() -> None:
    text = Text('he “may go” now, "or not" so\n“and on')
    (window,) = split_windows(text)
    quoted = {text.words_at(*span) for span, is_quoted in zip(window.spans, window.quoted, strict=True) if is_quoted}
    assert quoted == {"“", "may", "go", "”", '"', "or", "not", "and", "on"}


def test_letter_case_is_one_of_eight() -> None:
    cases = {word: letter_case(word) for word in ("", "word", "Word", "NATO", "12", "“", "’", "-", "A")}
    assert list(cases.values()) == [
        *(
            NOTHING,
            LOWER,
            CAPITAL,
            CAPITALS,
            DIGIT,
            MARK,
            SINGLE_MARK,
            SIGN,
        ),
        CAPITAL,
    ]


def test_a_long_run_of_marks_or_of_letters_that_are_pieces_each_is_not_tagged() -> None:
    for odd in ('",', "“”", "港口市长", "1,"):
        assert not any(window.may_be_prose for window in [*split_windows(Text(odd * 2_000))][:-1])
    for prose in ("“No,” he said. ", "The mayor said the bridge will open. ", "Ana Novak, 44, said at 10:30. ", "- one\n"):
        assert all(window.may_be_prose for window in split_windows(Text(prose * 200)))


def test_a_short_run_of_marks_is_tagged() -> None:
    assert [window.may_be_prose for window in split_windows(Text("“...”"))] == [True]
