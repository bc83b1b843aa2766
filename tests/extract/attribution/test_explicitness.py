import pytest

from app.extract.attribution.explicitness import is_explicit
from tests.extract.marked import marked


@pytest.mark.parametrize(
    "cue", ["said", "told", "according to", "said he believed", "wrote in hopes of", "accused", "called for", "denies", "estimates"]
)
def test_acts_of_speech_are_explicit(cue: str) -> None:
    assert is_explicit(*marked(f"<s>Ana</s> <q>{cue}</q> <c>the ship</c>."))


@pytest.mark.parametrize(
    "cue", ["believes", "had expected", "hopes", "no longer wants", "fears", "was planning", "feels", "is worried", "'s goal is"]
)
def test_attitudes_are_not_explicit(cue: str) -> None:
    assert not is_explicit(*marked(f"<s>Ana</s> <q>{cue}</q> <c>the ship</c>."))


def test_a_claim_without_a_cue_is_explicit() -> None:
    assert is_explicit(*marked("<c>“We sail.”</c>"))
