import pytest

from app.extract.attribution.kinds import claim_kind
from app.extract.attribution.pleas import find_pleas, with_plea
from app.extract.text.quotations import find_quotations
from app.extract.text.segmentation import Text
from tests.extract.marked import marked


@pytest.mark.parametrize(
    ("words", "source", "content", "kind"),
    [
        ("Ana Ruiz pleaded guilty on Friday.", "Ana Ruiz", ["guilty"], "statement"),
        ("Ana Ruiz, 58, pleaded not guilty on Monday to stealing a boat.", "Ana Ruiz", ["not guilty", "to stealing a boat"], "denial"),
        ("Ana pleaded not guilty on Monday to stealing 3,000 oars.", "Ana", ["not guilty", "to stealing 3,000 oars"], "denial"),
        ("Ana pleaded guilty on March 3rd, 2023, to theft.", "Ana", ["guilty", "to theft"], "statement"),
        ("On Monday the two sailors pleaded guilty to theft.", "the two sailors", ["guilty to theft"], "statement"),
        ("Bo Holm, who has pleaded not guilty, is at sea.", "who", ["not guilty"], "denial"),
        ("She pleads not guilty to theft on Friday.", "She", ["not guilty to theft"], "denial"),
    ],
)
def test_a_plea_is_a_saying(words: str, source: str, content: list[str], kind: str) -> None:
    text = Text(words)
    (plea,) = find_pleas(text, [])
    assert text.words_at(*plea.source[0]) == source
    assert [text.words_at(*span) for span in plea.content] == content
    assert claim_kind(text, plea) == kind


def test_a_day_is_no_part_of_a_plea() -> None:
    text, found = marked("<s>Ana</s> <q>pleaded</q> <c>not guilty on Monday to theft</c>.")
    assert [text.words_at(*span) for span in with_plea(text, found).content] == ["not guilty", "to theft"]


@pytest.mark.parametrize(
    "words", ["“Bo pleaded guilty,” said Ana.", "Bo will plead guilty.", "Bo did not plead guilty.", "It pleaded for help."]
)
def test_what_is_quoted_or_did_not_happen_is_no_plea(words: str) -> None:
    text = Text(words)
    assert not list(find_pleas(text, find_quotations(text)))


@pytest.mark.parametrize("words", ["<s>Ana</s> <q>pleaded</q> <c>for help</c>.", "<s>Ana</s> <q>said</q> <c>Bo pleaded guilty</c>."])
def test_other_words_are_no_plea(words: str) -> None:
    text, attribution = marked(words)
    assert with_plea(text, attribution) == attribution
