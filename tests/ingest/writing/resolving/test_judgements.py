"""Random sequences of loads, withdrawals, merges and splits: the archive is as if it were loaded afresh under the judgements that hold."""

from collections.abc import Sequence
from contextlib import suppress
from random import Random
from typing import Any, get_args

import pytest
from sqlalchemy import Engine, insert, select

from app.errors import JudgementRefused
from app.ingest.administering.tombstones import lift, withdraw
from app.ingest.writing.decisions import Outcome
from app.queries.checking.changes import check_changes
from app.queries.checking.counters import check_counters
from app.queries.checking.judgements import check_judgements
from app.queries.tables import entities, judgements
from app.review.judgements import Judge, judge, take_back
from app.terms.vocabulary import Judgement
from tests import make
from tests.conftest import Load
from tests.ingest.writing.resolving.test_resolution import alias, naming, unnamed
from tests.tables import dump, wipe

NAMES = ["Ana Novak", "The Mayor", "Mayor Novak", "Zora Kos", "Zora Kos Vale", "Petra Vale"]
KINDS = ["person", "person", "group", "organization"]
STEPS = 30
HISTORIES = ("clashes", "judgements", "data_version", "tombstones", "earlier_documents")


class Archive:
    """Stories with few names that join and part, and what people judge of them."""

    def __init__(self, engine: Engine, load: Load, seed: int) -> None:
        self._engine, self._load, self._chance = engine, load, Random(seed)
        self.documents: dict[str, make.Json] = {}  # that are stored, by the id of their article

    def step(self) -> None:
        """Do one thing."""
        self._chance.choices([self.load, self.withdraw, self.merge, self.split], [4, 1, 5, 2])[0]()

    def load(self) -> None:
        """Load a story, or another document of one."""
        people = self._chance.sample(NAMES, self._chance.randint(1, 3))
        cast = [alias(name, *self._some(NAMES), kind=self._chance.choice(KINDS)) for name in people]
        document = naming(f"Story {self._chance.randrange(8)}", *cast, unnamed("an official"))
        [outcome] = self._load(document)
        assert isinstance(outcome, Outcome)
        self.documents[outcome.article_id] = document

    def withdraw(self) -> None:
        """Withdraw a story, and lift its tombstone."""
        if self.documents:
            article_id = self._chance.choice(sorted(self.documents))
            withdraw(self._engine, [article_id], "wrong", None)
            lift(self._engine, [article_id])
            del self.documents[article_id]

    def merge(self) -> None:
        """Judge two entities, where no judgement says otherwise."""
        with self._engine.connect() as connection:
            ids = connection.scalars(select(entities.c.id).where(entities.c.anonymous.is_(False)).order_by(entities.c.id)).all()
        if len(ids) > 1:
            with suppress(JudgementRefused):
                one, other = self._chance.sample(ids, 2)
                judge(self._engine, (one, other), self._chance.choice(get_args(Judgement)), (None, None), Judge(None, None))

    def split(self) -> None:
        """Take a judgement back."""
        with self._engine.connect() as connection:
            holding = select(judgements.c.entity_id, judgements.c.number).where(judgements.c.taken_back_at.is_(None))
            rows = connection.execute(holding.join(entities, entities.c.id == judgements.c.entity_id).order_by(judgements.c.number)).all()
        if rows:
            take_back(self._engine, *self._chance.choice(rows), None, Judge(None, None))

    def _some(self, values: Sequence[str]) -> Sequence[str]:
        return self._chance.sample(values, self._chance.randint(0, 2))


def stored_judgements(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(judgements)).mappings()]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_archive_is_as_if_it_were_loaded_afresh_under_the_judgements_that_hold(engine: Engine, load: Load, seed: int) -> None:
    archive = Archive(engine, load, seed)
    for _ in range(STEPS):
        archive.step()
        with engine.connect() as connection:
            assert [*check_counters(connection), *check_changes(connection), *check_judgements(connection)] == []
    after, rows = dump(engine, *HISTORIES), stored_judgements(engine)
    assert {row["judgement"] for row in rows} == {*get_args(Judgement)}
    wipe(engine)
    with engine.begin() as connection:
        connection.execute(insert(judgements), rows)
    for document in reversed(archive.documents.values()):
        load(document)
    assert dump(engine, *HISTORIES) == after
