import pytest

from app.extract.attribution.outlets import outlet_name
from app.extract.attribution.relations import Attribution
from app.extract.attribution.relays import with_quoted_speaker
from app.extract.text.segmentation import Span, Text
from tests.extract.marked import marked


def words_of(text: Text, spans: tuple[Span, ...]) -> list[str]:
    return [text.words_at(*span) for span in spans]


def relayed(words: str) -> tuple[list[str], list[str], list[str]]:
    """Return source, content and outlet of the one attribution of a marked text."""
    text, attribution = marked(words)
    found = with_quoted_speaker(text, attribution)
    return words_of(text, found.source), words_of(text, found.content), words_of(text, found.relayed_by)


@pytest.mark.parametrize(
    ("words", "source", "content"),
    [
        ("<s>Elm News</s> <q>quoted</q> <c>Ana as saying that the pier leaks</c>.", "Ana", "that the pier leaks"),
        ("<s>Elm News</s> <q>cites</q> <c>the mate, Bo Holm, as warning of fog</c>.", "the mate, Bo Holm", "of fog"),
        ("The pier leaks, <s>Elm News</s> <q>quoted</q> <c>her as saying</c>.", "her", "The pier leaks"),
        ("The pier leaks, <s>Elm News</s> <q>quoted</q> <c>her as saying on Monday</c>.", "her", "The pier leaks"),
        ("<c>“It leaks,”</c> <s>Elm News</s> <q>quoted</q> <c>Ana</c> Ruiz as saying.", "Ana Ruiz", "“It leaks,”"),
        ("<s>Elm News</s> <q>quoted</q> <c>Ana as saying</c> in May that it leaks.", "Ana", "that it leaks"),
        ("<s>Elm News</s> <q>quoted</q> <c>Ana as telling the crew that it leaks</c>.", "Ana", "that it leaks"),
        ("<c>“It leaks,”</c> <s>Elm News</s> <q>quoted</q> Ana as telling pilots on Monday.", "Ana", "“It leaks,”"),
        ("<s>Elm News</s> <q>quoted</q> <c>Ana Ruiz: “It leaks.”</c>", "Ana Ruiz", "“It leaks.”"),
        ("<c>“It leaks,”</c> <s>Elm News</s> <q>quotes</q> <c>him</c>.", "him", "“It leaks,”"),
        ("It leaks, <c>Ana Ruiz</c> <q>was quoted as saying</q> by Elm News.", "Ana Ruiz", "It leaks"),
        ("Ana Ruiz, quoted by <s>Elm News</s>, <q>said</q> <c>it leaks</c>.", "Ana Ruiz", "it leaks"),
        ("<c>The mate</c> <q>was quoted by</q> <s>Elm News</s> <c>as saying that it leaks</c>.", "The mate", "that it leaks"),
        ("<c>The mate</c> <q>was quoted as saying by</q> <s>Elm News</s> <c>that it leaks</c>.", "The mate", "that it leaks"),
        ("<q>According to</q> <s>Elm News</s>, <c>Ana Ruiz said she would swim</c>.", "Ana Ruiz", "she would swim"),
        ("<q>According to</q> <s>Elm News</s>, <c>the mate told reporters that it leaks</c>.", "the mate", "that it leaks"),
        ("<s>Elm News</s> <q>reported</q> <c>that Bo had warned on Friday that it leaks</c>.", "Bo", "that it leaks"),
        ("<c>Ana Ruiz, the mayor, said it leaks</c>, <s>Elm News</s> <q>reported</q>.", "Ana Ruiz, the mayor,", "it leaks"),
    ],
)
def test_whom_an_outlet_quotes_is_the_source(words: str, source: str, content: str) -> None:
    assert relayed(words) == ([source], [content], ["Elm News"])


@pytest.mark.parametrize(
    "words",
    [
        "<s>Elm News</s> <q>reported</q> <c>that the pier leaks</c>.",
        "<q>According to</q> <s>Elm News</s>, <c>the pier leaked when the mate said it held</c>.",
        "<q>According to</q> <s>Ana</s>, <c>Bo said it leaks</c>.",
        "<s>Ana</s> <q>told</q> Elm News <c>that the pier leaks</c>.",
        "<s>Ana</s> was <q>quoted</q> by Elm News as saying <c>the pier leaks</c>.",
        "<c>“It leaks.”</c>",
    ],
)
def test_any_other_saying_stays_as_it_is(words: str) -> None:
    text, attribution = marked(words)
    assert with_quoted_speaker(text, attribution) == attribution


def test_a_person_who_quotes_another_is_no_outlet() -> None:
    assert relayed("<s>Judge Holm</s> <q>quoted</q> <c>Ana as saying that it leaks</c>.") == (["Ana"], ["that it leaks"], [])


@pytest.mark.parametrize(
    ("outlet", "name"),
    [("the daily «Elm Wave»", "Elm Wave"), ("The Sunday Wave", "Sunday Wave"), ("Elm news agency", "Elm"), ("state radio", "state radio")],
)
def test_an_outlet_has_its_name_without_what_it_is(outlet: str, name: str) -> None:
    text, attribution = marked(f"<s>{outlet}</s> <q>quoted</q> <c>Ana as saying that it leaks</c>.")
    assert outlet_name(text, with_quoted_speaker(text, attribution)) == name


def test_a_quotation_of_no_words_changes_nothing() -> None:
    text = Text("Elm News quoted her as saying.")
    bare = Attribution(((0, 8),), ((9, 15),), ((16, 29),))
    assert with_quoted_speaker(text, bare) == bare
