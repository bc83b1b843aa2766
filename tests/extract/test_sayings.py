"""Sayings in a few sentences: one claim each, with its own speaker, cue and day."""

import pytest

from tests import make
from tests.extract.test_pipeline import document_of


def sayings_in(text: str) -> list[tuple[str | None, str]]:
    """Return the speaker's name or descriptor and the words of each claim; each has at most one source and one cue."""
    document = document_of(text)
    assert all(len(claim.source) <= 1 and len(claim.cue) <= 1 for claim in document.claims)
    names = {entity.id: entity.name or entity.descriptor for entity in document.entities}
    return [(names.get(claim.speaker or ""), make.quote(text, [*map(list, claim.content)])) for claim in document.claims]


@pytest.mark.parametrize(
    ("text", "sayings"),
    [
        (
            '"I am tired," said Eva Lind.\n\n"Then go home," said Jon Berg.',
            [("Eva Lind", '"I am tired,"'), ("Jon Berg", '"Then go home,"')],
        ),
        (
            '"I am tired," said Eva Lind. "Then go home," said Jon Berg.',
            [("Eva Lind", '"I am tired,"'), ("Jon Berg", '"Then go home,"')],
        ),
        (
            "Mr Lind said the quay was full. Ms Berg said it was empty.",
            [("Lind", "the quay was full"), ("Berg", "it was empty")],
        ),
        (
            "Mr. Lind said the quay was full. Ms. Berg said it was empty.",
            [("Lind", "the quay was full"), ("Berg", "it was empty")],
        ),
        (
            "Dr Lind warned that the dam would break.\n\nProf Berg denied that the dam would break.",
            [("Lind", "that the dam would break"), ("Berg", "that the dam would break")],
        ),
        (
            "Eva Lind said: “The lamp went out.\n\n“Nobody came.”\n\nJon Berg said: “I did.”",
            [("Eva Lind", "“The lamp went out. “Nobody came.”"), ("Jon Berg", "“I did.”")],
        ),
        (
            "According to Eva Lind, the lamp went out. According to Jon Berg, it burned all night.",
            [("Eva Lind", "the lamp went out"), ("Jon Berg", "it burned all night")],
        ),
        (
            "The union said its members were tired.\n\nThe company said its ships were safe.",
            [("union", "its members were tired"), ("company", "its ships were safe")],
        ),
        (
            "Mark Lind, who runs the quay, said the dues were fair. Peter Berg pleaded guilty on Friday. “I was tired,” he told the court.",
            [("Mark Lind", "the dues were fair"), ("Peter Berg", "guilty"), ("Peter Berg", "“I was tired,”")],
        ),
        ("QUELL, Nov 3 — The quay is shut.\n\n“We wait,” he said on Sunday.", [(None, "“We wait,”")]),
        ("Quell, Sept. 4 (Sealine) - The quay is shut.\n\n“We wait,” he said on Sunday.", [(None, "“We wait,”")]),
        ('Asked if he had slept, Berg replied: "No."', [("Berg", '"No."')]),
        ("Asked who would pay, Ms Berg said: “Ask me in May.”", [("Berg", "“Ask me in May.”")]),
        ("Berg did not say whether the ferry would sail.", []),
        ("Two pilots, who asked not to be named, said the ferry was late.", [("Two pilots", "the ferry was late")]),
        ("The pilot asked to remain anonymous.", []),
        ("Did Berg say the ferry would sail?", []),
        ("Mayor Ivo Berg could have said the ferry was late, but did not.", []),
        ("Neither Eva Lind nor Jon Berg said the ferry was late.", []),
        ("What did Eva Lind say about the ferry?", []),
        ("Eva Lind stopped short of saying the ferry was late.", []),
        ("Until Mayor Eva Lind says the ferry is late, nobody is paid.", []),
        ("We show that ferries are late.", []),
        ("Eva Lind denied that she had said the ferry was late.", [("Eva Lind", "that she had said the ferry was late")]),
        ("“I never said the ferry was late.”", [(None, "“I never said the ferry was late.”")]),
    ],
)
def test_each_saying_is_a_claim_with_its_own_speaker(text: str, sayings: list[tuple[str | None, str]]) -> None:
    assert sayings_in(text) == sayings


@pytest.mark.parametrize(
    "text",
    [
        "The Elm Herald quoted Eva Lind as saying that the quay was full.",
        "Eva Lind wept. The quay was full, the Elm Herald quoted her as saying.",
        "“The quay was full,” the Elm Herald quoted Eva Lind as saying on Monday.",
        "According to the Elm Herald, Eva Lind said the quay was full.",
        "Eva Lind said that the quay was full, the Elm Herald reported.",
        "Eva Lind was quoted by the Elm Herald as saying that the quay was full.",
    ],
)
def test_an_outlet_that_quotes_somebody_is_no_speaker(text: str) -> None:
    document = document_of(text)
    (claim,) = document.claims
    names = {entity.id: entity.name for entity in document.entities}
    assert (names.get(claim.speaker or ""), names.get(claim.reported_via or "")) == ("Eva Lind", "Elm Herald")
    assert "quay was full" in make.quote(text, [*map(list, claim.content)])


def test_the_day_of_saying_is_no_part_of_the_cue() -> None:
    text = "‘We never saw the report,’ the mayor denied on Monday."
    (claim,) = document_of(text).claims
    assert ([text[slice(*span)] for span in claim.cue], claim.said) == (["denied"], "2024-06-10")


def test_a_plea_is_dated() -> None:
    (claim,) = document_of("Eva Lind, 58, pleaded not guilty on Monday to stealing a ferry.").claims
    assert (claim.kind, claim.said) == ("denial", "2024-06-10")


def test_a_verb_that_begins_a_sentence_is_no_name() -> None:
    document = document_of("Ask anyone on the quay. Told of the storm, they will say that the ferry is late.")
    assert not {"Ask", "Told"} & {entity.name for entity in document.entities}


@pytest.mark.parametrize("published", ["2024-06-12", "2024-06-12T09:30:00Z", "2024-06-12T23:30:00+02:00", "2024-06-12T00:15:00-05:00"])
@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Eva Lind said today that the quay was full.", "2024-06-12"),
        ("“The quay is full,” Eva Lind told reporters this morning.", "2024-06-12"),
        ("Eva Lind said yesterday that the quay was full.", "2024-06-11"),
        ("“The quay is full,” Eva Lind said in a statement Monday.", "2024-06-10"),
        ("Eva Lind on Tuesday told the crew that the quay was full.", "2024-06-11"),
        ("Earlier this week, Eva Lind said the quay was full.", "[2024-06-10..2024-06-11]"),
        ("Eva Lind said last week that the quay was full.", "[2024-06-03..2024-06-09]"),
        ("Eva Lind said the quay was full.", None),
    ],
)
def test_the_day_of_saying_counts_from_the_day_of_publication(sentence: str, said: str | None, published: str) -> None:
    assert [claim.said for claim in document_of(sentence, published).claims] == [said]
