"""Ids and hashes are made from content, and stay the same from version to version."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.terms.ids import ID_LENGTH, article_id, canonical_url, sha256_of, stable_id
from app.terms.ties import BASE_32_DIGITS

PARTS = st.lists(st.text() | st.integers(-(2**63), 2**63 - 1) | st.none(), max_size=4)
PARAMETERS = ["a", "a=1", "a=2", "b=/", "c=x", "utm_source=y", "gclid=1"]
URL = "https://example.org/news/bridge?id=7&page=2"
HASH, OTHER_HASH = "a" * 64, "b" * 64


def id_without_url(
    publisher: str | None = "The Test",
    title: str = "A bridge",
    published: str | None = "2024-06-27",
    own_id: str | None = None,
    text_sha256: str = HASH,
) -> str:
    """Return the id of an article without a URL."""
    return article_id(None, publisher, title, published, document_id=own_id, text_sha256=text_sha256)


def id_of_url(url: str, *, title: str = "A bridge", own_id: str | None = None, text_sha256: str = HASH) -> str:
    return article_id(url, None, title, None, document_id=own_id, text_sha256=text_sha256)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (stable_id("art", "a"), "art_1ttvhnqr3f37fpma11b7"),
        (stable_id("ent", "person", "ana novak"), "ent_jfhyy3gj39z0h3ymffs9"),
        (stable_id("clm", "ab", "c"), "clm_g9c2a0cfb3ksbbhd7p6z"),
        (stable_id("evt", "art_1", 3, 7, "meeting", 0), "evt_22w67s4qqkw409q5f9c1"),
        (stable_id("ent", "person", "习近平"), "ent_xfy6a1dkvd5eq65g659t"),
        (id_of_url(URL), "art_83cwghma5366kh1yczat"),
        (id_without_url(own_id="7"), "art_zr25h9agpvcm3nega6h7"),
        (id_without_url(), "art_1brktpm6p0kvfbnbgvm2"),
        (id_without_url(None, published=None), "art_xw2qvq56tnwyj5v8pcfb"),
        (sha256_of("Škoda 🎉"), "7ff7e597b88bb8e1d70ab5a8fd54160e2f91d7613ee28e0e7e4551b08c4020bf"),
    ],
)
def test_ids_stay_what_they_are(made: str, expected: str) -> None:
    assert made == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a,b",), ("a", "b")),
        (('a","b',), ("a", "b")),
        (("a", ""), ("a",)),
        (("", "a"), ("a", "")),
        ((None,), ("",)),
        ((None,), ("null",)),
        ((None,), ()),
        ((1,), ("1",)),
        ((1, 23), (12, 3)),
        (("a", "b"), ("b", "a")),
        (("é",), ("e\u0301",)),
        (("a",), ("A",)),
    ],
)
def test_parts_are_separated(one: tuple[str | int | None, ...], other: tuple[str | int | None, ...]) -> None:
    assert stable_id("x", *one) != stable_id("x", *other)


def test_the_prefix_does_not_change_the_rest() -> None:
    assert stable_id("ent", "a").removeprefix("ent") == stable_id("clm", "a").removeprefix("clm")


@given(PARTS)
def test_an_id_is_its_prefix_and_20_characters_of_the_alphabet(parts: list[str | int | None]) -> None:
    prefix, _, rest = stable_id("art", *parts).partition("_")
    assert (prefix, len(rest), set(rest) - set(BASE_32_DIGITS)) == ("art", ID_LENGTH, set())


@given(PARTS, PARTS)
def test_the_same_parts_and_no_others_give_the_same_id(one: list[str | int | None], other: list[str | int | None]) -> None:
    assert (stable_id("x", *one) == stable_id("x", *other)) is (one == other)


def test_the_alphabet_has_32_letters_and_none_to_misread() -> None:
    assert (len(set(BASE_32_DIGITS)), set(BASE_32_DIGITS) & set("ilou")) == (32, set())


@given(st.text())
def test_a_hash_is_of_the_utf_8_text_as_it_stands(text: str) -> None:
    assert sha256_of(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/news/bridge?id=7&page=2",
        "HTTPS://Example.ORG/news/bridge?id=7&page=2",
        "https://example.org/news/bridge?page=2&id=7",
        "https://example.org/news/bridge?id=7&page=2#comments",
        "https://example.org/news/bridge?id=7&page=2#a?utm_source=x",
        "https://example.org/news/bridge?utm_source=x&id=7&page=2&fbclid=IwAR",
        "https://example.org/news/bridge?id=7&utm_medium=a&utm_campaign=b&utm_term=c&utm_content=d&utm_id=e&page=2",
        "https://example.org/news/bridge?gclid=a&mc_cid=b&mc_eid=c&id=7&page=2#top",
        "https://example.org/n%65ws/bridge?id=7&page=2",
    ],
)
def test_spellings_of_one_url_are_one_article(url: str) -> None:
    assert id_of_url(url) == id_of_url(URL)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.org", "example.org"),
        ("https://example.org/", "example.org"),
        ("https://example.org/bridge/", "example.org/bridge"),
        ("https://example.org/bridge/#top", "example.org/bridge"),
        ("https://example.org/bridge/?utm_source=x", "example.org/bridge"),
        ("https://example.org/bridge?", "example.org/bridge"),
        ("https://example.org?id=7", "example.org?id=7"),
        ("https://example.org/?id=7", "example.org?id=7"),
        ("https://example.org/b?next=/", "example.org/b?next=%2F"),
        ("https://example.org/b?id=7&id=8", "example.org/b?id=7&id=8"),
        ("https://example.org/b?id", "example.org/b?id="),
        ("https://example.org/Bridge", "example.org/Bridge"),
        ("https://example.org:8080/b", "example.org:8080/b"),
        ("https://bücher.example/ü", "xn--bcher-kva.example/%C3%BC"),
        ("https://example.org/https://other.org/", "example.org/https://other.org"),
    ],
)
def test_a_canonical_url_keeps_all_that_names_the_page(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/bridge",
        "https://example.org/news/bridge?id=8&page=2",
        "https://example.org/news/bridge?id=7&id=7&page=2",
        "https://example.org/news/Bridge?id=7&page=2",
        "https://www.example.org/news/bridge?id=7&page=2",
        "https://example.org:8080/news/bridge?id=7&page=2",
        "https://example.org/news/bridge?id=7&page=2&utm=x",
    ],
)
def test_another_url_is_another_article(url: str) -> None:
    assert id_of_url(url) != id_of_url(URL)


@given(st.permutations(PARAMETERS))
def test_the_order_of_parameters_names_no_other_page(parameters: list[str]) -> None:
    assert canonical_url("https://example.org/a?" + "&".join(parameters)) == "example.org/a?a=&a=1&a=2&b=%2F&c=x"


def test_an_article_with_a_url_is_the_same_under_another_title_id_and_text() -> None:
    assert id_of_url(URL) == id_of_url(URL, title="The bridge", own_id="7", text_sha256=OTHER_HASH)


@pytest.mark.parametrize("own_id", [None, "7"])
def test_an_article_without_a_url_is_known_by_publisher_title_and_date(own_id: str | None) -> None:
    one = id_without_url(own_id=own_id)
    others = [
        id_without_url("The Other", own_id=own_id),
        id_without_url(None, own_id=own_id),
        id_without_url(title="The bridge", own_id=own_id),
        id_without_url(published="2024-06-28", own_id=own_id),
        id_without_url(published=None, own_id=own_id),
    ]
    assert one == id_without_url(own_id=own_id)
    assert len({one, *others}) == 6


def test_namesakes_without_a_url_are_told_apart_by_their_own_id_whatever_the_text() -> None:
    assert id_without_url(own_id="7") == id_without_url(own_id="7", text_sha256=OTHER_HASH)
    assert id_without_url(own_id="7") != id_without_url(own_id="8")


def test_namesakes_without_a_url_and_an_id_are_told_apart_by_their_text() -> None:
    assert id_without_url(text_sha256=HASH) != id_without_url(text_sha256=OTHER_HASH)


def test_an_id_in_the_form_of_a_hash_is_not_taken_for_one() -> None:
    assert id_without_url(own_id=HASH) != id_without_url(text_sha256=HASH)
