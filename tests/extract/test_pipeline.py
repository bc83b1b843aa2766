"""Documents extracted from any text, and from a short article."""

from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.document.consistency import all_spans
from app.document.knowledge_document import KnowledgeDocument
from app.extract.pipeline import extract_article
from app.extract.text.inputs import ArticleText
from app.extract.text.segmentation import MAX_CHUNK, Text
from app.ingest.reading.validation import validated
from tests import make
from tests.examples import examples

ARTICLE = """Ferry strike closes harbour in Brenholm

BRENHOLM — Dockers walked off the ferries on Monday after talks about pay collapsed.

“We will not go back for less than the others earn,” Marta Ilves, the head of the Dockers' Union, said on Tuesday.

She said that the strike would last until the end of June.

Harbour director Olav Brandt denied that the company had broken its promise. “Every wage has been paid,” he said.

The mayor, Pia Lund, called for new talks.
A storm killed three fishermen near the harbour in March 2019, and the port was closed for a week.

A government official, who spoke on condition of anonymity because the talks are private, said the minister was ready to mediate.
"""
FRAGMENTS = (
    *(
        "“We will rebuild the bridge,” said Ana Novak. ",
        "He said that ",
        "Mr. Novak, 54, told reporters on Monday: ",
        "according to the U.S. ",
    ),
    *(
        "the spokesman said",
        "They accused the F.B.I. of lying",
        "FORMER HBA CHIEF SAYS",
        "at least 20 people were killed in Oslo on May 3, 2021. ",
    ),
    *(
        "from May to July",
        "9999-99-99",
        "in the 1990s",
        "last Friday",
        "$3.5 million",
        "1234567890" * 3,
        "Ministry of ",
        "Novak’s ",
        "the ",
    ),
    *(
        '"',
        "“",
        "”",
        "„",
        "«",
        "»",
        "‘",
        "’",
        "'",
        "``",
        "''",
        "?",
        "! ",
        ". ",
        ", ",
        ": ",
        " — ",
        "(",
        "]",
        "…",
        "\u00ad",
        "\u200b",
        "\ufeff",
    ),
    *(
        "😀",
        "👩‍👩‍👧",
        "部长说：“桥很安全。”",
        "قال الوزير إن الجسر آمن. ",
        "e\u0301\u0302",
        "İ",
        "ﬁ",
        "½",
        "٣",
        "<p>",
        "</b>",
        "&nbsp;",
        "<br/>",
    ),
    *("\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\t", "\u00a0"),
)
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=25).map("".join)
articles = st.builds(
    ArticleText, texts, st.none() | st.just("Bridge reopens"), st.sampled_from((None, "2024-02-29", "0001-01-01", "9999-12-31"))
)


def document_of(text: str, published: str | None = "2024-06-12") -> KnowledgeDocument:
    return validated(extract_article(ArticleText(text, None, published)))


@pytest.fixture(scope="module")
def document() -> KnowledgeDocument:
    return document_of(ARTICLE)


@given(articles)
@settings(max_examples=examples(15))
def test_any_text_gives_a_document_that_is_valid_and_always_the_same(article: ArticleText) -> None:
    first = extract_article(article)
    assert extract_article(article) == first
    if "\0" in article.text:  # which inputs refuse
        return
    document = validated(first)
    assert all(0 <= start < end <= len(article.text) for _, (start, end) in all_spans(document))
    assert all(claim.quote_sha256 == make.sha256(make.quote(article.text, [*map(list, claim.content)])) for claim in document.claims)
    assert all(claim.confidence is not None for claim in document.claims)
    assert all(event.confidence is not None for event in document.events)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "\n",
            ".",
            "Harbour",
            "said",
            "“",
            "“” “” “”",
            '"' * 300,
            "“No.”\n“Yes.”\n“No.”",
            "a" * 5000,
            "\0",
            "He said\0 no.",
            "A\x85. No",
            "He said\u2003. No\u3000.",
        ),
        "Die Ministerin sagte am Montag: „Die Brücke ist sicher.“ Das Werk in Kiel schloss im Mai 2019.",
        "Министр заявил в понедельник: «Мост безопасен». Завод закрылся в мае 2019 года.",
        "部长周一表示：“桥是安全的。”工厂于2019年5月关闭。",
    ],
)
def test_odd_texts_give_valid_documents(text: str) -> None:
    article = extract_article(ArticleText(text, "Any"))["article"]
    assert article["text"] == text


@pytest.fixture(scope="module")
def cost_of_article() -> float:
    return cost(ARTICLE * 6)


def cost(text: str) -> float:
    """Return the seconds of CPU that a character of a text takes."""
    started = process_time()
    extract_article(ArticleText(text))
    return (process_time() - started) / len(text)


@pytest.mark.parametrize("odd", ['",', "“”", "港口市长说", "([", "- ", "A. "])
def test_odd_text_costs_at_most_three_times_ordinary_text(cost_of_article: float, odd: str) -> None:
    assert cost((odd * 6_000)[:6_000]) < 3 * cost_of_article


