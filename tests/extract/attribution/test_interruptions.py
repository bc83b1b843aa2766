import pytest

from app.extract.attribution.interruptions import with_interrupted_contents
from app.extract.text.quotations import find_quotations
from app.extract.text.segmentation import Text
from tests.extract.marked import marked


@pytest.mark.parametrize(
    ("words", "source", "content"),
    [
        ("The weir, says Ana Holm, will break.", "Ana Holm", ["The weir", "will break"]),
        ("It rained. The old weir, said Ana Holm, the keeper, has cracks in it.", "Ana Holm", ["The old weir", "has cracks in it"]),
        ("Most of the water, added the keeper, is lost.", "the keeper", ["Most of the water", "is lost"]),
    ],
)
def test_the_subject_before_a_cue_and_the_predicate_behind_its_source_are_one_content(words: str, source: str, content: list[str]) -> None:
    text = Text(words)
    (found,) = with_interrupted_contents(text, [], find_quotations(text))
    assert ([text.words_at(*span) for span in found.source], [text.words_at(*span) for span in found.content]) == ([source], content)


def test_an_interrupted_content_replaces_what_was_read_at_its_cue() -> None:
    text, wrong = marked("<s>The weir</s>, <q>says</q> <c>Ana Holm, will break</c>.")
    (found,) = with_interrupted_contents(text, [wrong], [])
    assert text.words_at(*found.source[0]) == "Ana Holm"


@pytest.mark.parametrize(
    "words",
    [
        "The weir has cracks, said Ana Holm, who is its keeper.",
        "The weir has cracks, said Ana Holm, is what they wrote.",
        "“The weir, says Ana Holm, will break.”",
        "Ana Holm, said to be the keeper, was away.",
    ],
)
def test_a_whole_clause_is_not_interrupted(words: str) -> None:
    text = Text(words)
    assert with_interrupted_contents(text, [], find_quotations(text)) == []
