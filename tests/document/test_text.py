"""The article's text: its hash, the words of its spans, and attaching it later."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.document.consistency import DocumentPath
from app.ingest.reading.validation import validated
from tests import make
from tests.document.full import PLAIN, faults_in, faulty_fields, full_document, with_value, without_key

TWELVE = "one two three four five six seven eight nine ten eleven twelve"
ELEVEN = TWELVE.removesuffix(" twelve")


@pytest.mark.parametrize("text", ["", PLAIN + " ", PLAIN.replace("🎉", ":)"), PLAIN.upper()])
def test_another_text_has_another_hash(text: str) -> None:
    assert faults_in(with_value(full_document(), ("article", "text"), text)) == [("article.text_sha256", "is not the hash of the text")]


def test_the_text_is_taken_as_it_stands() -> None:
    document = make.document("\n  <s0>Ana</s0>\r\n<q0>said</q0>\t<c0>e\u0301 ﬁ</c0>  ")
    assert validated(document).article.text == "\n  Ana\r\nsaid\te\u0301 ﬁ  "


def test_a_quote_has_the_hash_of_the_words_of_its_spans() -> None:
    document = make.document("<c0>We will</c0>, <s0>Ana</s0> <q0>said</q0>, <c0>win</c0>.")
    assert document["claims"][0]["quote_sha256"] == make.sha256("We will win")
    assert faults_in(document) == []


@pytest.mark.parametrize("words", ["We willwin", "We will, win", "we will win", ""])
def test_a_quote_has_no_other_hash(words: str) -> None:
    document = make.document("<c0>We will</c0>, <s0>Ana</s0> <q0>said</q0>, <c0>win</c0>.")
    other = with_value(document, ("claims", 0, "quote_sha256"), make.sha256(words))
    message = f"is not the hash of the content's words, which is {make.sha256('We will win')}"
    assert faults_in(other) == [("claims[0].quote_sha256", message)]


WORDS = [("as_said", "source"), ("cue_text", "cue")]


@pytest.mark.parametrize(("key", "spans"), WORDS)
def test_without_a_text_the_words_of_source_and_cue_are_required(key: str, spans: str) -> None:
    message = "is required where the article has no text and the spans are not empty"
    document = full_document(stand_off=True)
    assert faults_in(without_key(document, ("claims", 1, key))) == [(f"claims[1].{key}", message)]
    assert faults_in(with_value(document, ("claims", 1, key), None)) == [(f"claims[1].{key}", message)]
    assert faults_in(without_key(with_value(document, ("claims", 1, spans), []), ("claims", 1, key))) == []


@pytest.mark.parametrize("key", ["as_said", "cue_text"])
@pytest.mark.parametrize("words", [TWELVE, "Ana  Novak", " Ana", "Ana ", "Ana\nNovak", " ", "\u00a0", ELEVEN + " "])
def test_without_a_text_the_words_are_at_most_eleven_joined_by_one_space(key: str, words: str) -> None:
    message = "has more than eleven words, or blanks that are not single spaces"
    assert faults_in(with_value(full_document(stand_off=True), ("claims", 0, key), words)) == [(f"claims[0].{key}", message)]


@pytest.mark.parametrize("key", ["as_said", "cue_text"])
def test_eleven_words_are_accepted_without_a_text(key: str) -> None:
    assert faults_in(with_value(full_document(stand_off=True), ("claims", 0, key), ELEVEN)) == []


@pytest.mark.parametrize(("key", "spans"), WORDS)
def test_words_of_no_span_are_refused_without_a_text_as_with_one(key: str, spans: str) -> None:
    documents = [with_value(full_document(stand_off=stand_off), ("claims", 0, spans), []) for stand_off in (False, True)]
    assert [faulty_fields(document) for document in documents] == [{f"claims[0].{key}"}] * 2


@pytest.mark.parametrize("key", ["as_said", "cue_text"])
@pytest.mark.parametrize("words", ["Ana", "ana novak", "Ana Novak said", TWELVE])
def test_with_a_text_the_words_are_what_it_says(key: str, words: str) -> None:
    said = {"as_said": "Ana Novak", "cue_text": "said"}[key]
    assert faults_in(with_value(full_document(), ("claims", 0, key), words)) == [
        (f"claims[0].{key}", f"is not what the text says there: {said!r}")
    ]


@pytest.mark.parametrize("mark", ["s0", "q0"])
def test_of_a_long_source_or_cue_the_first_eleven_words_are_kept(mark: str) -> None:
    key = {"s0": "as_said", "q0": "cue_text"}[mark]
    document = make.document(f"<{mark}>{TWELVE.replace(' ', '  ')}</{mark}> <c0>it</c0>")
    assert faults_in(with_value(document, ("claims", 0, key), ELEVEN)) == []
    assert faulty_fields(with_value(document, ("claims", 0, key), TWELVE)) == {f"claims[0].{key}"}


def test_words_of_several_spans_are_joined_by_one_space() -> None:
    document = make.document("<s0>Ana</s0>, <q0>smiling</q0>, <s0>Novak</s0> <q0>said</q0> <c0>no</c0>.")
    document = with_value(with_value(document, ("claims", 0, "as_said"), "Ana Novak"), ("claims", 0, "cue_text"), "smiling said")
    assert faults_in(document) == []


def test_a_text_is_attached() -> None:
    attached = validated(full_document(stand_off=True)).with_text(PLAIN)
    assert attached.article.text == PLAIN
    assert attached == validated({**full_document(), "claims": full_document(stand_off=True)["claims"]})


@pytest.mark.parametrize("text", ["", PLAIN + "\n", PLAIN.replace("Ana", "Eva")])
def test_a_text_of_another_hash_is_not_attached(text: str) -> None:
    with pytest.raises(ValidationError, match="is not the hash of the text"):
        validated(full_document(stand_off=True)).with_text(text)


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("times", 0, "span"), [0, 999], "is outside the text"),
        (("claims", 0, "quote_sha256"), "0" * 64, "is not the hash of the content's words"),
        (("claims", 0, "as_said"), "Eva Novak", "is not what the text says there"),
        (("claims", 1, "cue_text"), "said", "is not what the text says there"),
    ],
)
def test_a_text_that_disagrees_is_not_attached(path: DocumentPath, value: Any, problem: str) -> None:
    document = validated(with_value(full_document(stand_off=True), path, value))
    with pytest.raises(ValidationError, match=problem):
        document.with_text(PLAIN)
