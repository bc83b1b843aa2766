"""Values of the fields of a document: words of a vocabulary, texts, numbers, dates, addresses."""

from typing import Any, get_args

import pytest

from app.document.consistency import DocumentPath
from app.errors import DocumentRefused
from app.ingest.reading.validation import validated
from app.terms.vocabulary import ClaimKind, ClaimMode, EntityKind, EventKind, EventStatus, Measure, ParticipantRole, Qualifier, Section
from tests import make
from tests.document.full import dotted, faults_in, faulty_fields, faulty_fields_for_each, full_document, with_value

VOCABULARIES: list[tuple[DocumentPath, tuple[str, ...]]] = [
    (("entities", 0, "kind"), get_args(EntityKind)),
    (("claims", 0, "kind"), get_args(ClaimKind)),
    (("claims", 0, "mode"), get_args(ClaimMode)),
    (("claims", 0, "section"), get_args(Section)),
    (("events", 0, "kind"), get_args(EventKind)),
    (("events", 0, "status"), get_args(EventStatus)),
    (("events", 0, "participants", 0, "role"), get_args(ParticipantRole)),
    (("events", 0, "figures", 0, "measure"), get_args(Measure)),
    (("events", 0, "figures", 0, "qualifier"), get_args(Qualifier)),
]


@pytest.mark.parametrize(("path", "words"), VOCABULARIES)
def test_every_word_of_a_vocabulary_is_accepted(path: DocumentPath, words: tuple[str, ...]) -> None:
    assert [word for word in words if faults_in(with_value(full_document(), path, word)) != []] == []


@pytest.mark.parametrize("path", [*(path for path, _ in VOCABULARIES), ("relations", 0, "type")], ids=dotted)
def test_a_word_of_no_vocabulary_is_refused(path: DocumentPath) -> None:
    assert faulty_fields_for_each(path, ["gossip", "STATEMENT", 1, ["statement"]]) == [{dotted(path)}] * 4


TEXTS: list[DocumentPath] = [
    ("id",),
    *(("article", key) for key in ("title", "publisher", "dateline", "text")),
    ("article", "byline", 0),
    *(("entities", 0, key) for key in ("id", "name", "descriptor")),
    ("entities", 0, "roles", 0, "title"),
    ("entities", 0, "roles", 0, "organization"),
    ("entities", 0, "aliases", 0),
    ("entities", 1, "anonymity_condition"),
    ("entities", 1, "members", 0),
    *(("claims", 0, key) for key in ("id", "speaker", "reported_via", "as_said", "cue_text", "gist", "addressee", "place")),
    ("claims", 0, "holders", 0),
    ("claims", 0, "about", 0),
    *(("events", 0, key) for key in ("id", "title", "place")),
    ("events", 0, "participants", 0, "entity"),
    ("events", 0, "participants", 1, "name"),
    ("events", 0, "figures", 0, "text"),
    ("relations", 0, "from"),
    ("relations", 0, "to"),
    ("produced_by", "name"),
    ("produced_by", "version"),
]
PATTERNED: list[DocumentPath] = [
    *(("article", key) for key in ("published", "url", "language", "text_sha256")),
    ("entities", 0, "wikidata"),
    ("claims", 0, "said"),
    ("claims", 0, "quote_sha256"),
    ("events", 0, "date"),
    ("times", 0, "edtf"),
]


@pytest.mark.parametrize("path", [*TEXTS, *PATTERNED], ids=dotted)
def test_what_no_database_can_store_is_refused(path: DocumentPath) -> None:
    assert faulty_fields_for_each(path, ["a\nb\x00c", "\ud800", "\ud83c\udf89"]) == [{dotted(path)}] * 3


@pytest.mark.parametrize("path", [*TEXTS, *PATTERNED], ids=dotted)
def test_a_text_is_a_text(path: DocumentPath) -> None:
    assert faulty_fields_for_each(path, [5, True, ["a"], b"Ana"]) == [{dotted(path)}] * 4


