"""The migration to 0020 fills the feed of changes from what is stored."""

from alembic import command
from sqlalchemy import Engine, select

from app.database.migrate import alembic_config, migrate
from app.ingest.administering.tombstones import withdraw
from app.queries.checking.changes import check_changes
from app.queries.tables import changes
from tests import generated
from tests.conftest import Load
from tests.tables import version


def test_an_archive_gets_a_row_for_each_tombstone_then_for_each_article_in_the_order_of_arrival(
    url: str, engine: Engine, load: Load
) -> None:
    ids = [outcome.article_id for outcome in load(*generated.documents(5))]
    withdraw(engine, ids[1:2], "error", None)
    command.downgrade(alembic_config(url), "0014")
    migrate(url)
    wanted = [(ids[1], "deleted"), *((key, "created") for key in ids if key != ids[1])]
    stored = version(engine)
    with engine.connect() as connection:
        rows = connection.execute(select(changes).order_by(changes.c.version, changes.c.place)).all()
        assert [tuple(row) for row in rows] == [(stored, place, "article", key, action) for place, (key, action) in enumerate(wanted, 1)]
        assert [*check_changes(connection)] == []
