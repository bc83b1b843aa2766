"""Keys of records: fields and unread keys."""

from typing import Any

import pytest

from app.extract.text.record_keys import is_record, key_of, unread_keys


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"text": None}, True),
        ({"maintext": "x"}, True),
        ({"articleBody": 1}, True),
        ({"format": "onrecord/1", "text": "x"}, False),
        ({"title": "x"}, False),
        (["text"], False),
        ("text", False),
    ],
)
def test_a_record_is_an_object_with_a_text_under_some_key_and_without_a_format(data: Any, expected: bool) -> None:
    assert is_record(data) == expected


def test_keys_that_give_nothing_are_unread_unless_they_hold_nothing() -> None:
    record = {
        "author": "Ana",
        "text": "x",
        "source": 0,
        "tags": [],
        "note": " ",
        "lead": None,
        "id": "1",
        "publish_date": "2024",
        "": "y",
        7: 1,
    }
    assert unread_keys(record) == ("source", "", "7")


@pytest.mark.parametrize(
    ("record", "read", "unread"),
    [
        ({"published": "2024", "date": "2025"}, "published", ("date",)),
        ({"published": None, "date": "2025"}, "date", ()),
        ({"date": ""}, "date", ()),
        ({}, "published", ()),
    ],
)
def test_of_two_keys_of_a_field_the_first_that_holds_something_is_read(record: dict[str, Any], read: str, unread: tuple[str, ...]) -> None:
    assert (key_of(record, "published"), unread_keys(record)) == (read, unread)
