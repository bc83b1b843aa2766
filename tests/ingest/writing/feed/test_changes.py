"""Changes are written with the version that has them: whoever follows the feed while others write misses none."""

from collections.abc import Sequence
from threading import Thread

import pytest
from sqlalchemy import Engine, select

from app.database.engines import read_connection, read_engine, write_engine, write_session
from app.ingest.preparing.documents import PreparedDocument, prepare
from app.ingest.reading.validation import validated
from app.ingest.writing.feed.changes import ChangeLog, raise_version
from app.parameters.changes import ChangeQuery
from app.queries.following.changes import list_changes
from app.queries.tables import changes, data_version
from tests import generated, make
from tests.loading import load_batch
from tests.tables import version


def read_behind(engine: Engine, position: str | None) -> list[str]:
    """Return the positions of the next changes, four at most."""
    with read_connection(engine) as connection:
        page = list_changes(connection, ChangeQuery(cursor=position, limit=4))
        latest = connection.execute(select(data_version.c.version)).scalar_one()
    assert all(change["version"] <= latest for change in page["items"])
    return [change["cursor"] for change in page["items"]]


def test_a_follower_misses_nothing_while_several_write(url: str) -> None:
    documents = [prepare(validated(document)) for document in generated.documents(36)]

    def write(mine: Sequence[PreparedDocument]) -> None:
        engine = write_engine(url)
        for document in mine:
            load_batch(engine, [document])
        engine.dispose()

    writers = [Thread(target=write, args=(documents[start::3],)) for start in range(3)]
    reader, followed = read_engine(url), list[str]()
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        followed += read_behind(reader, followed[-1] if followed else None)
    while found := read_behind(reader, followed[-1]):
        followed += found
    with read_connection(reader) as connection:
        whole = list_changes(connection, ChangeQuery(limit=200))["items"]
    reader.dispose()
    assert followed == [change["cursor"] for change in whole]
    assert len({change["id"] for change in whole if change["action"] == "created"}) == 36


def stored(engine: Engine) -> tuple[int, list[tuple[object, ...]]]:
    """Return the version of the data, and all changes."""
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(select(changes).order_by(changes.c.version, changes.c.place))]
    return version(engine), rows


def test_what_is_rolled_back_is_in_no_feed(engine: Engine) -> None:
    log, before = ChangeLog(), version(engine)
    log.add("article", "created", ["art_1", "art_2"])

    def fail() -> None:
        with write_session(engine) as session:
            assert raise_version(session, 2, log) == before + 2
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert stored(engine) == (before, [])


def test_a_load_that_changes_nothing_has_no_version_and_no_changes(engine: Engine) -> None:
    document = [prepare(validated(make.document()))]
    load_batch(engine, document)
    before = stored(engine)
    load_batch(engine, document)
    assert stored(engine) == before
