"""The migration to 0030 keeps edits and their numbers; the way back refuses edits that the older table cannot hold."""

import pytest
from alembic import command
from sqlalchemy import Engine

from app.database.migrate import alembic_config, migrate
from app.review.edits import Reviewer, edit
from app.review.entities import edit_entity
from tests.api.writing.conftest import story
from tests.conftest import Load
from tests.tables import dump

ANYBODY = Reviewer("review", "why", None)


def test_edits_keep_their_numbers_and_later_ones_follow(url: str, engine: Engine, load: Load) -> None:
    load(story())
    (claim,) = dump(engine)["claims"]
    for kind in ("denial", "pledge"):
        edit(engine, claim["id"], {"kind": kind}, ANYBODY)
    before = dump(engine)
    command.downgrade(alembic_config(url), "0029")
    migrate(url)
    after = dump(engine)
    assert [after[table] for table in ("edits", "entities", "claims")] == [before[table] for table in ("edits", "entities", "claims")]
    edit(engine, claim["id"], {"kind": "hope"}, ANYBODY)
    assert sorted(row["number"] for row in dump(engine)["edits"]) == [1, 2, 3]
    edit_entity(engine, claim["speaker_number"], {"kind": "group"}, ANYBODY)
    with pytest.raises(RuntimeError, match="entities were corrected"):
        command.downgrade(alembic_config(url), "0029")
