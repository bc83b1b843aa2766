"""Extraction by a language model, which is a server on the loopback."""

import json
from collections.abc import Iterator

import pytest

from app.document.knowledge_document import KnowledgeDocument
from app.errors import ChatFailed
from app.extract.text.inputs import ArticleText
from app.ingest.asking.chat import ATTEMPTS, LONGEST_PASSAGE, ChatExtractor, passages_of
from app.ingest.reading.validation import validated
from app.settings import Settings
from tests.cli.running import invoke
from tests.ingest.asking.model import Model, claims, completion, model_claim, person, serving, words

TEXT = "“We will sail,” said Ana Novak on Monday. “We will sail tomorrow.” A port official said the strike was over."
SAIL = model_claim(words("“We will sail,”"), "Ana Novak", "said", speaker=person("Ana Novak"), mode="direct", said="2024-04-29")


@pytest.fixture
def model() -> Iterator[Model]:
    with serving() as running:
        yield running


def extractor(model: Model, timeout_s: float = 20, key: str = "") -> ChatExtractor:
    settings = Settings.model_validate(
        {"extractor": "chat", "chat_url": model.url, "chat_model": "m-1", "chat_timeout_s": timeout_s, "chat_key": key}
    )
    return ChatExtractor(settings, first_pause_s=0.01)


def extracted(model: Model, article: ArticleText | None = None) -> KnowledgeDocument:
    return validated(extractor(model)(article or ArticleText(TEXT, title="Ferries", id="7")))


def claims_in_words(document: KnowledgeDocument) -> list[tuple[list[str], ...]]:
    """Return the words of source, cue and content of each claim."""
    text = document.article.text or ""
    return [
        tuple([text[slice(*span)] for span in spans] for spans in (claim.source, claim.cue, claim.content)) for claim in document.claims
    ]


def test_a_good_answer_is_a_document(model: Model) -> None:
    official = model_claim(words("the strike was over"), "A port official", "said", speaker=person(None, "A port official"))
    model.answers = [claims(official, SAIL)]
    document = extracted(model)
    assert claims_in_words(document) == [
        (["Ana Novak"], ["said"], ["“We will sail,”"]),
        (["A port official"], ["said"], ["the strike was over"]),
    ]
    assert [(entity.name, entity.descriptor, entity.anonymous) for entity in document.entities] == [
        (None, "A port official", True),
        ("Ana Novak", None, False),
    ]
    first = document.claims[0]
    assert (first.speaker, first.mode, first.said, first.confidence) == ("s2", "direct", "2024-04-29", 0.9)
    assert (document.id, document.produced_by.name, document.is_curated) == ("7", "On Record with m-1", False)


def test_the_request_has_the_schema_of_the_answer_and_the_key(model: Model) -> None:
    model.answers = [claims()]
    extractor(model, key="secret")(ArticleText(TEXT))
    (request,) = model.requests
    assert (request["model"], request["temperature"]) == ("m-1", 0)
    assert TEXT in request["messages"][1]["content"]
    schema = request["response_format"]["json_schema"]
    claim = schema["schema"]["$defs"]["ModelClaim"]
    assert schema["strict"]
    assert (claim["additionalProperties"], claim["required"]) == (False, list(claim["properties"]))
    assert model.headers[0]["Authorization"] == "Bearer secret"


def test_words_that_do_not_stand_in_the_text_are_left_out_and_counted(model: Model, caplog: pytest.LogCaptureFixture) -> None:
    model.answers = [
        claims(
            {**SAIL, "speaker": person("Anastasia Novak")},
            model_claim(words("We shall sail"), "Ana Novak", "said"),
            model_claim(words("sail tomorrow", "and never again"), "she", "said"),
            model_claim(words("the stri"), "port official", "said"),
        )
    ]
    with caplog.at_level("WARNING", logger="app.ingest.asking.chat"):  # other tests configure logging for the whole process
        document = extracted(model)
    assert claims_in_words(document) == [(["Ana Novak"], ["said"], ["“We will sail,”"]), ([], ["said"], ["sail tomorrow"])]
    assert [claim.speaker for claim in document.claims] == [None, None]
    assert "left out 5 of 10 wordings" in caplog.text


def test_words_that_stand_twice_are_found_where_they_are_meant(model: Model) -> None:
    again = [{"words": "We will sail", "occurrence": 2}]
    miscounted = [{"words": "We will sail", "occurrence": 9}]
    model.answers = [claims(model_claim(again, cue="said"), model_claim(miscounted, source="Ana Novak"))]
    second = TEXT.rindex("We will sail")
    contents = [claim.content for claim in extracted(model).claims]
    assert contents == [[(second, second + 12)]] * 2


def test_source_and_cue_are_cut_out_of_the_content(model: Model) -> None:
    whole = words("“We will sail,” said Ana Novak on Monday. “We will sail tomorrow.”")
    model.answers = [claims({**SAIL, "content": whole})]
    assert claims_in_words(extracted(model)) == [(["Ana Novak"], ["said"], ["“We will sail,”", "on Monday. “We will sail tomorrow.”"])]


