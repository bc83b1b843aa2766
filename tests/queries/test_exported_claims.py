"""An export of claims is the list of claims, in one pass."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text, update

from app.api.serving.formats import ndjson_lines
from app.database.engines import read_connection, write_engine
from app.ingest.reading.validation import validated
from app.parameters.claims import ClaimQuery
from app.queries.claims import list_claims
from app.queries.exported_claims import all_claims_ndjson
from app.queries.rendering.placeholders import RENDERED_SHAPE
from app.queries.tables import claims
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.generated import documents
from tests.loading import load_document


def load_articles(url: str) -> None:
    engine = write_engine(url)
    for document in documents(20):
        load_document(engine, validated(document))
    engine.dispose()


@pytest.fixture(params=DATABASES)
def archive(request: pytest.FixtureRequest, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr("app.queries.exported_claims.ROWS_AT_ONCE", 7)
    with templates.copy(request.param, load=load_articles) as url:
        engine = write_engine(url)
        yield engine
        engine.dispose()


def exported(engine: Engine) -> list[Any]:
    with read_connection(engine) as connection:
        return [*all_claims_ndjson(connection)]


def listed(engine: Engine) -> bytes:
    """Return all claims, page after page, built from columns."""
    query, lines = ClaimQuery(limit=200), b""
    with read_connection(engine) as connection:
        while True:
            page = list_claims(connection, query)
            lines += ndjson_lines(page["items"])
            if page["next_cursor"] is None:
                return lines
            query = query.model_copy(update={"cursor": page["next_cursor"]})


def test_all_claims_are_exported_in_the_order_of_the_list(archive: Engine) -> None:
    parts = exported(archive)
    assert len(parts) > 3
    assert b"".join(parts) == listed(archive)


def test_values_that_are_dropped_are_looked_up_again(archive: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.queries.exported_claims.MAX_VALUES", 1)
    assert b"".join(exported(archive)) == listed(archive)


def test_claims_without_stored_json_are_built_from_columns(archive: Engine) -> None:
    with archive.begin() as connection:
        connection.execute(update(claims).where(claims.c.number == 3).values(rendered_shape=RENDERED_SHAPE + 1))
    parts = [part if isinstance(part, bytes) else ndjson_lines(part) for part in exported(archive)]
    assert {type(part) for part in exported(archive)} == {bytes, list}
    assert b"".join(parts) == listed(archive)


def test_ids_decide_where_ties_are_equal(archive: Engine) -> None:
    with archive.begin() as connection:
        connection.execute(text("UPDATE claims SET tie = 1, said_order = '2024-06-25'"))
    with read_connection(archive) as connection:
        newest_first = [row.id for row in connection.execute(text("SELECT id FROM claims ORDER BY id DESC"))]
    lines = b"".join(exported(archive)).splitlines()
    assert [line[: line.index(b",")] for line in lines] == [f'{{"id":"{key}"'.encode() for key in newest_first]
    assert len(lines) > 50


def test_an_empty_archive_exports_nothing(engine: Engine) -> None:
    assert exported(engine) == []
