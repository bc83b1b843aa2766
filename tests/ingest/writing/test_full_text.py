"""Full text finds loaded words and no removed ones."""

from typing import Any

from sqlalchemy import column, insert, table

from app.database.engines import read_connection, read_engine, write_engine
from app.ingest.reading.validation import validated
from app.parameters.articles import ArticleQuery
from app.parameters.claims import ClaimQuery
from app.parameters.entities import EntityQuery
from app.parameters.events import EventQuery
from app.queries.articles import list_articles
from app.queries.claims import list_claims
from app.queries.entities import list_entities
from app.queries.events import list_events
from tests import make
from tests.conftest import Load
from tests.ingest.full import full, small
from tests.loading import load_document

LISTS: list[tuple[Any, Any]] = [
    (list_articles, ArticleQuery),
    (list_claims, ClaimQuery),
    (list_entities, EntityQuery),
    (list_events, EventQuery),
]


def hits(url: str, q: str) -> list[int]:
    """How many articles, claims, entities and events full text finds."""
    engine = read_engine(url)
    with read_connection(engine) as connection:
        found = [len(list_things(connection, query(q=q))["items"]) for list_things, query in LISTS]
    engine.dispose()
    return found


def test_full_text_finds_what_is_there_and_not_what_was_there(url: str, load: Load) -> None:
    load(full(events=[make.event(title="The opening", place="Brno")]))
    assert (hits(url, "opening"), hits(url, "radio")) == ([1, 1, 0, 1], [1, 0, 1, 0])
    load(small())
    assert (hits(url, "opening"), hits(url, "radio"), hits(url, "nothing")) == ([0] * 4, [0] * 4, [1, 1, 0, 0])


def test_full_text_on_sqlite_holds_exactly_the_words_of_the_tables(one_url: str) -> None:
    engine = write_engine(one_url)
    for given in (full(), full(title="Another"), small(), full(times=[]), small(title="Another")):
        load_document(engine, validated(given))
    with engine.begin() as connection:
        for index in ("articles_fts", "claims_fts", "entities_fts", "events_fts"):
            fts = table(index, column(index), column("rank"))
            connection.execute(insert(fts).values({index: "integrity-check", "rank": 1}))  # fails if the index is not what the table holds
    engine.dispose()
