"""Passages looked for in another text."""

import pytest

from app.queries.verifying.passages import find_passage

TEXT = "The bridge will open in May, said Ana Novak. The council agreed. The bridge will open in May."


@pytest.mark.parametrize(
    ("text", "parts", "spans", "expected"),
    [
        (TEXT, ["bridge will open"], [(4, 20)], ("exact", [(4, 20)], 0)),
        (f"Update. {TEXT}", ["bridge will open"], [(4, 20)], ("moved", [(12, 28)], 0)),
        (TEXT, ["bridge will open"], [(80, 96)], ("moved", [(69, 85)], 0)),  # of two places the nearer one
        (f"Update. {TEXT}", ["The bridge", "in May"], [(0, 10), (21, 27)], ("moved", [(8, 18), (29, 35)], 0)),
        ("The bridge would open in May, said Ana Novak.", ["bridge will open"], [(4, 20)], ("changed", [(4, 21)], 3)),
        ("Rain fell on the hills all day.", ["The council agreed on the budget"], [(0, 32)], ("gone", [], None)),
        ("", ["bridge"], [(4, 10)], ("gone", [], None)),
        ("b", ["bridge will open"], [(4, 20)], ("gone", [], None)),
        ("in May. " * 40 + "The bridge", ["The bridge", "in May"], [(0, 10), (21, 27)], ("changed", [(320, 330)], 7)),
    ],
)
def test_a_passage_is_found_where_it_is(
    text: str, parts: list[str], spans: list[tuple[int, int]], expected: tuple[str, list[tuple[int, int]], int | None]
) -> None:
    found = find_passage(text, parts, spans)
    assert (found.status, found.distance) == (expected[0], expected[2])
    if found.status != "changed":
        assert found.spans == expected[1]
    else:
        assert abs(found.spans[0][0] - expected[1][0][0]) <= 1


def test_spans_found_have_the_words_of_the_passage() -> None:
    for text in (TEXT, f"So. {TEXT}", f"{TEXT} {TEXT}"):
        found = find_passage(text, ["said Ana Novak", "agreed"], [(29, 43), (57, 63)])
        assert [text[start:end] for start, end in found.spans] == ["said Ana Novak", "agreed"]
