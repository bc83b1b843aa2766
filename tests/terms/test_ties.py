"""Ties order ids of one prefix as the texts do, and fit the integers of both databases."""

from hypothesis import given
from hypothesis import strategies as st

from app.terms.ids import stable_id
from app.terms.ties import BASE_32_DIGITS, GREATEST_TIE, TIE_END, tie_of

IDS = st.text(BASE_32_DIGITS, min_size=20, max_size=20).map(lambda digits: f"clm_{digits}")


@given(st.lists(IDS, min_size=2, max_size=20))
def test_they_order_ids_as_the_texts_do(ids: list[str]) -> None:
    assert sorted(ids, key=lambda key: (tie_of(key), key)) == sorted(ids)


@given(IDS, st.text(BASE_32_DIGITS, min_size=20 + 4 - TIE_END, max_size=20 + 4 - TIE_END))
def test_ids_with_one_tie_begin_alike(key: str, end: str) -> None:
    other = key[:TIE_END] + end
    assert tie_of(key) != tie_of(other) or key[:TIE_END] == other[:TIE_END]
    assert abs(tie_of(key) - tie_of(other)) < 2**3


def test_they_fit_eight_bytes_with_a_sign() -> None:
    assert (tie_of("clm_" + "0" * 20), tie_of("clm_" + "z" * 20), GREATEST_TIE) == (0, 2**63 - 1, 2**63 - 1)
    assert 0 <= tie_of(stable_id("evt", "x")) <= GREATEST_TIE
