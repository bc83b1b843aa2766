import pytest

from app.extract.attribution.addressees import addressee_of
from tests.extract.marked import marked


@pytest.mark.parametrize(
    ("words", "addressee"),
    [
        ("<s>Ana</s> <q>told</q> reporters on Monday <c>the ship had left</c>.", "reporters"),
        ("<c>“The ship left,”</c> <s>Ana</s> <q>told</q> the Harbour Times.", "the Harbour Times"),
        ("<s>Ana</s> <q>told</q> Mr. Bo Holm of the crew that <c>the ship had left</c>.", "Mr. Bo Holm of the crew"),
        ("<s>Ana</s> <q>said</q> to the committee that <c>the ship had left</c>.", "the committee"),
        ("<s>Ana</s> <q>said in a letter to the mayor</q> <c>the ship had left</c>.", "the mayor"),
        ("<s>Ana</s> <q>urged</q> Congress <c>to pay</c>.", "Congress"),
        ("<s>Ana</s> <q>called on</q> the company <c>to pay</c>.", "the company"),
        ("<s>Ana</s> <q>urged</q> <c>the old crew to wait</c>.", "the old crew"),
        ("<s>Ana</s> <q>asked</q> <c>Bo Holm not to sail</c>.", "Bo Holm"),
        ("<s>Ana</s> <q>warned</q> <c>the ship would leave</c>.", None),
        ("The crew <q>was told</q> by <s>Ana</s> <c>that the ship had left</c>.", "The crew"),
        ("The pilots had been <q>warned</q> <c>that the ship had left</c>.", "The pilots"),
        ("He <q>was told</q> <c>that the ship had left</c>.", None),
        ("<s>Ana</s> <q>told</q> him <c>the ship had left</c>.", None),
        ("<c>The ship had left</c>, <q>according to</q> <s>Ana Ruiz</s>.", None),
        ("<s>Ana</s> <q>said</q> <c>she went to the harbour</c>.", None),
        ("<s>Ana</s> <q>asked for</q> <c>a pier</c>.", None),
        ("<c>“We sail.”</c>", None),
    ],
)
def test_the_addressee_is_named_behind_the_cue(words: str, addressee: str | None) -> None:
    assert addressee_of(*marked(words)) == addressee
