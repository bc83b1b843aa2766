"""Phrases and exclusions: any text finds the same on both databases as a naive search through the fields does."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database.engines import read_connection
from app.parameters.claims import ClaimQuery
from app.queries import claims as claim_queries
from app.queries.searching import full_text
from app.queries.searching.terms import MOST_PHRASES, SearchTerms, parse_search
from app.terms.words import words_of
from tests import make
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.examples import examples
from tests.queries.archive import Json, get, items, joined, opened, reading_engine

MARKS = '"“”'
WORDS = ["clear", "the", "channel", "dredge", "Kanál", "zoned", "AND", "not", "x-ray", "don't"]
PIECES = [
    *WORDS,
    *WORDS,
    "“",
    "”",
    " -",
    ' "',
    '" ',
    " ",
    " ",
    "--",
    " - ",
    "*",
    "(",
    ")",
    "OR",
    ":",
    "🎉",
    "\u0301",
    "|",
    " | ",
    "\n",
    "½",
]
SPEAKERS = ["Clear Channel", "Dora The Dredge", "Kanal"]


def documents() -> list[Json]:
    """Return documents whose claims have few words in many orders, in a gist, a quote and the name of a speaker."""
    dice = random.Random(5)
    return [document(dice, number) for number in range(12)]


def document(dice: random.Random, number: int) -> Json:
    quotes = [" ".join(dice.choices(WORDS, k=dice.randint(1, 6))) + f" {number}{n}" for n in range(6)]
    claims = [make.claim(n, speaker=f"s{dice.randrange(3)}", gist=" ".join(dice.choices(WORDS, k=dice.randint(1, 5)))) for n in range(6)]
    # The first quote has a second part, behind all others: no phrase goes from one part to the other.
    text = " ".join([*(f"<c{n}>{quote}</c{n}>" for n, quote in enumerate(quotes)), f"<c0>{dice.choice(WORDS)}</c0>"])
    return make.document(
        text, title=f"Story {number}", own_id=str(number), entities=[make.entity(n, name) for n, name in enumerate(SPEAKERS)], claims=claims
    )


@pytest.fixture(scope="module", params=DATABASES)
def said(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, *documents()) as client:
        yield client


def naive_parts(q: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) of the parts of a search, letter by letter."""
    place, plain = 0, ""
    while place < len(q):
        minus = q[place] == "-" and (place == 0 or q[place - 1].isspace())
        mark = place + minus
        closing = min((end for end in (q.find(each, mark + 1) for each in MARKS) if end >= 0), default=-1)
        if mark < len(q) and q[mark] in MARKS and closing > mark + 1 and not (mark and q[mark - 1].isalnum()):
            yield "plain", plain
            yield "excluded" if minus else "phrase", q[mark + 1 : closing]
            plain, place = "", closing + 1
        elif minus and mark < len(q) and q[mark] not in f"-{MARKS}" and not q[mark].isspace():
            end = next((end for end in range(mark, len(q)) if q[end].isspace() or q[end] in MARKS), len(q))
            yield "plain", plain
            yield "excluded", q[mark:end]
            plain, place = "", end
        else:
            plain, place = plain + q[place], place + 1
    yield "plain", plain


def naive_matches(fields: Sequence[str | None], q: str) -> bool:
    """Return whether fields hold what a search asks for."""
    folded = [words_of(field or "") for field in fields]
    if not q.strip(' \t\n\r-"“”'):
        return True

    def stands(words: list[str]) -> bool:
        return any(field[n : n + len(words)] == words for field in folded for n in range(len(field)))

    parts = [(kind, words) for kind, text in naive_parts(q) if (words := words_of(text))]
    return bool(parts) and all(
        all(stands([word]) for word in words) if kind == "plain" else stands(words) is (kind == "phrase") for kind, words in parts
    )


def fields_of(claim: Json) -> list[str | None]:
    return [claim["gist"], *claim["quote_parts"], claim["speaker"]["name"]]


def any_texts(number: int) -> list[str]:
    dice = random.Random(7)
    return ["".join(dice.choices(PIECES, k=dice.randint(1, 9))) for _ in range(number)]


@pytest.mark.slow
@pytest.mark.parametrize("in_order", [True, False])
def test_any_text_finds_what_a_naive_search_finds(said: TestClient, monkeypatch: pytest.MonkeyPatch, in_order: bool) -> None:
    monkeypatch.setattr(full_text, "_is_common", lambda *_: in_order)
    everything = joined(said, "/v1/claims", {"limit": 200})
    with read_connection(reading_engine(said)) as connection:
        for q in any_texts(examples(200)):
            found = [claim["id"] for claim in claim_queries.list_claims(connection, ClaimQuery(q=q, limit=200))["items"]]
            assert (q, found) == (q, [claim["id"] for claim in everything if naive_matches(fields_of(claim), q)])


SEARCHES = [
    '"clear the channel"',
    '"the channel" -dredge',
    "-the",
    '-"clear the" channel',
    '"clear the channel',
    '- "the" -x-ray',
    "“clear the”",
]


