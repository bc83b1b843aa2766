"""Stored JSON of claims and articles equals, byte for byte, the JSON built from their rows."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import Engine, update

from app.database.compression import compress_json
from app.database.engines import read_connection, read_engine, write_engine
from app.ingest.reading.validation import validated
from app.parameters.claims import ClaimQuery
from app.queries import articles, claims
from app.queries.rendering.placeholders import RENDERED_SHAPE, EntityCache
from app.queries.tables import articles as articles_table
from app.queries.tables import claims as claims_table
from app.terms.ids import stable_id
from app.terms.words import fold
from tests import make
from tests.conftest import DATABASES, Load, asking
from tests.databases import Templates
from tests.generated import documents
from tests.ingest.full import full
from tests.loading import load_document
from tests.queries.archive import STORIES, astral
from tests.queries.filed import FILED
from tests.tables import dump

Read = Callable[..., Any]
OF_ANOTHER_SHAPE = {"rendered_shape": RENDERED_SHAPE + 1, "rendered": b'{"another":"shape"}'}


@pytest.fixture(scope="module", params=DATABASES)
def many_articles(request: pytest.FixtureRequest, templates: Templates) -> Iterator[Engine]:
    """A database of many articles in which entities are merged."""
    with templates.copy(request.param, seeded=True) as url:
        engine = write_engine(url)
        for document in (astral(), *FILED, *STORIES[:2], *documents(60)):
            load_document(engine, validated(document))
        yield engine
        engine.dispose()


@pytest.fixture
def url_of(many_articles: Engine) -> str:
    return many_articles.url.render_as_string(hide_password=False)


def read_both_ways(engine: Engine, read: Read, read_json: Read, *arguments: Any) -> tuple[Any, bytes, bytes]:
    """Return the shaped answer, its JSON, and the stored JSON."""
    with read_connection(engine) as connection:
        found, stored = read(connection, *arguments), read_json(connection, *arguments)
    return found, orjson.dumps(found), orjson.dumps(stored)


def assert_same(engine: Engine) -> None:
    """Check that stored JSON equals shaped JSON, in lists, in articles and of single claims."""
    found, shaped, stored = read_both_ways(engine, claims.list_claims, claims.list_claims_json, ClaimQuery(limit=200))
    assert stored == shaped
    for claim in found["items"][:30]:
        assert len(set(read_both_ways(engine, claims.get_claim, claims.get_claim_json, claim["id"])[1:])) == 1
    for key in {claim["article"]["id"] for claim in found["items"]}:
        assert len(set(read_both_ways(engine, articles.get_article, articles.get_article_json, key)[1:])) == 1


def test_claims_and_articles_are_the_same(many_articles: Engine) -> None:
    assert_same(many_articles)


@pytest.mark.parametrize("sort", [*claims.ORDERS, "relevance"])
@pytest.mark.parametrize("filters", [{}, {"q": "the"}, {"kind": ["statement", "denial"], "count": "exact", "facet": ["kind"]}], ids=str)
def test_lists_are_the_same_page_by_page(many_articles: Engine, sort: str, filters: dict[str, Any]) -> None:
    query, pages = ClaimQuery.model_validate({**filters, "sort": sort, "limit": 67}), 0
    while pages < 4:
        found, shaped, stored = read_both_ways(many_articles, claims.list_claims, claims.list_claims_json, query)
        assert stored == shaped
        pages += 1
        if found["next_cursor"] is None:
            break
        query = query.model_copy(update={"cursor": found["next_cursor"]})
    assert found["items"]


def test_answers_and_streams_are_the_shaped_claims(many_articles: Engine, url_of: str) -> None:
    with read_connection(many_articles) as connection, asking(url_of) as client:
        page = claims.list_claims(connection, ClaimQuery(limit=200))
        key = page["items"][0]["article"]["id"]
        lines = [orjson.dumps(claim) for claim in page["items"]]
        assert client.get("/v1/claims?limit=200").content == orjson.dumps(page)
        assert client.get("/v1/claims?count=none&limit=200").content == orjson.dumps(page)
        assert client.get("/v1/claims?format=ndjson").content.splitlines()[:200] == lines
        assert client.get("/v1/claims?format=ndjson&limit=200").content.splitlines() == lines
        assert client.get(f"/v1/articles/{key}").content == orjson.dumps(articles.get_article(connection, key))


def test_offsets_in_utf16_are_counted_for_who_asks(many_articles: Engine) -> None:
    query = ClaimQuery(limit=200, publisher=["+Plus"], units="utf16")
    found, shaped, stored = read_both_ways(many_articles, claims.list_claims, claims.list_claims_json, query)
    assert stored == shaped
    assert {claim["passage"]["units"] for claim in found["items"]} == {"utf16"}


TEXTS = some.text(some.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=30)
MAYBE = some.none() | TEXTS
NAMES = TEXTS.map(lambda text: f"{text}a")
WORDS = NAMES.map(lambda text: " ".join(text.replace("<", "").split()))
DATES = some.sampled_from([None, "2024-06-25", "2024-06", "../2024-06-25", "2024-06-01/..", "2024~", "XXXX"])


@settings(max_examples=25)
@given(data=some.data())
def test_any_document_is_the_same(many_articles: Engine, data: Any) -> None:
    draw, source, content = data.draw, data.draw(WORDS), data.draw(WORDS)
    role = {key: value for key in ("title", "organization") if (value := draw(MAYBE))}
    more = {key: value for key in ("gist", "place", "addressee") if (value := draw(MAYBE))}
    document = make.document(
        f"<s0>{source}</s0> <q0>{draw(WORDS)}</q0> <c0>{content}</c0> 🎉 <c0>{content}</c0>.",
        title=draw(TEXTS),
        stand_off=draw(some.booleans()),
        article={key: value for key in ("publisher", "dateline") if (value := draw(MAYBE))},
        entities=[
            make.entity(0, draw(NAMES), kind="person", descriptor=draw(MAYBE), roles=[role] if role else []),
            make.entity(1, None, descriptor=draw(MAYBE)),
            make.entity(2, draw(NAMES), kind="organization"),
        ],
        claims=[
            make.claim(
                speaker=draw(some.sampled_from([None, "s0", "s1", "s2"])),
                reported_via=draw(some.sampled_from([None, "s0", "s1", "s2"])),
                holders=draw(some.lists(some.sampled_from(["s0", "s1", "s2"]), max_size=3)),
                about=draw(some.lists(some.sampled_from(["s0", "s1", "s2", "e0"]), max_size=4)),
                said=draw(DATES),
                confidence=draw(some.none() | some.floats(0, 1) | some.sampled_from([0, 1, -0.0])),
                **more,
            )
        ],
        events=[make.event(title=draw(TEXTS))],
    )
    key = load_document(many_articles, validated(document)).article_id
    found, shaped, stored = read_both_ways(many_articles, articles.get_article, articles.get_article_json, key)
    assert stored == shaped
    assert len(found["claims"]) == 1


def test_a_name_follows_what_the_entity_resolves_to(engine: Engine, load: Load) -> None:
    fuller = full(entities=[make.entity(0, "Ana Maria Novak", aliases=["Ana Novak"]), *full()["entities"][1:]], title="Fuller")
    load(full())
    for document, name in ((fuller, "Ana Maria Novak"), ({**fuller, "entities": full()["entities"]}, "Ana Novak")):
        load(document)
        found = read_both_ways(engine, claims.list_claims, claims.list_claims_json, ClaimQuery())[0]
        speakers = [claim["speaker"] for claim in found["items"] if not claim["speaker"]["anonymous"]]
        assert {speaker["name"] for speaker in speakers} == {speaker["label"] for speaker in speakers} == {name}
        assert {speaker["id"] for speaker in speakers} == {stable_id("ent", "person", fold(name))}
        assert_same(engine)


def test_what_a_connection_has_read_of_entities_ends_with_the_state_of_the_data(url: str, load: Load) -> None:
    fuller = full(entities=[make.entity(0, "Ana Maria Novak", aliases=["Ana Novak"]), *full()["entities"][1:]], title="Fuller")
    load(full())
    reading = read_engine(url, connections=1)
    names = []
    for document in (None, fuller, {**fuller, "entities": full()["entities"]}):
        if document:
            load(document)
        for _ in range(2):
            with read_connection(reading) as connection:
                page = orjson.loads(orjson.dumps(claims.list_claims_json(connection, ClaimQuery())))
                assert connection.info[EntityCache].values
            names.append({claim["speaker"]["name"] for claim in page["items"]} - {None})
    reading.dispose()
    assert names == [{name} for name in ("Ana Novak", "Ana Novak", "Ana Maria Novak", "Ana Maria Novak", "Ana Novak", "Ana Novak")]


def test_a_text_that_is_attached_later_is_in_it(engine: Engine, load: Load) -> None:
    load(make.document(stand_off=True))
    load(make.document())
    found, shaped, stored = read_both_ways(engine, claims.list_claims, claims.list_claims_json, ClaimQuery())
    assert [claim["quote"] for claim in found["items"]] == ["the bridge will open"]
    assert stored == shaped


@pytest.mark.parametrize("kept", [0, 1])
def test_what_was_stored_in_another_shape_is_shaped(engine: Engine, load: Load, kept: int) -> None:
    load(full())
    with engine.begin() as connection:
        connection.execute(update(claims_table).where(claims_table.c.position >= kept).values(OF_ANOTHER_SHAPE))
    assert_same(engine)
    load(full(title="Another"))
    with engine.begin() as connection:
        connection.execute(update(articles_table).values(OF_ANOTHER_SHAPE))
    assert_same(engine)


@pytest.mark.parametrize("is_attached", [False, True])
def test_loading_again_what_was_stored_in_another_shape_makes_it_anew(engine: Engine, load: Load, is_attached: bool) -> None:
    """Also where the text was attached later and the document has none."""
    again = make.document(stand_off=is_attached)
    text = make.document()["article"]["text"]
    load(again, {**again, "article": {**again["article"], "text": text}})
    whole = dump(engine)
    with engine.begin() as connection:
        for table in (articles_table, claims_table):
            connection.execute(update(table).values(OF_ANOTHER_SHAPE))
    assert [outcome.status for outcome in load(again)] == ["same"]
    assert dump(engine) == whole
    assert_same(engine)


def test_what_is_ready_is_what_is_sent(url: str, engine: Engine, load: Load) -> None:
    """Otherwise the tests above would compare shaped JSON with itself."""
    load(make.document())
    with engine.begin() as connection:
        connection.execute(update(claims_table).values(rendered=compress_json(b'{"ready":true}')))
        connection.execute(update(articles_table).values(rendered=compress_json(b'{"title":"Ready","claims":[\x1e]}')))
    with asking(url) as client:
        key = client.get("/v1/articles").json()["items"][0]["id"]
        assert client.get("/v1/claims").json()["items"] == [{"ready": True}]
        assert client.get("/v1/claims?format=ndjson").text == '{"ready":true}\n'
        assert client.get(f"/v1/articles/{key}").json() == {"title": "Ready", "claims": [{"ready": True}]}
        assert "ready" not in client.get("/v1/claims?format=jsonld").text
