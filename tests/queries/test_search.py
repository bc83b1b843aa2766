"""Search over all types: every hit of the types' lists, ranked, with a snippet."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database.engines import read_connection
from app.parameters.search import SearchQuery
from app.queries import search as search_queries
from app.queries.searching import hits
from app.queries.searching.terms import parse_search
from tests import make
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.needs import POSTGRESQL
from tests.queries.archive import Json, astral, get, items, joined, opened, reading_engine, statements
from tests.queries.filed import FILED
from tests.queries.searching.test_full_text import DOCUMENTS, FOUND, NASTY

SEARCH = "/v1/search"
LISTS = {"claim": "/v1/claims", "event": "/v1/events", "entity": "/v1/entities", "article": "/v1/articles"}
TOWN = make.document(
    "<c0>Warsaw’s <br/> bridge & is open</c0>, <s0>Ana Novak</s0> <q0>said</q0>. <s1>He</s1> <q1>denied</q1> <c1>it</c1>. <e0>Talks</e0>.",
    title="Bridges of Warsaw",
    article={"publisher": "The Warsaw Test", "byline": ["Jo Writer", "Bo Warren"]},
    entities=[make.entity(0, aliases=["Anna Nowak", "Ana of Warsaw"]), make.entity(1, None, descriptor="a guard of the bridge")],
    claims=[make.claim(0, gist="The crossing is open"), make.claim(1, speaker="s1", mode="direct")],
    events=[
        make.event(title="Talks", place="Warsaw", participants=[{"entity": "s1", "role": "party"}, {"name": "Wardens", "role": "party"}])
    ],
)


@pytest.fixture(scope="module", params=DATABASES)
def town(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, TOWN) as client:
        yield client


@pytest.fixture(scope="module", params=DATABASES)
def said(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, *DOCUMENTS) as client:
        yield client


def search(client: TestClient, q: str, **params: Any) -> Json:
    return dict(get(client, SEARCH, {"q": q, "limit": 200, **params}))


def ids(found: Json) -> list[str]:
    return [hit[hit["type"]]["id"] for hit in found["items"]]


def snippets(client: TestClient, q: str, **params: Any) -> list[tuple[str, str, str]]:
    """Return types, fields and texts of the snippets, with matches in brackets."""
    return sorted(
        (
            hit["type"],
            hit["snippet"]["field"],
            "".join(f"[{part['text']}]" if part["match"] else part["text"] for part in hit["snippet"]["parts"]),
        )
        for hit in search(client, q, **params)["items"]
    )


@pytest.mark.parametrize("q", ["bridge", "ana novak", "the test", "road", "opening", "story", "brno"])
def test_search_finds_what_the_lists_find_as_they_give_it(archive: TestClient, q: str) -> None:
    found = search(archive, q, count="exact")
    assert found["items"]
    assert found["complete"]
    for kind, path in LISTS.items():
        hits_of_kind = {hit[kind]["id"]: hit[kind] for hit in found["items"] if hit["type"] == kind}
        assert hits_of_kind == {item["id"]: item for item in items(archive, path, {"q": q})}
        assert found["counts"][kind] == get(archive, path, {"q": q, "count": "exact", "limit": 1})["total"]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        (
            "warsaw",
            [
                ("article", "title", "Bridges of [Warsaw]"),
                ("claim", "quote", "[Warsaw]’s <br/> bridge & is open"),
                ("entity", "aliases", "Ana of [Warsaw]"),
                ("event", "place", "[Warsaw]"),
            ],
        ),
        (
            "GUARD",
            [
                ("claim", "speaker", "a [guard] of the bridge"),
                ("entity", "descriptor", "a [guard] of the bridge"),
                ("event", "participants", "a [guard] of the bridge"),
            ],
        ),
        ("test", [("article", "publisher", "The Warsaw [Test]")]),
        ("warren", [("article", "byline", "Bo [Warren]")]),
        (
            "denied",
            [("article", "text", "Warsaw’s <br/> bridge & is open, Ana Novak said. He [denied] it. Talks.")],
        ),
        ("crossing", [("claim", "gist", "The [crossing] is open")]),
        ("wardens", [("event", "participants", "[Wardens]")]),
        ("nowak", [("entity", "aliases", "Anna [Nowak]")]),
        ("Warsaw talks Ward-ens", []),
        ("Warsaw Talks wardens", [("event", "title", "[Talks]")]),
        ("crossing guard", []),
    ],
)
def test_a_hit_shows_the_field_that_has_the_words(town: TestClient, q: str, expected: list[tuple[str, str, str]]) -> None:
    assert snippets(town, q) == expected


def test_a_beginning_finds_the_words_that_begin_so(town: TestClient) -> None:
    assert snippets(town, "ana no", prefix="true", type="entity") == [("entity", "name", "[Ana] [Novak]")]
    assert snippets(town, "ana no") == []
    assert snippets(town, "no ana", prefix="true", type="entity") == []
    assert snippets(town, "talks WÁR ", prefix="true", type="event") == [("event", "title", "[Talks]")]
    assert snippets(town, "war*", prefix="false") == []
    assert {kind for kind, *_ in snippets(town, "w", prefix="true")} == set(LISTS)
    assert search(town, "w", prefix="true")["counts"] == {kind: {"value": 1, "relation": "eq"} for kind in LISTS}


def test_a_whole_word_stands_before_longer_ones(client: TestClient, load: Callable[..., Any]) -> None:
    names = ["Warsaw", "War", "Warden", "Ware", "Peace"]
    load(make.document("<c0>x</c0>", entities=[make.entity(n, name) for n, name in enumerate(names)], claims=[make.claim(speaker=None)]))
    found = search(client, "war", prefix="true", type="entity")["items"]
    assert found[0]["entity"]["name"] == "War"
    assert {hit["entity"]["name"] for hit in found} == set(names[:4])
    assert [hit["score"] for hit in found] == [5.227723, 4.327869, 4.327869, 4.327869]
    assert [hit["entity"]["id"] for hit in found[1:]] == sorted((hit["entity"]["id"] for hit in found[1:]), reverse=True)


def test_what_says_the_word_more_often_in_fewer_words_comes_first(client: TestClient, load: Callable[..., Any]) -> None:
    texts = ["bridge over the wide river", "bridge", "bridge bridge"]
    for number, text in enumerate(texts):
        load(make.document(f"<c0>{text}</c0>", title=f"Story {number}", claims=[make.claim(speaker=None)], entities=[]))
    found = search(client, "bridge", type="claim")["items"]
    assert [hit["claim"]["quote"] for hit in found] == [texts[2], texts[1], texts[0]]
    assert [hit["score"] for hit in found] == sorted((hit["score"] for hit in found), reverse=True)


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_pages_join_without_gap_or_repeat(archive: TestClient, limit: int) -> None:
    whole = search(archive, "n", prefix="true")["items"]
    keys = [(hit["score"], hit[hit["type"]]["id"]) for hit in whole]
    assert keys == sorted(set(keys), reverse=True)
    assert {hit["type"] for hit in whole} == set(LISTS)
    assert joined(archive, SEARCH, {"q": "n", "prefix": "true", "limit": limit}) == whole


def test_what_is_ranked_is_not_exported_as_if_it_were_all(archive: TestClient) -> None:
    assert archive.get(SEARCH, params={"q": "bridge", "format": "csv"}).status_code == 422
    assert archive.get(SEARCH, params={"q": "bridge"}, headers={"Accept": "text/csv"}).status_code == 406


def test_what_is_loaded_between_two_pages_moves_no_hit(client: TestClient, load: Callable[..., Any]) -> None:
    load(*(make.document(f"<c0>{'bridge ' * n}end</c0>.", title=f"Story {n}", claims=[make.claim(speaker=None)]) for n in range(1, 9)))
    for path, params in ((SEARCH, {"q": "bridge"}), ("/v1/claims", {"q": "bridge", "sort": "relevance"})):
        whole = [_id(hit) for hit in get(client, path, params)["items"]]
        first = get(client, path, {**params, "limit": 3})
        long = " ".join(f"{path[-1]}{n}" for n in range(400))
        load(make.document(f"<c0>bridge {long}</c0>.", title=path, published="2020-01-01", claims=[make.claim(speaker=None)]))
        rest = get(client, path, {**params, "cursor": first["next_cursor"]})["items"]
        assert [found for hit in (*first["items"], *rest) if (found := _id(hit)) in whole] == whole


def _id(hit: Json) -> str:
    return str(hit[hit["type"]]["id"] if "score" in hit else hit["id"])


def test_types_narrow_the_search(archive: TestClient) -> None:
    whole = search(archive, "bridge")
    assert set(whole["counts"]) == set(LISTS)
    two = search(archive, "bridge", type=["article", "claim", "claim"])
    assert two["items"] == [hit for hit in whole["items"] if hit["type"] in ("article", "claim")]
    assert set(two["counts"]) == {"article", "claim"}
    assert search(archive, "bridge", type=["claim", "event", "entity", "article"])["items"] == whole["items"]


def test_what_is_not_ranked_is_admitted(archive: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = {kind: [item["id"] for item in items(archive, path, {"q": "ana"})][:4] for kind, path in LISTS.items()}
    monkeypatch.setattr(hits, "CANDIDATES", 4)
    found = search(archive, "ana", count="exact")
    assert not found["complete"]
    assert sorted(ids(found)) == sorted(key for keys in newest.values() for key in keys)
    assert found["counts"]["claim"]["value"] > 4
    assert ids({"items": joined(archive, SEARCH, {"q": "ana", "limit": 3})}) == ids(found)
    assert search(archive, "ana", type="entity")["complete"]


def test_counts_stop_or_are_left_out_as_asked(archive: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.queries.counting.list_counts.COUNT_CAP", 3)
    assert search(archive, "bridge", limit=9)["counts"]["claim"] == {"value": 3, "relation": "gte"}
    assert search(archive, "bridge", count="exact")["counts"]["claim"] == {"value": 18, "relation": "eq"}
    assert "counts" not in search(archive, "bridge", count="none")
    assert "total" not in search(archive, "bridge", count="exact")


@pytest.mark.parametrize("q", ["", " ", "\t\n ", "?", '"', "*", "🎉", "- -"])
@pytest.mark.parametrize("prefix", ["true", "false"])
def test_without_a_word_nothing_is_found(archive: TestClient, q: str, prefix: str) -> None:
    nothing = {kind: {"value": 0, "relation": "eq"} for kind in LISTS}
    assert search(archive, q, prefix=prefix) == {"items": [], "next_cursor": None, "complete": True, "counts": nothing}


def test_an_empty_archive_is_searched(client: TestClient) -> None:
    assert search(client, "bridge")["items"] == []


@pytest.mark.parametrize("prefix", [True, False])
def test_any_words_are_answered(said: TestClient, prefix: bool) -> None:
    long = ["word " * 200, " ".join(f"w{n}" for n in range(200)), '"AND OR NOT ( * :', "x" * 1_000]
    with read_connection(reading_engine(said)) as connection:
        for q in [*NASTY, *long]:
            for hit in search_queries.search(connection, SearchQuery(q=q, prefix=prefix, limit=3))["items"]:
                assert any(part["match"] for part in hit["snippet"]["parts"]) or not parse_search(q, prefix)


@pytest.mark.parametrize(("q", "expected"), FOUND[::3], ids=[q[:20] for q, _ in FOUND[::3]])
def test_words_are_found_and_shown_whatever_their_case_and_accents(said: TestClient, q: str, expected: list[int]) -> None:
    found = search(said, q)["items"]
    assert len(found) == 3 * len(expected)
    assert all(any(part["match"] for part in hit["snippet"]["parts"]) for hit in found)


def test_two_hundred_words_are_found_in_a_text_that_has_them(client: TestClient, load: Callable[..., Any]) -> None:
    words = [f"w{n}" for n in range(200)]
    load(make.document(f"<c0>{' '.join(words)}</c0>", claims=[make.claim(speaker=None)]))
    found = search(client, " ".join(reversed(words)))
    assert [hit["type"] for hit in found["items"]] == ["article", "claim"]
    assert search(client, " ".join([*words, "w200"]))["items"] == []


def test_a_name_that_changed_on_merging_is_shown_as_it_was_said(filed: TestClient) -> None:
    found = [hit for hit in search(filed, "ana novak")["items"] if hit["type"] == "claim"]
    assert {hit["claim"]["speaker"]["name"] for hit in found} == {"Novak Ana Maria"}
    assert all([part["match"] for part in hit["snippet"]["parts"]].count(True) == 2 for hit in found)
    assert [hit["type"] for hit in search(filed, "maria novak")["items"]].count("entity") == 1


def test_a_claim_without_text_is_found_by_its_gist(client: TestClient, load: Callable[..., Any]) -> None:
    load(make.document(stand_off=True, claims=[make.claim(gist="An opening is near")]))
    assert snippets(client, "near") == [("claim", "gist", "An opening is [near]")]
    assert snippets(client, "bridge") == [("article", "title", "A [bridge]")]


def test_offsets_count_what_is_asked_for(client: TestClient, load: Callable[..., Any]) -> None:
    load(astral())
    for kind, path in (("claim", "/v1/claims"), ("event", "/v1/events")):
        for units in ("utf16", "codepoint"):
            (hit,) = search(client, "gist" if kind == "claim" else "event", type=kind, units=units)["items"]
            (item,) = items(client, path, {"id": hit[kind]["id"], "units": units})
            assert hit[kind] == item


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("?q=a&nonsense=1", 422),
        ("?q=a&q=b", 422),
        ("?q=%00", 422),
        ("?q=a&type=speaker", 422),
        ("?q=a&limit=0", 422),
        ("?q=a&cursor=x", 404),
        ("?q=a&format=xml", 422),
    ],
)
def test_what_cannot_be_answered_is_refused(archive: TestClient, query: str, status: int) -> None:
    assert archive.get(SEARCH + query).status_code == status


def test_a_cursor_of_another_list_or_search_is_refused(archive: TestClient) -> None:
    other = get(archive, "/v1/claims", {"q": "bridge", "limit": 1, "sort": "relevance"})["next_cursor"]
    own = get(archive, SEARCH, {"q": "bridge", "limit": 1})["next_cursor"]
    for params in ({"cursor": other}, {"cursor": own, "prefix": "true"}, {"cursor": own, "type": "claim"}, {"cursor": own, "q": "road"}):
        assert archive.get(SEARCH, params={"q": "bridge", **params}).status_code == 404
    assert archive.get(SEARCH, params={"q": "bridge", "cursor": own, "limit": 2, "count": "none", "units": "utf16"}).status_code == 200


def test_search_takes_as_many_statements_whatever_is_found(archive: TestClient) -> None:
    statement_counts = []
    for q, limit in (("bridge", 20), ("bridge", 200), ("ana", 2), ("nothing", 1), ("?", 1)):
        with statements(archive) as seen:
            get(archive, SEARCH, {"q": q, "limit": limit})
        statement_counts.append(len(seen))
    assert statement_counts[0] == statement_counts[1] == max(statement_counts)  # and fewer where nothing is found


@POSTGRESQL.mark
def test_both_databases_find_the_same(templates: Templates) -> None:
    documents = [*FILED, TOWN, *DOCUMENTS[:3]]
    with opened(templates, "sqlite", *documents) as sqlite, opened(templates, "postgresql", *documents) as postgresql:
        for q in ("a", "b", "ana n", "warsaw", "said", "s\u030ckoda r", "北", '"and', "bri 1", "tunnel"):
            asked = {"q": q, "prefix": "true", "limit": 200}
            assert sqlite.get(SEARCH, params=asked).json() == postgresql.get(SEARCH, params=asked).json()
