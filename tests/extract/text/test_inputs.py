"""Articles read from plain text and from records."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import DocumentRefused, Fault
from app.extract.pipeline import extract_article
from app.extract.text.inputs import WORD, ArticleText, read_record, read_text
from app.extract.text.markup import plain_text_of
from app.ingest.reading.validation import validated

TEXT = "Bridge closed\r\n\r\nThe mayor said it would open in June.\r\n"


def faults(record: dict[str, Any]) -> list[Fault]:
    with pytest.raises(DocumentRefused) as caught:
        read_record(record)
    return caught.value.faults


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_text_stays_as_it_is_but_for_the_byte_order_mark(mark: bytes) -> None:
    assert read_text(mark + TEXT.encode()) == ArticleText(TEXT, title="Bridge closed")


@pytest.mark.parametrize("text", ["One line", "The mayor spoke.\nIt was long.", "word " * 40 + "\nIt was long."])
def test_a_first_line_that_is_no_headline_is_no_title(text: str) -> None:
    assert read_text(text.encode()).title is None


@pytest.mark.parametrize(("raw", "byte", "line"), [(b"ab\n\xff", 3, 2), (b"\xef\xbb\xbfab\n\xff", 6, 2), (b"\xc3", 0, 1)])
def test_bytes_that_are_not_utf_8_are_refused_with_byte_and_line(raw: bytes, byte: int, line: int) -> None:
    with pytest.raises(DocumentRefused) as caught:
        read_text(raw)
    assert caught.value.faults == [Fault((), f"byte {byte} is not UTF-8", line)]


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "\u2028", "- - -\n* * *"])
def test_a_text_without_words_is_refused(text: str) -> None:
    assert faults({"text": text, "title": "T"}) == [Fault(("text",), "has no words")]
    for raw in (text.encode(), b"\xef\xbb\xbf" + text.encode()):
        with pytest.raises(DocumentRefused, match="text: has no words"):
            read_text(raw)


def test_a_record_gives_its_metadata_and_other_keys_are_not_read() -> None:
    record: dict[str, Any] = {
        "id": "7",
        "text": TEXT,
        "title": " T ",
        "published": "2024-05-02",
        "url": "https://bay.example/1",
        "publisher": "P",
    }
    expected = ArticleText(TEXT, "T", "2024-05-02", "https://bay.example/1", "P", ("Ana Novak",), "7")
    assert read_record({**record, "byline": "Ana Novak", "claims": 1, "": None}) == expected


def test_blank_and_null_values_are_ignored() -> None:
    record: dict[str, Any] = {"id": None, "text": "x", "title": " ", "published": None, "url": "", "publisher": None, "byline": []}
    assert read_record(record) == ArticleText("x")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2024-05-02", "2024-05-02"),
        ("20240502", "2024-05-02"),
        ("2024-05-02 08:30", "2024-05-02T08:30:00"),
        ("2024-05-02T08:30:00Z", "2024-05-02T08:30:00+00:00"),
        ("2024-05-02T08:30:00.5+0200", "2024-05-02T08:30:00.500000+02:00"),
    ],
)
def test_times_of_iso_8601_are_read_under_published_and_under_date(published: str, expected: str) -> None:
    assert read_record({"text": "x", "published": published}).published == expected
    assert read_record({"text": "x", "date": published}).published == expected
    assert read_record({"text": "x", "published": published, "date": "1999-01-01"}).published == expected
    assert read_record({"text": "x", "published": " ", "date": published}).published == expected


@pytest.mark.parametrize("text", [None, 5, ["x"]])
def test_a_record_without_a_text_is_refused(text: Any) -> None:
    assert faults({"text": text}) == [Fault(("text",), "is no text")]


@pytest.mark.parametrize(("odd", "name"), [("\0", "U+0000"), ("\ud800", "U+D800")])
def test_a_text_that_cannot_be_stored_is_refused_with_the_place(odd: str, name: str) -> None:
    assert faults({"text": f"ab{odd}"}) == [Fault(("text",), f"has {name} at 2, which cannot be stored")]


def test_every_fault_of_a_record_has_the_name_of_its_key() -> None:
    record = {"id": 5, "text": "x", "title": "x" * 2001, "date": "soon", "url": "bay.example", "publisher": 5}
    assert [fault.field for fault in faults(record)] == ["id", "title", "date", "url", "publisher"]
    assert [fault.field for fault in faults({"text": "x", "published": 2024})] == ["published"]
    assert [fault.field for fault in faults({"text": "x", "published": None, "date": 0})] == ["date"]


@pytest.mark.parametrize("key", ["maintext", "content", "body", "articleBody", "plaintext"])
@pytest.mark.parametrize("text", [{}, {"text": None}, {"text": " "}])
def test_a_text_under_the_key_of_another_program_is_read_unless_our_own_has_one(key: str, text: dict[str, Any]) -> None:
    assert read_record({**text, key: "The bridge will open."}).text == "The bridge will open."
    assert read_record({"text": "x", key: "y"}) == ArticleText("x")


def test_a_record_whose_other_text_is_blank_has_no_text() -> None:
    assert faults({"body": ""}) == [Fault(("text",), "is no text")]


@pytest.mark.parametrize(
    ("text", "title"),
    [("", "Untitled"), (" \n ", "Untitled"), ("One two.", "One two."), ("w " * 13, "w " * 11 + "w…"), ("x" * 5000, "x" * 1200)],
)
def test_an_article_without_a_title_is_called_by_its_first_words(text: str, title: str) -> None:
    assert ArticleText(text).document_part()["title"] == title


def is_plain(text: str) -> bool:
    return plain_text_of(text) == text


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).filter(WORD.search).filter(is_plain))
def test_a_record_of_any_text_with_words_that_can_be_stored_is_a_valid_document(text: str) -> None:
    document = validated(extract_article(read_record({"id": "1", "text": text})))
    assert (document.id, document.article.text) == ("1", text)
