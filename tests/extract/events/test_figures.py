import pytest

from app.extract.events.figures import Figure, find_figures
from app.extract.text.segmentation import Text
from app.extract.text.sentences import split_sentences


def figures(text: str) -> list[Figure]:
    document = Text(text)
    return [figure for sentence in split_sentences(document) for figure in find_figures(document, sentence)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The blast killed at least 12 people.", ("killed", 12, "at_least", "at least 12")),
        ("Some 1,200 people were evacuated.", ("displaced", 1200, "approximate", "Some 1,200")),
        ("Up to 40 sailors were injured.", ("injured", 40, "at_most", "Up to 40")),
        ("Police arrested seven men.", ("detained", 7, "exact", "seven")),
        ("She was freed on $20,000 bail.", ("money", 20000, "exact", "$20,000")),
        ("They paid 2.5 million euros.", ("money", 2_500_000, "exact", "2.5 million euros")),
        ("Over three hundred climbers were rescued.", ("rescued", 300, "at_least", "Over three hundred")),
    ],
)
def test_a_figure_has_measure_value_and_qualifier(text: str, figure: tuple[str, float, str, str]) -> None:
    assert [(each.measure, each.value, each.qualifier, text[slice(*each.span)]) for each in figures(text)] == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "He was arrested on May 14.",
        "In 2014 the mill closed.",
        "She left at 6 p.m.",
        "The 14-year-old won.",
        "Shares fell 3 percent.",
        "Flight 12 crashed.",
    ],
)
def test_dates_ages_and_shares_are_no_figures(text: str) -> None:
    assert figures(text) == []
