import pytest

from app.extract.attribution.sequels import split_sequels
from app.extract.text.quotations import find_quotations
from tests.extract.marked import marked


def contents(words: str) -> list[list[str]]:
    """Return the contents of the claims that a marked attribution is split into."""
    text, attribution = marked(words)
    claims = split_sequels(text, attribution, find_quotations(text))
    return [[text.words_at(*span) for span in each.content] for each in claims]


@pytest.mark.parametrize(
    ("words", "split"),
    [
        ("<c>“We sail,”</c> <s>Ana</s> <q>said</q>. <c>“We sail at noon.”</c>", [["“We sail,”"], ["“We sail at noon.”"]]),
        ("<s>Ana</s> <q>said</q>: <c>“We sail.”</c>\n\n<c>“We win.”</c>", [["“We sail.”"], ["“We win.”"]]),
        ("<c>“We row.”</c>\n\n<c>“We sail,”</c> <q>said</q> <s>Ana</s>.", [["“We sail,”"], ["“We row.”"]]),
    ],
)
def test_a_quotation_that_follows_without_a_cue_is_a_claim_of_its_own(words: str, split: list[list[str]]) -> None:
    assert contents(words) == split


@pytest.mark.parametrize(
    "words",
    [
        "<c>“We sail,”</c> <s>Ana</s> <q>said</q>, <c>“and we win.”</c>",
        "<s>Ana</s> <q>said</q> <c>that they sail</c>: <c>“We sail at noon.”</c>",
        "<s>Ana</s> <q>said</q> <c>they sail “at noon”</c>, <c>and win</c>.",
        "<c>“We sail.</c>\n\n<c>“We win,”</c> <q>said</q> <s>Ana</s>.",
    ],
)
def test_one_quotation_or_sentence_is_one_claim(words: str) -> None:
    assert len(contents(words)) == 1


def test_what_follows_has_neither_source_nor_cue() -> None:
    text, attribution = marked("<c>“We sail,”</c> <s>Ana</s> <q>said</q>. <c>“We sail at noon.”</c>")
    assert [(each.source != (), each.cue != ()) for each in split_sequels(text, attribution, find_quotations(text))] == [
        (True, True),
        (False, False),
    ]
