import pytest

from app.extract.attribution.trims import trim_spans
from app.extract.text.quotations import find_quotations
from tests.extract.marked import marked


def trimmed(words: str) -> tuple[list[str], list[str], list[str]]:
    """Return the words of source, cue and content of the one attribution of a marked text."""
    text, attribution = marked(words)
    found = trim_spans(text, attribution, find_quotations(text))
    source, cue, content = ([text.words_at(*span) for span in spans] for spans in (found.source, found.cue, found.content))
    return source, cue, content


@pytest.mark.parametrize(
    ("cue", "trimmed_cue"),
    [
        ("denied on Thursday", "denied"),
        ("announced late on Sunday night", "announced"),
        ("said yesterday:", "said"),
        ("said:", "said"),
        ("said in a statement", "said in a statement"),
        ("according to", "according to"),
        (":", ":"),
    ],
)
def test_a_day_and_a_colon_are_no_part_of_a_cue(cue: str, trimmed_cue: str) -> None:
    assert trimmed(f"<c>It leaks,</c> <s>Ana</s> <q>{cue}</q> from Elm.")[1] == [trimmed_cue]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("<c>“It leaks,”</c> <q>said</q> <s>Ana of the Union, “</s>and it sinks.”", "Ana of the Union"),
        ("<c>“It leaks,”</c> <q>said</q> <s>Ana of the Union, “and</s> it sinks.”", "Ana of the Union"),
        ("<c>“It leaks,”</c> <q>said</q> <s>Ana “the Eel” Ruiz</s>, “and it sinks.”", "Ana “the Eel” Ruiz"),
        ("<s>“Eel” Ruiz</s> <q>said</q> <c>it leaks</c>.", "“Eel” Ruiz"),
    ],
)
def test_a_source_ends_before_a_quotation(words: str, source: str) -> None:
    assert trimmed(words)[0] == [source]


@pytest.mark.parametrize(
    ("words", "source", "content"),
    [
        ("<c>It leaks from May, its owner,</c> <s>Ana,</s> <q>said</q>.", "its owner, Ana,", "It leaks from May"),
        ("<c>It leaks, the harbour's head</c>, <s>Ana</s>, <q>said</q>.", "the harbour's head, Ana", "It leaks"),
        ("<c>It leaks, the mate said</c>, and <s>Ana</s> <q>said so</q>.", "Ana", "It leaks, the mate said"),
        ("<c>It leaks, and sinks,</c> <s>Ana</s> <q>said</q>.", "Ana", "It leaks, and sinks,"),
        ("<c>It leaks, the whole pier,</c> <s>she</s> <q>said</q>.", "she", "It leaks, the whole pier,"),
    ],
)
def test_an_apposition_belongs_to_the_source(words: str, source: str, content: str) -> None:
    assert trimmed(words)[::2] == ([source], [content])


@pytest.mark.parametrize(
    ("words", "source", "content"),
    [
        ("<s>The crew</s> <q>was told</q> <c>that it leaks</c>.", [], ["that it leaks"]),
        ("<c>The crew</c> <q>was told by</q> <s>Ana</s> <c>that it leaks</c>.", ["Ana"], ["that it leaks"]),
        ("<s>Pilots</s> have been <q>warned</q> <c>that it leaks</c>.", [], ["that it leaks"]),
        ("<s>Ana</s> <q>is expected</q> <c>to sail</c>.", [], ["Ana", "to sail"]),
        ("<s>The crew</s> <q>are thought</q> <c>to be safe</c>.", [], ["The crew", "to be safe"]),
        ("<c>“It leaks,”</c> <s>Ana</s> <q>warned</q>.", ["Ana"], ["“It leaks,”"]),
        ("<s>Ana</s> <q>was pleased</q> <c>that it leaks</c>.", ["Ana"], ["that it leaks"]),
    ],
)
def test_who_was_told_or_told_about_is_no_source(words: str, source: list[str], content: list[str]) -> None:
    assert trimmed(words)[::2] == (source, content)
