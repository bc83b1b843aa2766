"""Lines about a changed document in the report of a load."""

from typing import Any

import pytest

from app.ingest.writing.differences import differences
from tests import make


def with_claims(*numbers: int, **more: Any) -> make.Json:
    return make.document(claims=[make.claim(number, **more) for number in numbers])


def test_nothing_differs_in_the_same_document_whatever_the_order_of_its_keys() -> None:
    assert differences(make.document(), dict(reversed(make.document().items()))) == []


def test_sections_say_what_was_added_removed_and_changed() -> None:
    after = make.document(claims=[make.claim(1, gist="New."), make.claim(2)], events=[make.event()], entities=[])
    assert differences(with_claims(0, 1), after) == [
        "entities: 1 removed (s0)",
        "claims: 1 added (c2), 1 removed (c0), 1 changed (c1)",
        "events: 1 added (e0)",
    ]


def test_five_ids_are_named_and_then_there_are_more() -> None:
    assert differences(with_claims(), with_claims(0, 1, 2, 3, 4)) == ["claims: 5 added (c0, c1, c2, c3, c4)"]
    assert differences(with_claims(), with_claims(0, 1, 2, 3, 4, 5)) == ["claims: 6 added (c0, c1, c2, c3, c4, ...)"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"times": [{"span": [0, 3], "edtf": "2024"}]}, "times: changed"),
        ({"relations": [{"from": "c0", "type": "supports", "to": "e0"}]}, "relations: changed"),
        ({"id": "x"}, "id: changed"),
        ({"produced_by": {"name": "tests", "version": "2"}}, "produced_by: changed"),
        ({"article": {"dateline": "BRNO", "byline": ["Ana"]}}, "article: byline, dateline changed"),
        ({"title": "Another"}, "article: title changed"),
    ],
)
def test_everything_else_is_named(more: make.Json, expected: str) -> None:
    assert differences(make.document(), make.document(**more)) == [expected]


def test_keys_that_say_nothing_are_called_that() -> None:
    before = make.document()
    assert differences(before, {**before, "relations": []}) != []
    assert differences(before, {**before, "events": []}) == []
    del before["events"]
    assert differences(before, {**before, "events": []}) == ["keys that say nothing were given or left out"]


def test_another_order_is_not_called_keys_that_say_nothing() -> None:
    assert "keys that say nothing were given or left out" not in differences(with_claims(0, 1), with_claims(1, 0))


def test_another_order_is_a_difference() -> None:
    assert differences(with_claims(0, 1), with_claims(1, 0)) != []