@pytest.mark.parametrize("words", ["Ana {}", "Mr. {}", "the Daily {}", "a spokesman for {}", "The {}", "{} and Ana {}", "he told {}"])
def test_words_too_long_for_a_name_are_none(words: str) -> None:
    text = f"“The bridge is safe,” said {words.replace('{}', 'Zyx' * 300)}."
    assert document_of(text).article.text == text


def test_nested_names_give_no_overlapping_spans() -> None:
    text = "HARBOUR DAILY SEIZED ON NOVAK’S REMARK, SAYING “the bridge is not safe and never was.”\n\n" * 3
    assert document_of(text).article.text == text


def claim_with(document: KnowledgeDocument, words: str) -> Any:
    text = document.article.text or ""
    return next(claim for claim in document.claims if any(words in text[slice(*span)] for span in claim.content))


@pytest.mark.parametrize(
    ("words", "name", "mode"),
    [
        ("We will not go back", "Marta Ilves", "direct"),
        ("would last until", "Marta Ilves", "indirect"),
        ("Every wage has been paid", "Olav Brandt", "direct"),
    ],
)
def test_who_said_what(document: KnowledgeDocument, words: str, name: str, mode: str) -> None:
    claim = claim_with(document, words)
    speaker = next(entity for entity in document.entities if entity.id == claim.speaker)
    assert (speaker.name, claim.mode) == (name, mode)


def test_a_claim_is_dated_by_its_sentence(document: KnowledgeDocument) -> None:
    assert claim_with(document, "We will not go back").said == "2024-06-11"


def test_an_unnamed_official_has_a_condition(document: KnowledgeDocument) -> None:
    claim = claim_with(document, "ready to mediate")
    speaker = next(entity for entity in document.entities if entity.id == claim.speaker)
    assert speaker.anonymous
    assert "official" in (speaker.descriptor or "")
    assert "anonymity" in (speaker.anonymity_condition or "")


def test_dates_are_found(document: KnowledgeDocument) -> None:
    assert {"2024-06-10", "2024-06-11", "2019-03"} <= {time.edtf for time in document.times}


def test_events_are_found(document: KnowledgeDocument) -> None:
    text = document.article.text or ""
    storm = next(event for event in document.events if any("storm" in text[slice(*span)] for span in event.mentions))
    assert (storm.date, [(figure.measure, figure.value) for figure in storm.figures]) == ("2019-03", [("killed", 3)])


@pytest.mark.parametrize("piece", ["“", "\"“ ” ‘'", "Mr. Novak said so. ", "harbour "])
def test_an_overlong_paragraph_is_split_into_sentences_in_chunks(piece: str) -> None:
    text = Text((piece * 40_000)[:40_000])
    sentences = text.sentences
    assert max(end - start for start, end in sentences) <= MAX_CHUNK
    assert all(before[1] <= after[0] for before, after in pairwise(sentences))
    assert "".join(text.words_at(*span) for span in sentences).replace(" ", "") == text.text.replace(" ", "")


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("Many lawmakers said the bridge was safe.", [("Many lawmakers", None)]),
        ("Federal prosecutors in April said the bridge was safe.", [("Federal prosecutors", None)]),
        ("A spokesman for the Coast Agency said the bridge was safe.", [("spokesman", "Coast Agency")]),
    ],
)
def test_phrases_that_are_no_organization_are_not_returned_as_one(sentence: str, roles: list[tuple[str, str | None]]) -> None:
    entity = document_of(sentence).entities[0]
    assert [(role.title, role.organization) for role in entity.roles] == roles


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Three weeks ago the bridge collapsed.", ["bridge"]),
        ("Officers said he’d attacked the mayor.", None),
        ("The company’s profit fell by 20 percent.", None),
    ],
)
def test_times_shares_and_contractions_are_no_participants(sentence: str, names: list[str] | None) -> None:
    participants = [participant.name for event in document_of(sentence).events for participant in event.participants]
    assert not {"weeks", "weeks ago", "percent", "He’d", "he’d"} & set(participants)
    assert names is None or participants == names


def test_a_request_for_anonymity_is_no_event() -> None:
    sentences = "A nurse, who declined to be identified, told of it. A pilot asked not to be named because of his job."
    assert not document_of(sentences).events


def test_a_request_that_goes_on_otherwise_is_a_claim() -> None:
    assert [claim.kind for claim in document_of("Eva Lind asked not to be named as the new mayor.").claims] == ["demand"]


def test_an_entity_keeps_as_many_mentions_as_a_document_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.extract.pipeline.MOST_SPANS", 3)
    text = "Ana Novak said the bridge would open. " + "Ana Novak said the harbour would stay closed.\n\n" * 8
    document = extract_article(ArticleText(text))
    assert max(len(entity["mentions"]) for entity in document["entities"]) == 3
