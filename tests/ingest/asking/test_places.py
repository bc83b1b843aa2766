"""Places of words in a text, and operations on spans."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.ingest.asking.places import find_places, nearest_place, next_place, sorted_without_overlaps, subtract_spans

TEXT = "he said she said, and said no more than that: unsaid"
SAID = [(3, 7), (12, 16), (22, 26)]
WHOLE = (0, len(TEXT))


def test_words_are_found_whole_and_letter_for_letter() -> None:
    assert find_places(TEXT, " said ", WHOLE) == SAID
    assert find_places(TEXT, "said", (4, 20)) == [(12, 16)]
    assert [find_places(TEXT, words, WHOLE) for words in ("Said", "aid", "", " ")] == [[], [], [], []]


def test_the_first_piece_is_found_by_its_occurrence_and_others_after_it() -> None:
    assert next_place(SAID, 2, 0, is_first=True) == SAID[1]
    assert next_place(SAID, 9, 10, is_first=True) == SAID[1]
    assert next_place(SAID, 9, 40, is_first=True) == SAID[0]
    assert next_place(SAID, 1, 13, is_first=False) == SAID[2]
    assert next_place(SAID, 1, 40, is_first=False) is None
    assert next_place([], 1, 0, is_first=True) is None


def test_the_nearest_place_is_outside_of_the_content_unless_all_are_far() -> None:
    assert nearest_place(SAID, [(8, 16)]) == SAID[0]
    assert nearest_place([(12, 16), (900, 904)], [(8, 16)]) == (12, 16)
    assert nearest_place([], [(8, 16)]) is None


def test_only_pieces_with_words_are_left_beside_holes() -> None:
    assert subtract_spans(TEXT, [(0, 26)], [(3, 7), (16, 26)]) == [(0, 2), (8, 16)]
    assert subtract_spans(TEXT, [(3, 7)], [(0, 26)]) == []


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda each: (each[0], each[0] + each[1]))))
def test_spans_in_order_do_not_overlap(spans: list[tuple[int, int]]) -> None:
    kept = sorted_without_overlaps(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(kept))
    assert set(kept) <= set(spans)
