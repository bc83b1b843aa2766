"""Words to the places where they stand."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.ingest.asking.places import following, in_order, nearest, places_of, without

TEXT = "he said she said, and said no more than that: unsaid"
SAID = [(3, 7), (12, 16), (22, 26)]
WHOLE = (0, len(TEXT))


def test_words_are_found_whole_and_letter_for_letter() -> None:
    assert places_of(TEXT, " said ", WHOLE) == SAID
    assert places_of(TEXT, "said", (4, 20)) == [(12, 16)]
    assert [places_of(TEXT, words, WHOLE) for words in ("Said", "aid", "", " ")] == [[], [], [], []]


def test_the_first_piece_is_counted_to_and_others_follow() -> None:
    assert following(SAID, 2, 0, is_first=True) == SAID[1]
    assert following(SAID, 9, 10, is_first=True) == SAID[1]
    assert following(SAID, 9, 40, is_first=True) == SAID[0]
    assert following(SAID, 1, 13, is_first=False) == SAID[2]
    assert following(SAID, 1, 40, is_first=False) is None
    assert following([], 1, 0, is_first=True) is None


def test_the_nearest_place_is_outside_of_the_content_unless_all_are_far() -> None:
    assert nearest(SAID, [(8, 16)]) == SAID[0]
    assert nearest([(12, 16), (900, 904)], [(8, 16)]) == (12, 16)
    assert nearest([], [(8, 16)]) is None


def test_holes_leave_pieces_with_words() -> None:
    assert without(TEXT, [(0, 26)], [(3, 7), (16, 26)]) == [(0, 2), (8, 16)]
    assert without(TEXT, [(3, 7)], [(0, 26)]) == []


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda each: (each[0], each[0] + each[1]))))
def test_spans_in_order_do_not_overlap(spans: list[tuple[int, int]]) -> None:
    kept = in_order(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(kept))
    assert set(kept) <= set(spans)
