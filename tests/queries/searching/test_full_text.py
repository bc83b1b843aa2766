"""Full-text search takes any words, and finds the same on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Select, select

from app.database.engines import read_connection
from app.parameters.claims import ClaimQuery
from app.queries.claims import list_claims
from app.queries.entities import IS_SURVIVOR, ORDERS
from app.queries.searching.full_text import _words_stand_in, contains_all
from app.queries.searching.terms import SearchTerms, parse_search
from app.queries.tables import claims, entities
from tests import make
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.needs import POSTGRESQL
from tests.queries.archive import PATHS, Json, opened, reading_engine

SAID = [
    "a mayor AND a bridge NOT near",
    "don't stop at 50% of @nasa",
    "Škoda řeka naïve façade Ærø Łódź STRASSE straße ﬁne",
    "北京 会谈 العربية עברית हिन्दी",
    "a:b c-d e^f g*h (i) \"j\" 'k' l.m",
    "🎉 party 🎉",
    "x" * 300,
    "२०२४ ½ x² Ⅳ",
]
NASTY = [
    *("AND", "OR", "NOT", "NEAR", "a AND", "AND AND", "NOT a", "a NOT b", "NEAR(a b)", "NEAR(a, 5)", "(", ")", "()", "(a", '"', '""', '"a'),
    *(
        "*",
        "a*",
        "*a",
        "^",
        "^a",
        ":",
        "a:b",
        "words:a",
        "-",
        "-a",
        "a -b",
        "'",
        "''",
        "don't",
        "\\",
        "\\'",
        "@nasa",
        "50%",
        "%",
        "_",
        "a_b",
    ),
    *("{a b}: c", "a + b", "a & b", "a | b", "!a", "a <-> b", "a:*", ";", "'; DROP TABLE claims; --", "\t\n", "a\nb", "\u200b", "\ufeff"),
    *(
        "🎉",
        "👩‍👩‍👧",
        "é",
        "e\u0301",
        "\u0301",
        "北京",
        "العربية",
        "हिन्दी",
        "²",
        "½",
        "Ⅳ",
        "İ",
        "ß",
        "ﬁ",
        "\ue000",
        "\U0010ffff",
        "x" * 1000,
    ),
    *("x" * 100, "x" * 101, "null", "None", "true", "1e9", "-1", "../../etc/passwd", "%00", "%", "${a}", "{{a}}", "<script>"),
]
FOUND = [
    ("MAYOR", [0]),
    ("and", [0]),
    ("not NEAR", [0]),
    ("bridge mayor", [0]),
    ("bridge bridge", [0]),
    ("mayors", []),
    ("mayo", []),
    ("don't", [1]),
    ("don", [1]),
    ("@nasa", [1]),
    ("50%", [1]),
    ("skoda reka", [2]),
    ("ŠKODA", [2]),
    ("NAIVE façade", [2]),
    ("aero lodz", [2]),
    ("straße", [2]),
    ("strasse", [2]),
    ("fine", [2]),
    ("s\u030ckoda", [2]),
    ("北京", [3]),
    ("北", []),
    ("العربية", [3]),
    ("a:b", [4]),
    ("b-a", [4]),
    ("g*", [4]),
    ('"j"', [4]),
    ("🎉", []),
    ("party 🎉", [5]),
    ("x" * 300, [6]),
    ("x" * 100, [6]),
    ("x" * 99, []),
    ("२०२४", [7]),
    ("iv", [7]),
    ("x2", [7]),
]
DOCUMENTS = [
    make.document(
        f"<c0>{words}</c0> <e0>event</e0>", title=words[:2000], claims=[make.claim(speaker=None)], events=[make.event(title=words)]
    )
    for words in SAID
]


@pytest.fixture(scope="module", params=DATABASES)
def said(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, *DOCUMENTS) as client:
        yield client


def _hits(client: TestClient, path: str, q: str) -> list[Any]:
    answer = client.get(path, params={"q": q, "limit": 200})
    assert answer.status_code == 200
    return [item.get("quote") or item["title"] for item in answer.json()["items"]]


@pytest.mark.parametrize(("q", "expected"), FOUND, ids=[q[:20] for q, _ in FOUND])
def test_words_are_found_whatever_their_case_accents_and_order(said: TestClient, q: str, expected: list[int]) -> None:
    assert _hits(said, "/v1/claims", q) == [SAID[number] for number in expected]


def test_events_articles_and_entities_are_searched_alike(said: TestClient) -> None:
    for q, expected in FOUND[::3]:
        for path in ("/v1/events", "/v1/articles"):
            assert _hits(said, path, q) == [SAID[number] for number in expected]
    assert [len(said.get("/v1/entities", params={"q": q}).json()["items"]) for q in ("ÁNA", "novak ana", "ana b", "an")] == [1, 1, 0, 0]


@pytest.mark.parametrize("path", PATHS)
def test_any_words_are_answered(said: TestClient, path: str) -> None:
    asked: Json = {"limit": 1, "count": "exact", **({"sort": "relevance", "facet": "speaker"} if path == "/v1/claims" else {})}
    tried = NASTY if path == "/v1/claims" else NASTY[::4]
    assert [q for q in tried if said.get(path, params={**asked, "q": q}).status_code != 200] == []


LONG = [
    "word " * 200,
    " ".join(f"{n}" for n in range(250)),
    " ".join(f"{n:099}" for n in range(10)),
    "?" * 1_000,
]  # as long as a search may be


@pytest.mark.parametrize("q", LONG, ids=["repeated", "distinct", "distinct and long", "marks"])
def test_very_many_words_are_looked_for(said: TestClient, q: str) -> None:
    with read_connection(reading_engine(said)) as connection:
        assert list_claims(connection, ClaimQuery(q=q))["items"] == []


def test_words_repeated_very_often_or_very_long_are_found(said: TestClient) -> None:
    with read_connection(reading_engine(said)) as connection:
        for q, expected in (("AND " * 250, SAID[0]), ("x" * 1_000, SAID[6])):
            assert [item["quote"] for item in list_claims(connection, ClaimQuery(q=q))["items"]] == [expected]


def test_blank_words_find_all_and_punctuation_alone_finds_nothing(said: TestClient) -> None:
    for q in ("", " ", "\t\n ", '"', "-", '- "', "“”"):
        assert len(_hits(said, "/v1/claims", q)) == len(SAID)
    for q in ("?", "...", "*", "🎉", "- ?"):
        assert _hits(said, "/v1/claims", q) == []


@pytest.mark.slow
@POSTGRESQL.mark
def test_both_databases_find_the_same(templates: Templates) -> None:
    with opened(templates, "sqlite", *DOCUMENTS) as here, opened(templates, "postgresql", *DOCUMENTS) as there:
        for q in [*NASTY[::2], *SAID]:
            asked = {"q": q, "sort": "relevance"}
            assert here.get("/v1/claims", params=asked).json() == there.get("/v1/claims", params=asked).json()


def _found(connection: Connection, search_terms: SearchTerms, rows: int | None) -> set[str]:
    return set(connection.execute(select(claims.c.id).where(*contains_all(connection, claims, search_terms, rows))).scalars())


@pytest.mark.parametrize("prefix", [False, True])
def test_what_is_common_is_found_row_by_row_as_in_full_text(said: TestClient, monkeypatch: pytest.MonkeyPatch, prefix: bool) -> None:
    monkeypatch.setattr("app.queries.searching.full_text._is_common", lambda *_: True)
    with read_connection(reading_engine(said)) as connection:
        for q in {*NASTY, *(q for q, _ in FOUND), *(word[:2] for words in SAID for word in words.split())}:
            search_terms = parse_search(q.replace("\0", ""), prefix)
            assert _found(connection, search_terms, 1) == _found(connection, search_terms, None)


def test_a_word_is_common_where_the_newest_rows_have_it_sooner_than_all_hits_are_read(templates: Templates) -> None:
    words = [f"the word {'rare' if number % 10 == 0 else number}" for number in range(40)]
    marked = " ".join(f"<c{number}>{each}</c{number}>" for number, each in enumerate(words))
    document = make.document(f"{marked} <e0>event</e0>", claims=[make.claim(number, speaker=None) for number in range(40)])
    with opened(templates, "sqlite", document) as client, read_connection(reading_engine(client)) as connection:
        read = {
            (q, rows): "instr" in str(*contains_all(connection, claims, parse_search(q), rows))
            for q in ("the", "rare", "the rare", "none")
            for rows in (1, 50, None)
        }
    assert [asked for asked, in_order in read.items() if in_order] == [("the", 1)]


WORDS = st.sampled_from(["war", "wars", "warsaw", "wa", "a", "peace"])


@given(
    st.lists(WORDS, min_size=1, max_size=30),
    st.builds(SearchTerms, st.sets(WORDS, max_size=3).map(lambda some: tuple(sorted(some))), WORDS),
)
def test_words_are_counted_whole_however_they_follow_each_other(words: list[str], search_terms: SearchTerms) -> None:
    whole, begun = [words.count(word) for word in search_terms.words], str(search_terms.prefix)
    expected = (*whole, words.count(begun) + sum(word.startswith(begun) for word in words))
    assert search_terms.frequencies(f" {' '.join(words)} ") == expected
    assert SearchTerms(search_terms.words).frequencies(f" {' '.join(words)} ") == tuple(whole)


def test_a_common_word_of_entities_is_looked_for_in_one_index(said: TestClient) -> None:
    engine = reading_engine(said)
    if engine.dialect.name == "sqlite":
        stands_in = [_words_stand_in(entities.c.words, SearchTerms(("ana",))), IS_SURVIVOR]
        with read_connection(engine) as connection:
            rows = select(entities.c.words).where(*stands_in).order_by(*ORDERS["-claims"].order_by(by_tie=True)).limit(9)
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {literal(connection, rows)}").all()
        assert [row[-1] for row in plan] == ["SCAN entities USING COVERING INDEX ix_entities_claims_tie_survivor_number_words"]


def literal(connection: Connection, rows: Select[Any]) -> str:
    return str(rows.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