@pytest.mark.parametrize("path", [path for path in [*TEXTS, *PATTERNED] if path != ("article", "text")], ids=dotted)
def test_an_empty_text_is_refused(path: DocumentPath) -> None:
    assert faulty_fields(with_value(full_document(), path, "")) == {dotted(path)}


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (("id",), 500),
        (("article", "title"), 2000),
        (("article", "publisher"), 500),
        (("entities", 0, "name"), 500),
        (("events", 0, "title"), 500),
        (("events", 1, "id"), 200),
    ],
)
def test_a_text_has_a_longest_length(path: DocumentPath, most: int) -> None:
    document = with_value(full_document(), ("relations",), [])
    assert [faulty_fields(with_value(document, path, "é" * length)) for length in (most, most + 1)] == [set(), {dotted(path)}]


CONFIDENCES: list[DocumentPath] = [("claims", 0, "confidence"), ("events", 0, "confidence")]


@pytest.mark.parametrize("path", CONFIDENCES, ids=dotted)
@pytest.mark.parametrize("value", [0, 0.0, 0.5, 1, 1.0])
def test_a_confidence_lies_between_0_and_1(path: DocumentPath, value: float) -> None:
    assert faults_in(with_value(full_document(), path, value)) == []


@pytest.mark.parametrize("path", CONFIDENCES, ids=dotted)
@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan"), float("inf"), -float("inf"), "0.5", True, pytest.param(10**400, id="huge")])
def test_no_other_confidence_is_accepted(path: DocumentPath, value: Any) -> None:
    assert faulty_fields(with_value(full_document(), path, value)) == {dotted(path)}


@pytest.mark.parametrize("value", [0, -3, 12, 12.5, 10**15, -1e15])
def test_a_figure_is_a_number(value: float) -> None:
    document = with_value(full_document(), ("events", 0, "figures", 0, "value"), value)
    kept = validated(document).dump()["events"][0]["figures"][0]["value"]
    assert (kept, type(kept)) == (value, type(value))


@pytest.mark.parametrize("value", [10**15 + 1, pytest.param(-(10**400), id="huge"), 2e15, float("nan"), float("inf"), "12", True, [12]])
def test_a_figure_is_no_other_thing(value: Any) -> None:
    assert faulty_fields(with_value(full_document(), ("events", 0, "figures", 0, "value"), value)) == {"events[0].figures[0].value"}


EDTF: list[DocumentPath] = [("claims", 0, "said"), ("events", 0, "date"), ("times", 0, "edtf")]


@pytest.mark.parametrize("path", EDTF, ids=dotted)
@pytest.mark.parametrize("edtf", ["2024", "2024-06-25~", "2024-24", "202X", "2024-06-24/2024-06-30", "../2024", "[2024-06-24..2024-06-30]"])
def test_a_date_is_edtf(path: DocumentPath, edtf: str) -> None:
    assert validated(with_value(full_document(), path, edtf)).dump() == with_value(full_document(), path, edtf)


@pytest.mark.parametrize("path", EDTF, ids=dotted)
@pytest.mark.parametrize(
    ("edtf", "message"),
    [
        ("last week", "'last week' is not an EDTF date"),
        ("2024-06-31", "'2024-06-31' is no date of the calendar"),
        ("2025/2024", "'2025/2024' ends before it begins"),
        ("../..", "'../..' names no date"),
    ],
)
def test_a_date_that_is_not_edtf_is_refused(path: DocumentPath, edtf: str, message: str) -> None:
    assert faults_in(with_value(full_document(), path, edtf)) == [(dotted(path), message)]


@pytest.mark.parametrize("path", EDTF, ids=dotted)
def test_a_date_has_at_most_100_characters(path: DocumentPath) -> None:
    assert faulty_fields(with_value(full_document(), path, "[" + ",".join(["2024"] * 21) + "]")) == {dotted(path)}


@pytest.mark.parametrize(
    "published",
    ["2024-06-27", "2024-02-29", "2024-06-27T10:30", "2024-06-27T10:30:59", "2024-06-27T10:30:00.123Z", "2024-06-27T10:30:00+02:00"],
)
def test_an_article_is_published_on_a_day_or_at_an_instant(published: str) -> None:
    assert validated(with_value(full_document(), ("article", "published"), published)).article.published == published


