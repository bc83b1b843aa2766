"""Read-only databases that tests share, and functions to read them over HTTP.

Tests that only read share a database, since none can change it: a copy for each would cost time.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast, get_args
from unittest.mock import patch

from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, event

from app.database.engines import write_engine
from app.ingest.reading.validation import validated
from app.parameters.articles import ArticleQuery
from app.parameters.claims import ClaimQuery
from app.parameters.entities import EntityQuery
from app.parameters.events import EventQuery
from app.parameters.listing import ListQuery
from app.queries.articles import list_articles
from app.queries.claims import list_claims
from app.queries.entities import list_entities, list_speakers
from app.queries.events import list_events
from app.queries.statements import compiled
from app.terms.ids import stable_id
from tests import make
from tests.conftest import api_of, asking
from tests.databases import Templates
from tests.loading import load_document

Json = dict[str, Any]
Params = Mapping[str, Any]
LISTS: dict[str, tuple[Callable[[Connection, Any], Any], type[ListQuery]]] = {
    "claims": (list_claims, ClaimQuery),
    "speakers": (list_speakers, EntityQuery),
    "entities": (list_entities, EntityQuery),
    "events": (list_events, EventQuery),
    "articles": (list_articles, ArticleQuery),
}
LIST_FILTERS: dict[str, Json] = {
    "claims": {"q": "bridge", "mode": ["indirect", "direct"]},
    "speakers": {"kind": ["person"], "q": "bo"},
    "entities": {"kind": ["person"], "anonymous": False},
    "events": {"date_from": "2024-06-01", "kind": ["meeting", "protest"]},
    "articles": {"published_from": "2024-06-01"},
}
PATHS = [f"/v1/{name}" for name in LISTS]
MERGED = stable_id("ent", "person", "novak ana maria")  # resolves to Ana Novak
UNKNOWN = {prefix: f"{prefix}_{'0' * 20}" for prefix in ("art", "clm", "ent", "evt")}  # ids that nothing has, by prefix
ILL_FORMED_IDS = [
    "Novak",
    "",
    "0",
    "ent_0",
    "' OR 1=1 --",
    "🎉",
    "ent_00000000000000000000\n",
    "ENT_00000000000000000000",
    "clm_ilou0000000000000000",
]


@contextmanager
def opened(templates: Templates, kind: str, *documents: Json, seeded: bool = False) -> Iterator[TestClient]:
    """Ask the API over a new database that holds the documents."""
    with templates.copy(kind, seeded=seeded) as url:
        engine = write_engine(url)
        assert [load_document(engine, validated(document)).status for document in documents] == ["added"] * len(documents)
        engine.dispose()
        with asking(url) as client:
            yield client


def reading_engine(client: TestClient) -> Engine:
    return cast(Engine, api_of(client).state.reader._engine)


@contextmanager
def statements(client: TestClient) -> Iterator[list[str]]:
    """Collect the SQL that runs to answer requests, except the query for the data version."""
    engine, seen = reading_engine(client), list[str]()

    def collect(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "data_version" not in statement:
            seen.append(statement)

    def on_driver(connection: Connection, sql: str, parameters: Any) -> Any:
        collect(connection, None, sql)
        return run(connection, sql, parameters)

    run = compiled.on_driver
    event.listen(engine, "before_cursor_execute", collect)
    with patch.object(compiled, "on_driver", on_driver):
        yield seen
    event.remove(engine, "before_cursor_execute", collect)


def get(client: TestClient, path: str, params: Params | None = None, **headers: str) -> Any:
    """Return the JSON of an answer that must be 200."""
    answer = client.get(path, params=params or None, headers=headers)
    assert (answer.status_code, answer.text if answer.status_code != 200 else "") == (200, "")
    return answer.json()


def items(client: TestClient, path: str, params: Params | None = None) -> list[Json]:
    """Return all items of a list of at most 200. A query of the path stays: the client would put parameters in its place."""
    page = get(client, f"{path}{'&' if '?' in path else '?'}limit=200") if not params else get(client, path, {"limit": 200, **params})
    assert page["next_cursor"] is None
    return list(page["items"])


def joined(client: TestClient, path: str, params: Params) -> list[Json]:
    """Return the items of all pages, following the cursors."""
    found: list[Json] = []
    cursor: Params = {}
    while cursor is not None:
        page = get(client, path, {**params, **cursor})
        found += page["items"]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None  # type: ignore[assignment]
    return found


def joined_ids(connection: Connection, name: str, params: Params) -> list[str]:
    """Return the ids on all pages of a list, read without HTTP."""
    read, query = LISTS[name]
    found, cursor, is_last = list[str](), None, False
    while not is_last:
        page = read(connection, query(**params, cursor=cursor))
        found += [item["id"] for item in page["items"]]
        cursor, is_last = page["next_cursor"], page["next_cursor"] is None
    return found


def options_of(query: type[ListQuery], name: str) -> list[str]:
    """Return the values that a parameter of a list allows, such as sorts and facets."""
    annotation = query.model_fields[name].annotation
    return list(get_args(get_args(annotation)[0] if name == "facet" else annotation))


def story(number: int) -> Json:
    """Return one of many articles about Ana Novak; dates, publishers and confidence vary and repeat."""
    said_dates = ["2024-06-25", "2024-06", None, "[2024-01-01..2024-06-25]", "../2024-06-25", "2024-06-01/.."]
    confidence = {"confidence": number / 10} if number % 3 == 0 else {}
    opening = {"participants": [{"entity": "s0", "role": "party"}], "place": ["Brno", "Oslo"][number % 2], **confidence}
    return make.document(
        "<s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>bridge</e0> will open</c0>. <c1>A <e1>bridge</e1> too far</c1>, <q1>said</q1> "
        "<s1>Bo</s1>. <c2>The road is a road like a bridge</c2>.",
        title=f"Story {number // 2}",
        published=[None, "2024-06-27", f"2024-07-0{number % 9 + 1}T08:00:00Z"][number % 3],
        article={"publisher": [None, "The Test", "Gazette"][number % 3], "url": f"https://example.org/{number}", "language": "en"},
        entities=[
            make.entity(0, roles=[{"title": "mayor", "organization": "City of Brno"}] if number % 2 else []),
            make.entity(1, f"Bo {number}"),
        ],
        claims=[
            make.claim(0, said=said_dates[number % 6], about=["e0"], gist=f"opening {number}", place="Brno", **confidence),
            make.claim(1, speaker="s1", said=said_dates[(number + 2) % 6], about=["s0", "e1"], kind="denial", mode="direct", **confidence),
            make.claim(2, speaker=None, said="2024-06-25", section="body", **confidence),
        ],
        events=[
            make.event(0, date=said_dates[number % 6], main=True, **opening),
            make.event(1, date="2024-06-25", kind="protest", status="planned", **confidence),
        ],
    )


STORIES = [story(number) for number in range(6)]


def astral() -> Json:
    """Return an article with characters of two UTF-16 units around every kind of span, and values that start CSV formulas."""
    text = (
        "🎉𝒜 <m0>Ana 🌉 Novak</m0> arrived <t0>on 🗓 Monday</t0>. <c0>“🎉 The <e0>bridge 🌉</e0>”</c0>, <s0>she</s0> <q0>said 🗣</q0>, "
        "<c0>“is 🎉 <f0>12 m</f0> long”</c0>. <c1>𝒜</c1> <q1>wrote</q1> <s1>🕵 someone</s1>."
    )
    spans = make.marked(text)[1]
    figure = {"measure": "other", "value": 12, "text": "=12", "qualifier": "exact", "span": spans["f0"][0]}
    return make.document(
        text,
        title="=cmd|' /C calc'!A0",
        article={"publisher": "+Plus", "dateline": "@here", "language": "en", "byline": ["-x"]},
        entities=[
            make.entity(0, "=SUM(Ana)", mentions=spans["m0"], aliases=["+1"], roles=[{"title": "-mayor", "organization": "@nasa"}]),
            make.entity(1, None, descriptor="\tsomeone"),
        ],
        claims=[
            make.claim(0, mode="direct", gist="+gist", place="-5", addressee="@all", said="2024-06-24", about=["e0", "s0"]),
            make.claim(1, speaker="s1", gist="\rreturn", holders=["s0"], reported_via="s0"),
        ],
        events=[make.event(title="@event", figures=[figure], place="=1+1", participants=[{"entity": "s0", "role": "actor"}])],
        relations=[{"from": "c1", "type": "supports", "to": "c0"}],
        times=[{"span": spans["t0"][0], "edtf": "2024-06-24"}],
    )
