"""Claims by relevance: the newest hits ranked, the rest newest first, every hit on one page."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.queries.searching import ranking
from tests import make
from tests.queries.archive import get, items, joined_ids, statements

Q = {"q": "bridge", "sort": "relevance"}


@pytest.mark.parametrize("candidates", [5, 18])
def test_ranked_hits_and_the_rest_join_without_gap_or_repeat(
    archive: TestClient, connection: Connection, monkeypatch: pytest.MonkeyPatch, candidates: int
) -> None:
    newest = [item["id"] for item in items(archive, "/v1/claims", {"q": "bridge"})]
    assert len(newest) == 18
    monkeypatch.setattr(ranking, "CANDIDATES", candidates)
    whole = joined_ids(connection, "claims", {**Q, "limit": 200})
    assert sorted(whole[:candidates]) == sorted(newest[:candidates])
    assert whole[candidates:] == newest[candidates:]
    for limit in (1, 2, 3, 7):
        assert joined_ids(connection, "claims", {**Q, "limit": limit}) == whole


def test_the_same_cursors_lead_through_the_export(archive: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "CANDIDATES", 5)
    assert len(archive.get("/v1/claims", params={**Q, "format": "ndjson"}).text.splitlines()) == 18


def test_what_says_the_word_more_often_in_fewer_words_comes_first(client: TestClient, load: Callable[..., Any]) -> None:
    long = " ".join(f"word{n}" for n in range(40))
    texts = [f"bridge {long}", "bridge", f"bridge bridge {long}", "bridge over the bridge", "road"]
    for n, text in enumerate(texts):
        load(make.document(f"<c0>{text}</c0>", title=text, claims=[make.claim(speaker=None, said=f"2024-06-0{n + 1}")]))
    found = items(client, "/v1/claims", Q)
    assert [item["quote"] for item in found] == ["bridge over the bridge", "bridge", f"bridge bridge {long}", f"bridge {long}"]


def test_without_words_the_newest_come_first(archive: TestClient) -> None:
    newest = items(archive, "/v1/claims")
    assert items(archive, "/v1/claims", {"sort": "relevance"}) == newest
    assert items(archive, "/v1/claims", {"sort": "relevance", "q": " "}) == newest
    assert items(archive, "/v1/claims", {"sort": "relevance", "q": "?!"}) == []


def test_ranking_takes_as_many_statements_whatever_limit_is(archive: TestClient) -> None:
    taken = set()
    for limit in (1, 2, 200):
        with statements(archive) as seen:
            get(archive, "/v1/claims", {**Q, "limit": limit})
        taken.add(len(seen))
    assert len(taken) == 1