@pytest.mark.parametrize(
    "published",
    [
        "June 2024",
        "2024",
        "2024-06",
        "20240627",
        "2024-W26-4",
        "2024-06-31",
        "2023-02-29",
        "0000-01-01",
        "２０２４-06-27",
        "2024-06-27T",
        "2024-06-27 10:30",
        "2024-06-27T10",
        "2024-06-27T25:00",
        "2024-06-27T10:61",
        "2024-06-27T10:30:00+25:00",
        "2024-06-27\n",
        "2024-06-27~",
    ],
)
def test_an_article_is_published_at_no_other_time(published: str) -> None:
    assert faulty_fields(with_value(full_document(), ("article", "published"), published)) == {"article.published"}


@pytest.mark.parametrize("url", ["http://example.org", "https://example.org/a?b=c#d", "https://bücher.example/ü", "http://[::1]:8000/a"])
def test_a_url_is_kept_as_given(url: str) -> None:
    assert validated(with_value(full_document(), ("article", "url"), url)).article.url == url


@pytest.mark.parametrize(
    "url",
    [
        "example.org/a",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://?a",
        "https://[::1/a",
        "https://example.org/a b",
        "https://example.org/a\n",
        pytest.param("https://example.org/" + "a" * 2000, id="long"),
        "https://example.org:port/a",
        "https://example.org:99999/a",
    ],
)
def test_a_url_that_names_no_page_is_refused(url: str) -> None:
    assert faulty_fields(with_value(full_document(), ("article", "url"), url)) == {"article.url"}


@pytest.mark.parametrize("language", ["en", "deu", "en-GB", "zh-Hans-CN", "pt-br"])
def test_a_language_is_a_tag(language: str) -> None:
    assert faults_in(with_value(full_document(), ("article", "language"), language)) == []


@pytest.mark.parametrize("language", ["e", "english", "en_GB", "en-", "en-G", "ﬁ", "en\n"])
def test_a_language_is_no_other_thing(language: str) -> None:
    assert faulty_fields(with_value(full_document(), ("article", "language"), language)) == {"article.language"}


@pytest.mark.parametrize("wikidata", ["Q1", "Q801", "Q123456789012345"])
def test_a_wikidata_id_is_q_and_digits(wikidata: str) -> None:
    assert faults_in(with_value(full_document(), ("entities", 0, "wikidata"), wikidata)) == []


@pytest.mark.parametrize("wikidata", ["801", "q801", "Q", "Q0", "Q0801", "P31", "Q801 ", "Q801\n", "Q1234567890123456", "Q8٠١", "Q８０１"])
def test_a_wikidata_id_is_no_other_thing(wikidata: str) -> None:
    assert faulty_fields(with_value(full_document(), ("entities", 0, "wikidata"), wikidata)) == {"entities[0].wikidata"}


@pytest.mark.parametrize("path", [("article", "text_sha256"), ("claims", 0, "quote_sha256")], ids=dotted)
@pytest.mark.parametrize("value", ["0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 64 + "\n", "٠" * 64])
def test_a_hash_is_64_small_hexadecimal_digits(path: DocumentPath, value: str) -> None:
    assert faulty_fields(with_value(full_document(), path, value)) == {dotted(path)}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("title", "a\0", "holds U+0000, which no text has"),
        ("published", "soon", "is no date or time such as 2024-06-27 or 2024-06-27T18:30:00Z"),
        ("url", "ftp://bay.example", "is no URL that starts with http:// or https://"),
        ("language", "x!", "is no language tag, such as en or pt-BR"),
        ("text_sha256", "9F", "is no SHA-256: 64 digits of 0-9 and a-f"),
    ],
)
def test_a_value_that_does_not_match_is_told_in_words(key: str, value: str, message: str) -> None:
    document = make.document()
    document["article"][key] = value
    with pytest.raises(DocumentRefused) as caught:
        validated(document)
    assert [(fault.path, fault.message) for fault in caught.value.faults] == [(("article", key), message)]
