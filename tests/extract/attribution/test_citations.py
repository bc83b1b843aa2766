import pytest

from app.extract.attribution.citations import with_cited_sources
from tests.extract.marked import marked


@pytest.mark.parametrize(
    ("words", "cited", "content"),
    [
        ("<s>Elm News</s> <q>reported</q>, citing Bo Holm, <c>that the pier leaks</c>.", "Bo Holm", "that the pier leaks"),
        ("<s>Elm News</s> <q>reported, citing</q> <c>Bo Holm, that the pier leaks</c>.", "Bo Holm", "that the pier leaks"),
        ("<c>The pier leaks</c>, <s>Elm News</s> <q>reported</q>, citing two pilots.", "two pilots", "The pier leaks"),
        ("<c>It leaks</c>, <s>Elm News</s> <q>wrote</q>, citing police Sgt. Bo Holm.", "police Sgt. Bo Holm", "It leaks"),
        ("<s>Elm News</s> <q>said</q> <c>the pier leaks, citing a report by the mayor</c>.", "a report by the mayor", "the pier leaks"),
        ("Citing officials, <s>Elm News</s> <q>said</q> <c>the pier leaks</c>.", "officials", "the pier leaks"),
    ],
)
def test_a_report_and_whom_it_cites_are_two_claims(words: str, cited: str, content: str) -> None:
    text, attribution = marked(words)
    outer, inner = with_cited_sources(text, [attribution])
    assert [text.words_at(*span) for span in outer.source] == [text.words_at(*span) for span in inner.relayed_by] == ["Elm News"]
    assert [text.words_at(*span) for span in inner.source] == [cited]
    assert [text.words_at(*span) for span in inner.content] == [text.words_at(*span) for span in outer.content] == [content]
    assert "citing" not in [text.words_at(*span) for span in outer.cue]


@pytest.mark.parametrize(
    "words",
    [
        "<s>Ana</s> <q>resigned</q>, citing <c>a lack of wind</c>.",
        "<s>Ana</s> <q>said</q> <c>she would resign, citing fears of the pilots</c>.",
        "<s>Ana</s> <q>said</q> <c>the pier leaks</c>.",
    ],
)
def test_a_reason_is_no_source(words: str) -> None:
    text, attribution = marked(words)
    assert with_cited_sources(text, [attribution]) == [attribution]
