"""Quotations found in texts by their marks."""

import pytest

from app.extract.text.quotations import find_quotations
from app.extract.text.segmentation import Text


def quotations_in(words: str) -> list[str]:
    text = Text(words)
    return [" | ".join(text.words_at(*paragraph) for paragraph in quotation.paragraphs) for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("words", "quotations"),
    [
        ("“We sail,” Ana said.", ["“We sail,”"]),
        ('"We sail," Ana said. "At noon."', ['"We sail,"', '"At noon."']),
        ("‘We don’t sail,’ Ana said. ‘It’s the sailors’ right,’ she said.", ["‘We don’t sail,’", "‘It’s the sailors’ right,’"]),
        ("'We sail,' Ana said.", ["'We sail,'"]),
        ("``We sail,'' Ana said.", ["``We sail,''"]),
        ("''We sail,'' Ana said. ''At noon.''", ["''We sail,''", "''At noon.''"]),
        ("« Nous partons », dit Ana. „Ja“, sagte Bo. »Nein«, sagte er.", ["« Nous partons »", "„Ja“", "»Nein«"]),
        ('"She said "no" to me," Bo said.', ['"She said "no" to me,"']),
        ("“She said ‘no’ to me,” Bo said.", ["“She said ‘no’ to me,”"]),
        ("‘She said “no” to me,’ Bo said.", ["‘She said “no” to me,’"]),
    ],
)
def test_quotations_are_found_with_their_marks(words: str, quotations: list[str]) -> None:
    assert quotations_in(words) == quotations


@pytest.mark.parametrize(
    "words",
    [
        "The sailors' union and the captains' club don't agree.",
        "The '90s and the ’80s, rock 'n' roll, get 'em.",
        'It is 6\'2" tall, 5" wide.',
        "",
    ],
)
def test_apostrophes_and_inches_are_no_quotation(words: str) -> None:
    assert quotations_in(words) == []


def test_curly_marks_turned_the_wrong_way_and_mixed_ones_still_pair() -> None:
    assert quotations_in('“We sail“ and ”we win” and “we rest" at noon.') == ["“We sail“", "”we win”", '“we rest"']


def test_a_quotation_reopened_in_each_paragraph_is_one() -> None:
    [reopened, last] = find_quotations(Text("“We sail.\n\n“We win.\n\n“We rest,” Ana said. “At noon.”"))
    assert [len(quotation.paragraphs) for quotation in (reopened, last)] == [3, 1]
    assert reopened.is_closed


def test_an_unclosed_quotation_ends_before_the_next_one_or_with_its_paragraph() -> None:
    text = Text("“We sail, Ana said. “We win,” Bo said.\nHe left “early.\nNobody came.")
    quotations = find_quotations(text)
    assert [text.words_at(*quotation.span) for quotation in quotations] == ["“We sail, Ana said.", "“We win,”", "“early."]
    assert [quotation.is_closed for quotation in quotations] == [False, True, False]
