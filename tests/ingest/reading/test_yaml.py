"""Strict YAML: JSON's scalars, no aliases, no duplicate keys."""

from typing import Any

import pytest

from app.errors import DocumentRefused
from app.ingest.reading.yaml import lines_of, load


@pytest.mark.parametrize(
    "text",
    [
        *("no", "yes", "on", "off", "y", "True", "FALSE", "NULL", "Null", "2024-06-27", "2024-06-27T10:00:00Z", "12:30"),
        *("1:30:00", "010", "0x1f", "0o7", "0b1", "1_000", "+1", ".5", "1.", ".inf", ".nan", "<<", "="),
    ],
)
def test_a_scalar_that_json_does_not_have_is_text(text: str) -> None:
    assert load(f"a: {text}\n") == {"a": text}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1", 1),
        ("-12", -12),
        ("0", 0),
        ("0.5", 0.5),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ('"true"', "true"),
        ("!!str 1", "1"),
    ],
)
def test_scalars_of_json_have_their_values(source: str, value: Any) -> None:
    loaded = load(f"a: {source}\n")["a"]
    assert (loaded, type(loaded)) == (value, type(value))


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("a: &x 1\nb: *x\n", 2, "is no YAML: aliases (*name) are not read"),
        ("a: 1\nb: 2\na: 3\n", 3, "is no YAML: the key 'a' stands twice"),
        ("a: 1\nb:\n  c: {d: 1,\n   d: 2}\n", 4, "is no YAML: the key 'd' stands twice"),
        ("a: 1\n'a': 2\n", 2, "is no YAML: the key 'a' stands twice"),
        ("a: 1\n\tb: 2\n", 2, "is no YAML: found a tab character that violates indentation"),
        ("a: b: c\n", 1, "is no YAML: mapping values are not allowed in this context"),
        ("a: 'b\n", 2, "is no YAML: found unexpected end of stream"),
        ("a: 1\n--- \nb: 2\n", 2, "is no YAML: but found another document"),
        (
            "a: 1\nb: !!python/object/apply:os.system [ls]\n",
            2,
            "is no YAML: tags (!name) are not read",
        ),
    ],
)
def test_aliases_tags_duplicate_keys_and_broken_yaml_are_refused_with_their_line(source: str, line: int, message: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        load(source)
    assert [(fault.line, fault.message) for fault in refused.value.faults] == [(line, message)]


@pytest.mark.parametrize(
    "value",
    ["!!bool x", "!!timestamp x", "!!int ''", "!!int x", "!!float x", "!!binary x", "{[a, b]: c}", "{{a: 1}: 2}", "{[]: 1}", "\x07"],
)
def test_tags_and_keys_that_no_document_has_are_refused_with_their_line(value: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        load(f"a: 1\nb: {value}\n")
    assert [fault.line for fault in refused.value.faults] == [2]


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    bomb = "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    with pytest.raises(DocumentRefused):
        load(bomb)


def test_an_anchor_that_nothing_refers_to_is_harmless() -> None:
    assert load("a: &x 1\n") == {"a": 1}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 0),
        (("a",), 0),
        (("b", "c"), 2),
        (("b", "d", 0), 4),
        (("b", "d", 1, "e"), 5),
        (("b", "missing"), 1),
        (("b", "d", 9), 3),
        (("f",), 6),
    ],
)
def test_a_path_has_the_line_of_its_key_or_else_of_the_nearest_field_above(path: tuple[str | int, ...], line: int) -> None:
    assert lines_of("a: 1\nb:\n  c: 2\n  d:\n  - 1\n  - e: 3\nf: 4\n", [path]) == [line]
