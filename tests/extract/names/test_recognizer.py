"""Spans and kinds of names."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.extract.names.recognizer import recognize_names
from app.extract.text.segmentation import Text


def names(text: str) -> list[str]:
    return [text[slice(*name.span)] for name in recognize_names(Text(text))]


def kinds(text: str) -> dict[str, str]:
    return {text[slice(*name.span)]: name.kind for name in recognize_names(Text(text))}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Norwegian President Ana B. Novak met Carl de la Cruz.", ["Ana B. Novak", "Carl de la Cruz"]),
        ("The Ministry of Roads and Ports closed the Oslo office.", ["Ministry of Roads and Ports", "Oslo"]),
        ("Norway's Prime Minister, Ana Novak, left.", ["Norway", "Ana Novak"]),
        ("On Monday the Women's Union of Bergen spoke.", ["Women's Union of Bergen"]),
        ("Rangers left the U.S. The President said so.", ["U.S"]),
        ("A former HBA official agreed.", ["HBA"]),
        ("An analyst at the K.B.T. said so.", ["K.B.T"]),
        ("An Oslo-based group asked WHO for help.", ["WHO"]),
        ("Harbour Agency head Ana Novak Jr. said so.", ["Harbour Agency", "Ana Novak Jr"]),
        ("The minister of ports Ana Novak left for Norway and Denmark.", ["Ana Novak", "Norway", "Denmark"]),
        ("An ambassador to the United States Zyx Novak agreed.", ["United States", "Zyx Novak"]),
        ("Officials from Norway agreed.", ["Norway"]),
        ("On Nov 3 the crew met; on 4 Sept. Novak left. May 5 was cold, and so was June 2019.", ["Novak"]),
        ("Jan Novak and Ana Lund met in May 2019.", ["Jan Novak", "Ana Lund"]),
        ("On Friday Jan “Sparks” Novak met Ana (Annie) Lund.", ["Jan “Sparks” Novak", "Ana (Annie) Lund"]),
        ("On Friday Ine\u0301s Nova\u0301k left.", ["Ine\u0301s Nova\u0301k"]),
        ("The Rev. Jan Prince Jr. left.", ["Jan Prince Jr"]),
    ],
)
def test_names_end_at_titles_and_places(sentence: str, expected: list[str]) -> None:
    assert names(sentence) == expected


def test_kinds_depend_on_words() -> None:
    found = kinds("The Coast Guard Association, Ana Novak, Norway, NRKX and the magazine Sealine met at Mr. Quill near Eel Street.")
    assert found == {
        "Coast Guard Association": "organization",
        "Ana Novak": "person",
        "Norway": "place",
        "NRKX": "organization",
        "Sealine": "organization",
        "Quill": "person",
        "Eel Street": "place",
    }


@pytest.mark.parametrize(
    "dateline", ["QUELL, Nov 3 —", "QUELL —", "Quell, Tuesday —", "Quell, Sept. 4 (Sealine) -", "Quell (Sealine) —", "QUELL, Norway (SL) _"]
)
def test_the_place_of_a_dateline_is_no_person(dateline: str) -> None:
    found = kinds(f"{dateline} Rain fell on the pier.")
    assert list(found.values())[:1] == ["place"]
    assert not found.keys() & {"Nov 3", "Sept", "Tuesday"}


def test_a_person_before_a_dash_stays_one() -> None:
    assert kinds("Ana Novak (Seal) — No comment.\n\nMr. Quill of Seal Ltd — a firm — sat.")["Quill"] == "person"
    assert kinds("ANNA NOVAK — No comment was made.")["ANNA NOVAK"] == "person"


def test_a_headline_in_title_case_has_only_names_of_the_text_below() -> None:
    text = "Harbour Strike Ends As Novak Gives In To Dockers\n\nAfter a week Ana Novak gave in to the dockers of the harbour."
    assert names(text) == ["Novak", "Ana Novak"]


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["Ana", "Novak", "’s", "of", "the", "Mr.", "\n", "U.S.", "Ümit", "(", "-"])).map(" ".join)
)
def test_any_text_gives_spans_in_order(text: str) -> None:
    spans = [name.span for name in recognize_names(Text(text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
