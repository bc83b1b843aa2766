"""The scrubber: many withdrawals at once, again and again until nothing of them is left."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.database import scrubbing
from app.ingest.administering.tombstones import withdraw
from app.jobs.scrubber import Scrubber
from tests import make
from tests.conftest import Load
from tests.tables import dump


def scrubbed(engine: Engine) -> list[bool]:
    return [row["scrubbed_at"] is not None for row in dump(engine)["tombstones"]]


def test_it_tries_again_until_all_that_was_withdrawn_is_scrubbed(
    url: str, engine: Engine, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(engine, [outcome.article_id for outcome in load(make.document(), make.document(title="B", own_id="2"))], "error", None)
    outcomes: Iterator[object] = iter([False, OSError("no room"), True])

    def scrub(_: str) -> bool:
        outcome = next(outcomes)
        if isinstance(outcome, OSError):
            raise outcome
        return outcome is True

    monkeypatch.setattr(scrubbing, "scrub", scrub)
    for expected in ([False, False], [False, False], [True, True]):
        scrubber = Scrubber(url)  # as after a restart: what is due stands in the tombstones
        scrubber.look(engine)
        assert scrubber._thread is not None
        scrubber._thread.join()
        assert scrubbed(engine) == expected
    Scrubber(url).look(engine)
    assert next(outcomes, None) is None
