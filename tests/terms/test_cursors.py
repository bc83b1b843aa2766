"""Cursors give back their keys, for the list that made them and for no other."""

import base64
import hashlib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import CursorInvalid, NotFound
from app.terms.cursors import SortKey, decode_cursor, encode_cursor

URL_SAFE = set(string.ascii_letters + string.digits + "-_")
KEYS = st.lists(
    st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False),
    max_size=4,
)
CURSOR = encode_cursor("claims?{}", ["2024-06-25", "clm_1", 7])
TYPES = (str, str, int)


def forged(scope: str, body: bytes) -> str:
    """Return a cursor as anyone can make it who has read the source."""
    digest = hashlib.blake2b(scope.encode() + b"\0" + body, digest_size=9).digest()
    return base64.urlsafe_b64encode(digest + body).decode().rstrip("=")


@given(st.text(), KEYS)
def test_a_cursor_gives_back_its_keys(scope: str, keys: list[SortKey]) -> None:
    assert decode_cursor(scope, encode_cursor(scope, keys), [type(key) for key in keys]) == keys


@given(st.text(), KEYS)
def test_a_cursor_is_url_safe(scope: str, keys: list[SortKey]) -> None:
    assert set(encode_cursor(scope, keys)) - URL_SAFE == set()


@pytest.mark.parametrize("key", ["", "Škoda 🎉", 'a"b\\', "a\nb", "\\u0000", "C:\\u0000", "null", "0001-01-01"])
def test_any_word_may_be_a_key(key: str) -> None:
    assert decode_cursor("claims", encode_cursor("claims", [key]), [str]) == [key]


def test_a_cursor_keeps_the_type_of_a_whole_float() -> None:
    assert [type(key) for key in decode_cursor("claims", encode_cursor("claims", [1.0, 1]), [float, int])] == [float, int]


@pytest.mark.parametrize("scope", ["", "claims", "claims?{} ", "Claims?{}", 'claims?{"speaker":"ent_1"}', "events?{}", "claims?{}\x00"])
def test_a_cursor_of_another_list_is_refused(scope: str) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor(scope, CURSOR, TYPES)


@given(st.text(), st.text())
def test_a_cursor_holds_for_its_scope_alone(scope: str, other: str) -> None:
    cursor = encode_cursor(scope, ["a"])
    if scope == other:
        assert decode_cursor(other, cursor, [str]) == ["a"]
    else:
        with pytest.raises(CursorInvalid):
            decode_cursor(other, cursor, [str])


@pytest.mark.parametrize(
    "types", [(), (str,), (str, str), (str, str, str), (str, str, float), (str, str, bool), (int, str, str), (str, str, int, int)]
)
def test_keys_of_other_types_are_refused(types: tuple[type, ...]) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor("claims?{}", CURSOR, types)


@pytest.mark.parametrize("key", [float("nan"), float("inf"), True])
def test_a_key_that_cannot_be_compared_is_refused(key: float) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor("claims", encode_cursor("claims", [key]), [float])


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "=",
        "a",
        " ",
        "null",
        "clm_1",
        CURSOR[:-1],
        CURSOR[1:],
        CURSOR[:12],
        CURSOR + "A",
        CURSOR + " ",
        CURSOR + "\n",
        CURSOR[::-1],
        CURSOR.upper(),
        CURSOR + CURSOR,
        CURSOR[:5] + "!" + CURSOR[5:],
        CURSOR[:5] + "\x00" + CURSOR[5:],
        CURSOR[:5] + "é" + CURSOR[6:],
        CURSOR[:5] + "\ud800" + CURSOR[6:],
        "ａ" * 40,
        pytest.param("A" * 100_000, id="long"),
    ],
)
def test_a_damaged_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor("claims?{}", cursor, TYPES)


@pytest.mark.parametrize("place", range(len(CURSOR) - 1))  # the last letter has bits to spare
def test_a_changed_letter_is_refused(place: int) -> None:
    changed = CURSOR[:place] + ("B" if CURSOR[place] == "A" else "A") + CURSOR[place + 1 :]
    with pytest.raises(CursorInvalid):
        decode_cursor("claims?{}", changed, TYPES)


@pytest.mark.parametrize(
    ("body", "types"),
    [
        (b"", [str]),
        (b"5", [int]),
        (b"null", [str]),
        (b"true", [str]),
        (b'"ab"', [str, str]),
        (b'{"a":1}', [str]),
        (b"[null]", [str]),
        (b'[["a"]]', [str]),
        (b'["a"', [str]),
        (b'["a"] x', [str]),
        (b"[NaN]", [float]),
        (b"[1e999]", [float]),
        (b"[9223372036854775808]", [int]),  # more than a column holds: SQLite's driver raises OverflowError
        (b"[99999999999999999999]", [int]),
        (b'["\\u0000"]', [str]),
        (b'["\\ud800"]', [str]),
        (b'["\xff"]', [str]),
        pytest.param(b"[" * 5_000 + b"]" * 5_000, [list], id="deep"),
    ],
)
def test_a_forged_cursor_is_refused(body: bytes, types: list[type]) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor("claims?{}", forged("claims?{}", body), types)


def test_a_forged_cursor_is_made_as_a_real_one() -> None:
    assert forged("claims?{}", b'["2024-06-25","clm_1",7]') == CURSOR


@given(st.text() | st.text(alphabet=sorted(URL_SAFE | {"="})))
def test_any_text_is_no_cursor(text: str) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor("claims?{}", text, TYPES)


@given(st.binary())
def test_any_body_gives_keys_or_is_refused(body: bytes) -> None:
    try:
        keys = decode_cursor("claims?{}", forged("claims?{}", body), [str])
    except CursorInvalid:
        return
    assert [type(key) for key in keys] == [str]


def test_a_refused_cursor_is_not_found() -> None:
    assert issubclass(CursorInvalid, NotFound)
    assert str(CursorInvalid()) == "The cursor was not made by this list with these filters."