@pytest.mark.parametrize("q", SEARCHES)
def test_pages_totals_facets_and_search_agree(said: TestClient, q: str) -> None:
    expected = [claim["id"] for claim in joined(said, "/v1/claims", {"limit": 200}) if naive_matches(fields_of(claim), q)]
    for sort in ("-said", "relevance", "position"):
        assert sorted(claim["id"] for claim in joined(said, "/v1/claims", {"q": q, "limit": 7, "sort": sort})) == sorted(expected)
    page = get(said, "/v1/claims", {"q": q, "count": "exact", "facet": "kind", "limit": 1})
    assert page["total"]["value"] == sum(value["count"] for value in page["facets"]["kind"]["values"]) == len(expected)
    found = get(said, "/v1/search", {"q": q, "type": "claim", "limit": 200})
    assert sorted(hit["claim"]["id"] for hit in found["items"]) == sorted(expected)
    assert found["counts"]["claim"]["value"] == len(expected)


def test_every_place_that_takes_words_takes_phrases_and_exclusions(said: TestClient) -> None:
    for path in (
        "/v1/claims",
        "/v1/speakers",
        "/v1/entities",
        "/v1/events",
        "/v1/articles",
        "/v1/timeline",
        "/v1/graph",
        "/v1/sources",
        "/v1/search",
        "/v1/compare",
    ):
        sides: Json = {"speaker": ["ent_8r1c0v6t5k2m9x3w7z4p", "ent_27wd6x5ype2yv3m78b30"]} if path == "/v1/compare" else {}
        for q in (*SEARCHES, '"', "--", '-"', '""', "-🎉", '"' * 99, "-a " * 99, '"a b" ' * 99):
            assert (path, q, said.get(path, params={"q": q, **sides}).status_code) == (path, q, 200)
            assert said.get(path, params={"q": f"{q}\0", **sides}).status_code == 422


def names(client: TestClient, path: str, q: str) -> list[str]:
    return sorted(item.get("name") or item["title"] for item in items(client, path, {"q": q}))


def test_speakers_events_and_articles_have_phrases_within_one_field(templates: Templates) -> None:
    events = [make.event(0, title="Talks on water", place="Port Vell"), make.event(1, title="Talks in Port", place="Water")]
    story = make.document(
        "The harbour shut. <e0>It</e0> <e1>opened</e1>.",
        title="Low tide",
        entities=[make.entity(0, "Ana Novak", aliases=["Novak Ana"]), make.entity(1, "Ana Vell")],
        events=events,
        claims=[],
        article={"byline": ["Ada Moor", "Moor Lane"]},
    )
    with opened(templates, "sqlite", story) as client:
        assert names(client, "/v1/entities", '"ana novak"') == names(client, "/v1/entities", '"novak ana"') == ["Ana Novak"]
        assert names(client, "/v1/entities", '"novak novak"') == []
        assert names(client, "/v1/entities", '-"ana novak"') == ["Ana Vell"]
        assert names(client, "/v1/events", '"water port"') == names(client, "/v1/events", '"port water"') == []
        assert names(client, "/v1/events", '"talks on" vell') == ["Talks on water"]
        assert [len(names(client, "/v1/articles", q)) for q in ('"ada moor"', '"moor moor"', '"low tide" -"harbour shut"')] == [1, 0, 0]


@pytest.mark.parametrize(
    ("q", "prefix", "expected"),
    [
        ('"b a" c', False, SearchTerms(("c",), phrases=("b a",))),
        ('"a b c', False, SearchTerms(("a", "b", "c"))),
        ('"a"', False, SearchTerms(("a",))),
        ("a -b", True, SearchTerms(("a",), excluded=("b",))),
        ('a "b ch"', True, SearchTerms(("a",), begun_phrase="b ch")),
        ('"a b" ch', True, SearchTerms((), "ch", ("a b",))),
        ("b-a -", False, SearchTerms(("a", "b"))),
        ('12" 6" pipe', False, SearchTerms(("12", "6", "pipe"))),
        ('-"a b" -x-y', False, SearchTerms((), excluded=("a b", "x y"))),
        ("- a --b -- -", False, SearchTerms(("a", "b"))),
    ],
)
def test_the_terms_of_a_search(q: str, prefix: bool, expected: SearchTerms) -> None:
    assert parse_search(q, prefix) == expected


def test_after_fifty_phrases_come_words_and_after_fifty_exclusions_nothing() -> None:
    terms = parse_search(" ".join([*(f'"a b{n}"' for n in range(60)), *(f"-c{n}" for n in range(60))]))
    assert (len(terms.phrases), len(terms.excluded), len(terms.words)) == (MOST_PHRASES, MOST_PHRASES, 11)


def test_the_last_word_of_a_phrase_may_be_a_beginning(said: TestClient) -> None:
    def found(q: str, **params: Any) -> list[str]:
        return sorted(hit["claim"]["id"] for hit in get(said, "/v1/search", {"q": q, "type": "claim", "limit": 200, **params})["items"])

    assert found('"clear chan"', prefix="true") == found('"clear channel"') != []
    assert found('"clear chan"') == []
