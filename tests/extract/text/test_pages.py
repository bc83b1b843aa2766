"""Articles read from web pages, without a network."""

import socket
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import DocumentRefused
from app.extract.text.inputs import ArticleText
from app.extract.text.pages import read_page
from tests.extract.text.pages import HEAD, TEXT, page


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_a_page_gives_its_text_and_metadata() -> None:
    assert read_page(page()) == ArticleText(
        TEXT, "Ferry strike ends", "2024-05-02", "https://bay.example/ferry", "The Bay Herald", ("Ana Novak", "Jan Dvorak")
    )


def test_a_page_without_metadata_has_no_date_and_no_url() -> None:
    found = read_page(page(head=""))
    assert (found.text, found.title, found.published, found.url, found.byline) == (TEXT, "Ferry strike ends", None, None, ())


def test_the_encoding_is_the_one_that_the_page_names() -> None:
    raw = page(text=TEXT.replace("Novak", "Dvořák")).decode().replace("utf-8", "iso-8859-2").replace("“", '"').replace("”", '"')
    assert "Ana Dvořák, who" in read_page(raw.replace("©", "").encode("iso-8859-2")).text


def test_invalid_metadata_is_dropped_and_the_page_is_read() -> None:
    found = read_page(page(HEAD.replace("The Bay Herald", "x" * 501)))
    assert (found.text, found.publisher, found.url) == (TEXT, None, "https://bay.example/ferry")


@pytest.mark.parametrize(
    "raw", [b"", b"<html></html>", b"\x00", b"\xff\xfe<\x00", b"words", b"<div>" * 50_000, b"<?xml version='1.0'?><a/>"]
)
def test_a_page_without_an_article_is_refused(raw: bytes) -> None:
    with pytest.raises(DocumentRefused, match="no text of an article"):
        read_page(raw)


@given(st.binary(), st.integers(0, 600))
def test_bytes_of_any_kind_are_read_or_refused(odd: bytes, at: int) -> None:
    whole = page()
    with suppress(DocumentRefused):
        assert read_page(whole[:at] + odd + whole[at:]).text


def test_a_page_of_very_many_tags_is_refused() -> None:
    assert _fault(b"<p>No.</p>" * 60_000) == "document: has 120,000 tags, more than 100,000"


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_a_tag_of_very_many_attributes_is_refused(quote: str) -> None:
    tag = " ".join(f"a{n}={quote}>{quote}" if quote else f"a{n}" for n in range(600))
    assert _fault(f"<html>\n<p {tag}>Ana Novak said no.</p>".encode()) == "document: has a tag of more than 500 attributes"


def test_a_long_value_is_no_number_of_attributes() -> None:
    image = f'<img src="data:image/png;base64,{"ab c" * 9_000}">'
    page = f"<html><body><article>{image}<p>{'Ana Novak said the bridge will open on Friday. ' * 9}</p></article></body></html>"
    assert "the bridge will open" in read_page(page.encode()).text


def _fault(page: bytes) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_page(page)
    return str(refused.value)