def test_a_claim_that_is_given_twice_is_one_and_an_odd_date_is_none(model: Model) -> None:
    model.answers = [claims({**SAIL, "said": "on Monday", "confidence": 7}, SAIL)]
    (claim,) = extracted(model).claims
    assert (claim.said, claim.confidence) == (None, 1.0)


def test_an_answer_in_a_fence_is_read(model: Model) -> None:
    model.answers = [completion("Here it is:\n```json\n" + json.dumps({"claims": [SAIL]}) + "\n```")]
    assert len(extracted(model).claims) == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (completion('{"claims": [{"content"'), "not of the form that was asked for: all of it: Invalid JSON"),
        (completion('{"claims": [{}]}'), "not of the form that was asked for: claims.0.source: Field required"),
        (completion("I would rather not."), "not of the form that was asked for"),
        (completion(None, refusal="no"), "broke off, or refused"),
        (completion('{"claims": []}', finish_reason="length"), "broke off, or refused"),
        ((200, b"<html>", {}), "gave no chat completion: <html>"),
        ((200, b'{"choices": []}', {}), "gave no chat completion"),
        ((401, b'{"error": "no such key"}', {}), "answered 401: .*no such key"),
        ((404, b"", {}), "answered 404"),
    ],
)
def test_an_answer_of_no_use_fails_at_once(model: Model, answer: tuple[int, bytes, dict[str, str]], why: str) -> None:
    model.answers = [answer]
    with pytest.raises(ChatFailed, match=why):
        extracted(model)
    assert len(model.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_model_is_asked_again(model: Model, status: int) -> None:
    model.answers = [(status, b"later", {"Retry-After": "0"}), (status, b"later", {"Retry-After": "soon"}), claims(SAIL)]
    assert len(extracted(model).claims) == 1
    assert len(model.requests) == 3


def test_a_model_that_stays_busy_is_given_up(model: Model) -> None:
    model.answers = [(500, b"out of memory", {})]
    with pytest.raises(ChatFailed, match=f"answered 500: out of memory; given up after {ATTEMPTS} attempts"):
        extracted(model)
    assert len(model.requests) == ATTEMPTS


def test_a_silent_model_is_asked_again_and_given_up(model: Model) -> None:
    model.answers = [0.3, claims(SAIL)]
    assert len(extractor(model, timeout_s=0.1)(ArticleText(TEXT))["claims"]) == 1
    model.answers = [0.3]
    with pytest.raises(ChatFailed, match="timed out; given up after"):
        extractor(model, timeout_s=0.1)(ArticleText(TEXT))


def test_a_model_that_is_not_there_is_reported(model: Model) -> None:
    extract = extractor(model)
    model.server_close()
    with pytest.raises(ChatFailed, match="Connection refused; given up after"):
        extract(ArticleText(TEXT))


def test_a_long_article_is_asked_about_in_passages(model: Model) -> None:
    text = "Nothing was said about it.\n" * 600 + TEXT
    model.answers = [claims(), claims(SAIL)]
    (found,) = claims_in_words(extracted(model, ArticleText(text)))
    assert found == (["Ana Novak"], ["said"], ["“We will sail,”"])
    assert len(model.requests) == 2


@pytest.mark.parametrize(
    "text", ["", " \n", "a", "a\n\nb", "x" * (2 * LONGEST_PASSAGE + 5), "a\n" + "x" * 2 * LONGEST_PASSAGE + "\nb", "line\n" * 9_000]
)
def test_passages_hold_all_words_once_and_in_order(text: str) -> None:
    passages = list(passages_of(text))
    assert all(0 < end - start <= LONGEST_PASSAGE for start, end in passages)
    assert "".join(text[slice(*span)] for span in passages).split() == text.split() or " " not in text
    assert "".join("".join(text[slice(*span)] for span in passages).split()) == "".join(text.split())


def test_an_article_without_words_is_not_asked_about(model: Model) -> None:
    assert extracted(model, ArticleText(" \n")).claims == []
    assert model.requests == []


def test_the_command_asks_the_model_that_the_settings_name(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    model.answers = [claims(SAIL), (400, b"too long", {})]
    for name, value in {"EXTRACTOR": "chat", "CHAT_URL": model.url, "CHAT_MODEL": "m-1"}.items():
        monkeypatch.setenv(f"ONRECORD_{name}", value)
    lines = "".join(json.dumps({"id": each, "text": TEXT}) + "\n" for each in "ab")
    result = invoke("extract", "-", "--jobs", 1, input=lines)
    (document,) = map(json.loads, result.stdout.splitlines())
    assert (document["id"], len(document["claims"])) == ("a", 1)
    assert result.stderr == f"-:2: refused: document: {model.url}/chat/completions answered 400: too long\n"
