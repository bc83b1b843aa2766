"""Hidden words come back from no address, in no format, for whoever may not see them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient

from app.api.serving.exports import ExportName, export_pages
from app.database.engines import read_engine, write_engine
from app.ingest.administering.keys import create_key
from app.ingest.preparing.documents import prepare
from app.ingest.reading.validation import validated
from app.main import create_app
from app.terms.vocabulary import TextPolicy
from tests.api.policies import HIDDEN_WORDS, OTHER_WORDS, PASSAGE_WORDS, TEXT_WORDS, addresses_of, repetition, story, words_told
from tests.conftest import DATABASES, settings_for
from tests.databases import Templates
from tests.loading import load_batch
from tests.queries.archive import items

pytestmark = pytest.mark.slow
ALL_WORDS = [*TEXT_WORDS[0], *PASSAGE_WORDS[0], *TEXT_WORDS[1], *PASSAGE_WORDS[1]]
REPEATED = PASSAGE_WORDS[1][4:]  # which an article gives that hides nothing
SECRETS = [word for word in HIDDEN_WORDS if word not in REPEATED]
OTHERS = dict(zip(HIDDEN_WORDS, OTHER_WORDS, strict=True))
VERIFIED = " ".join(story(number, {})["article"]["text"] for number in range(2)) + " More."  # what texts and passages are guessed to be
Policies = tuple[TextPolicy, TextPolicy]


class Archives:
    """Databases with two stories of two revisions under policies, and clients of them; ``keys`` and ``url`` are those of the last one."""

    def __init__(self, templates: Templates, kind: str, opened: ExitStack) -> None:
        self._templates, self._kind, self._opened = templates, kind, opened
        self.every = 1 if kind == "sqlite" else 5  # which addresses are asked: the rules for hidden words are the same on both databases
        self.keys: dict[str, str] = {}
        self.url = ""

    def open(self, policies: Policies, replaced: Mapping[str, str] = {}) -> TestClient:
        self.url = url = self._opened.enter_context(self._templates.copy(self._kind))
        engine = write_engine(url)
        for is_earlier in (True, False):
            stories = [story(number, replaced, is_earlier=is_earlier) for number in range(len(policies))]
            load_batch(engine, [prepare(validated(each), policy=policy) for each, policy in zip(stories, policies, strict=True)])
        load_batch(engine, [prepare(validated(repetition()))])
        self.keys = {scope: create_key(engine, scope, [scope]) for scope in ("read", "review")}
        engine.dispose()
        # Hundreds of slow reads, one after another: on a machine that does other work, one of them takes longer than the default allows.
        settings = settings_for(url).model_copy(update={"read_timeout_s": 600})
        return self._opened.enter_context(TestClient(create_app(settings), raise_server_exceptions=False))


@pytest.fixture(params=DATABASES)
def archives(request: pytest.FixtureRequest, templates: Templates) -> Iterator[Archives]:
    with ExitStack() as opened:
        yield Archives(templates, request.param, opened)


def answers(client: TestClient, key: str | None = None, every: int = 1) -> dict[str, str]:
    """Return answers by their addresses; nothing of problems, which repeat words of the address."""
    client.headers.update({"Authorization": f"Bearer {key}"} if key else {})
    found: dict[str, Any] = {address: client.get(address) for address in [*addresses_of(client)][::every]}
    found |= {f"{address}?": client.post(address, content=VERIFIED, headers={"Content-Type": "text/plain"}) for address in verified(client)}
    client.headers.pop("Authorization", None)
    assert {answer.status_code for answer in found.values()} <= {200, 401, 403, 404, 406, 422}
    return {address: answer.text.casefold() if answer.status_code == 200 else "" for address, answer in found.items()}


def verified(client: TestClient) -> list[str]:
    return [f"/v1/articles/{article['id']}/verify" for article in items(client, "/v1/articles")]


def found_in(texts: Mapping[str, str], words: list[str]) -> set[str]:
    return {word for word in words if any(word in text for text in texts.values())}


def test_no_answer_has_a_hidden_word_or_tells_whether_it_is_there(archives: Archives) -> None:
    given = answers(archives.open(("quotes", "hidden")), every=archives.every)
    key, client = archives.keys["read"], archives.open(("quotes", "hidden"), OTHERS)
    assert key != archives.keys["read"]
    with_others = answers(client, every=archives.every)
    assert len(given) == len(with_others) > 300
    assert found_in(given, SECRETS) == found_in(with_others, [*OTHERS.values()]) == set()
    assert found_in(given, ALL_WORDS) == {*PASSAGE_WORDS[0], *REPEATED}
    pairs = zip(given.items(), with_others.values(), strict=True)
    assert [address for (address, text), other in pairs if words_told(text) != words_told(other)] == []


def test_a_key_without_review_sees_no_more_and_one_with_it_all(archives: Archives) -> None:
    client = archives.open(("quotes", "hidden"))
    assert found_in(answers(client, archives.keys["read"], every=7), SECRETS) == set()
    assert found_in(answers(client, archives.keys["review"], every=2), ALL_WORDS) == {*ALL_WORDS}


def test_these_requests_find_all_words_where_nothing_is_hidden(archives: Archives) -> None:
    given, with_others = (answers(archives.open(("full", "full"), replaced), every=3) for replaced in ({}, OTHERS))
    assert found_in(given, ALL_WORDS) == {*ALL_WORDS}
    pairs = zip(given.values(), with_others.values(), strict=True)
    assert len([text for text, other in pairs if words_told(text) != words_told(other)]) > 50


def test_exports_have_hidden_words_only_if_somebody_asks_for_them(archives: Archives) -> None:
    archives.open(("quotes", "hidden"))
    engine = read_engine(archives.url)
    for shows_hidden, expected in ((False, set[str]()), (True, {*SECRETS})):
        pages = {what: b"".join(export_pages(engine, what, "ndjson", shows_hidden=shows_hidden)) for what in get_args(ExportName)}
        assert found_in({what: page.decode().casefold() for what, page in pages.items()}, SECRETS) == expected
    engine.dispose()


def test_the_walk_compares_revisions_and_texts(archives: Archives) -> None:
    client = archives.open(("full", "full"))
    told = [client.get(address).text for address in addresses_of(client) if "/diff?" in address]
    assert ("it never hintered" in "".join(told), len(told) > 10) == (True, True)
    posted = [client.post(address, content=VERIFIED, headers={"Content-Type": "text/plain"}).json() for address in verified(client)]
    assert sum(each["counts"]["moved"] + each["counts"]["exact"] for each in posted) == 5
