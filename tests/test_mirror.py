"""A copy that follows the feed of changes equals the server, row by row, whatever is loaded, replaced, withdrawn and merged."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from random import Random
from typing import Any, TypeVar, get_args

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select

from app.errors import DocumentRefused, JudgementRefused
from app.ingest.administering.keys import create_key
from app.ingest.administering.policies import set_policy
from app.ingest.administering.tombstones import lift, withdraw
from app.ingest.preparing.documents import prepare
from app.ingest.reading.validation import validated
from app.queries.checking.changes import check_changes
from app.queries.tables import appearances, articles, claims, entities, events, judgements, rejected
from app.review.edits import Reviewer, edit
from app.review.judgements import Judge, judge, take_back
from app.terms.vocabulary import ChangeAction, ChangedType, Judgement, TextPolicy
from app.terms.words import fold
from tests import generated, make
from tests.loading import load_batch
from tests.mirror import Mirror, copy_of

T = TypeVar("T")
STEPS = 50
# Names that join and part again: by aliases, by aliases of two, and where one article has both. Longer names change the label.
NAMES = ["Ana Novak", "ANA NOVÁK", "Ana Marie Novak", "Petra Novak", "Petra Vale", "The Mayor", "Mayor of Port Ellery", "Novak", "Vale"]
GROUPS = ["Dockers of Port Ellery", "The Union", "Harbour Union"]
WORDS = ["ropes", "cranes", "gates", "ships", "pickets", "kitchens", "wages"]


class Newsroom:
    """Stories that are written and written again, with few names, so that most of them join or part entities."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)

    def story(self, number: int) -> make.Json:
        """Return another document of the story of this number."""
        people = [*{fold(name): name for name in self.chance.sample(NAMES, self.chance.randint(1, 3))}.values()]
        entities = [self._person(place, name) for place, name in enumerate(people)]
        entities += [self._group(len(entities), len(people))] if self.chance.random() < 0.4 else []
        entities += [make.entity(len(entities), None, descriptor=self.chance.choice(["an official", "a docker"]))]
        claims = [self._claim(place, len(entities)) for place in range(self.chance.randint(1, 3))]
        event = make.event(0, title=self._words(), participants=[{"entity": f"s{self._any(entities)}", "role": "actor"}])
        text = " ".join(f"<s{n}>They</s{n}> <q{n}>said</q{n}> <c{n}>{self._words()}</c{n}>." for n in range(len(claims)))
        return make.document(
            f"{text} {self._words()}.", title=f"Story {number}", own_id=str(number), entities=entities, claims=claims, events=[event]
        )

    def _person(self, place: int, name: str) -> make.Json:
        aliases = self.chance.sample([other for other in NAMES if other != name], self.chance.choice([0, 0, 1, 1, 2]))
        role = {"title": self.chance.choice(["mayor", "clerk"]), "organization": self.chance.choice(["Town Hall", "Port Ellery"])}
        return make.entity(place, name, aliases=aliases, roles=[role] if self.chance.random() < 0.5 else [])

    def _group(self, place: int, people: int) -> make.Json:
        members = [f"s{member}" for member in self.chance.sample(range(people), 1)]
        return make.entity(place, self.chance.choice(GROUPS), kind="group", members=members, aliases=self.chance.sample(GROUPS, 1))

    def _claim(self, place: int, entities: int) -> make.Json:
        speaker, holder, topic = (f"s{self.chance.randrange(entities)}" for _ in range(3))
        said = self.chance.choice([None, "2024-06", "2024-06-20", "2023"])
        return make.claim(place, speaker=speaker, holders=[holder] if holder != speaker else [], about=[topic, "e0"], said=said)

    def _any(self, entities: list[make.Json]) -> int:
        return self.chance.randrange(len(entities))

    def _words(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=3))


class Day:
    """What happens in a newsroom, in random order: each step changes the archive in one transaction."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self._engine, self._newsroom, self._chance = engine, Newsroom(seed), Random(seed)
        self._ids: dict[int, str] = {}  # of every story that was ever loaded
        self._stored: set[str] = set()
        self._withdrawn: set[str] = set()
        self.steps: Counter[str] = Counter()

    def step(self) -> None:
        """Do one thing."""
        kinds = {
            self.load: 4,
            self.replace: 4,
            self.withdraw: 2,
            self.lift: 2,
            self.edit: 2,
            self.reject: 2,
            self.accept: 1,
            self.merge: 3,
            self.split: 2,
        }
        chosen = self._chance.choices([*kinds], [*kinds.values()])[0]
        self.steps[chosen.__name__] += 1
        chosen()

    def load(self) -> None:
        """Load up to four new stories."""
        self._load(range(len(self._ids), len(self._ids) + self._chance.randint(1, 4)))

    def replace(self) -> None:
        """Load other documents of up to three stories. Those that were withdrawn are skipped."""
        self._load(self._some([*self._ids]))

    def withdraw(self) -> None:
        """Withdraw up to three stories that are there."""
        ids = self._some(sorted(self._stored))
        withdraw(self._engine, ids, "error", None)
        self._stored -= {*ids}
        self._withdrawn |= {*ids}

    def lift(self) -> None:
        """Lift up to three tombstones, and load most of these stories anew."""
        ids = self._some(sorted(self._withdrawn))
        lift(self._engine, ids)
        self._withdrawn -= {*ids}
        self._load([number for number, key in self._ids.items() if key in ids and self._chance.random() < 0.7])

    def edit(self) -> None:
        """Correct a claim, by whom it is said and what it is, or an event."""
        with self._engine.connect() as connection:
            table = self._chance.choice([claims, events])
            ids = connection.execute(select(table.c.id, articles.c.id).join(articles).order_by(table.c.id)).all()
            thing_id, article_id = self._chance.choice(ids) if ids else ("", "")
            named = select(entities.c.id).join(appearances, appearances.c.key_number == entities.c.number).join(articles)
            speakers = connection.scalars(named.where(articles.c.id == article_id).order_by(entities.c.id)).all()
        patch: make.Json = {"place": self._chance.choice(["Port Ellery", "the quay"])}
        if table is claims and speakers:
            patch |= {"speaker": {"id": self._chance.choice(speakers)}, "kind": self._chance.choice(["pledge", "demand"])}
        if thing_id:
            edit(self._engine, thing_id, patch, Reviewer("somebody", "a mistake", None))

    def reject(self) -> None:
        """Reject a claim or event."""
        with self._engine.connect() as connection:
            ids = connection.scalars(select(claims.c.id).union_all(select(events.c.id)).order_by("id")).all()
        if ids:
            edit(self._engine, self._chance.choice(ids), {"review": "rejected"}, Reviewer("somebody", "nonsense", None))

    def accept(self) -> None:
        """Accept a claim or event that was rejected."""
        with self._engine.connect() as connection:
            ids = connection.scalars(select(rejected.c.id).order_by(rejected.c.id)).all()
        if ids:
            edit(self._engine, self._chance.choice(ids), {"review": "accepted"}, Reviewer("somebody", "sense", None))

    def merge(self) -> None:
        """Judge two entities, where no judgement says otherwise."""
        with self._engine.connect() as connection:
            ids = connection.scalars(select(entities.c.id).where(entities.c.anonymous.is_(False)).order_by(entities.c.id)).all()
        if len(ids) > 1:
            with suppress(JudgementRefused):
                one, other = self._chance.sample(ids, 2)
                judgement = self._chance.choice(get_args(Judgement))
                judge(self._engine, (one, other), judgement, (None, None), Judge("somebody", "known to be"))

    def split(self) -> None:
        """Take a judgement back."""
        with self._engine.connect() as connection:
            holding = select(judgements.c.entity_id, judgements.c.number).where(judgements.c.taken_back_at.is_(None))
            rows = connection.execute(holding.join(entities, entities.c.id == judgements.c.entity_id).order_by(judgements.c.number)).all()
        if rows:
            take_back(self._engine, *self._chance.choice(rows), None, Judge("somebody", "a mistake"))

    def _load(self, numbers: Iterable[int]) -> None:
        prepared = {number: prepare(validated(self._newsroom.story(number))) for number in numbers}
        outcomes = load_batch(self._engine, [*prepared.values()])
        assert not any(isinstance(outcome, DocumentRefused) for outcome in outcomes)
        self._ids |= {number: document.article_id for number, document in prepared.items()}
        self._stored |= {document.article_id for document in prepared.values()} - self._withdrawn

    def _some(self, values: Sequence[T]) -> Sequence[T]:
        return self._chance.sample(values, min(len(values), self._chance.randint(1, 3)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_mirror_equals_the_server_after_every_step(engine: Engine, client: TestClient, seed: int) -> None:
    day, mirror = Day(engine, seed), Mirror(client)
    for _ in range(STEPS):
        day.step()
        mirror.follow()
        assert mirror.copy == copy_of(client)
    assert min(day.steps.values()) > 0
    assert {change["action"] for change in mirror.changes} == {*get_args(ChangeAction)}
    assert {change["type"] for change in mirror.changes} == {*get_args(ChangedType)}
    with engine.connect() as connection:
        assert [*check_changes(connection)] == []


def test_a_mirror_that_follows_rarely_equals_the_server_too(engine: Engine, client: TestClient) -> None:
    day, early, late = Day(engine, 4), Mirror(client), Mirror(client)
    for step in range(STEPS):
        if step == STEPS // 2:
            early.follow(limit=3)
            late.start()
        day.step()
    early.follow(limit=7)
    late.follow()
    assert early.copy == late.copy == copy_of(client)


class Keyed:
    """A client that sends an API key."""

    def __init__(self, client: TestClient, key: str) -> None:
        self._client, self._headers = client, {"Authorization": f"Bearer {key}"}

    def get(self, url: str) -> Any:
        """Return the response of an address."""
        return self._client.get(url, headers=self._headers)


def test_mirrors_have_what_their_keys_may_read_whatever_policies_change(engine: Engine, client: TestClient) -> None:
    day, chance, policies = Day(engine, 6), Random(6), get_args(TextPolicy)
    reader, reviewer = client, Keyed(client, create_key(engine, "reviewer", ["read", "review"]))
    of_reader, of_reviewer = Mirror(reader), Mirror(reviewer)
    for step in range(STEPS // 2):
        day.step() if step % 2 == 0 else [set_policy(engine, key, chance.choice(policies)) for key in copy_of(client)["articles"]]
        of_reader.follow()
        of_reviewer.follow()
        assert of_reader.copy == copy_of(reader)
        assert of_reviewer.copy == copy_of(reviewer)
    quotes, all_quotes = ([claim["quote"] for claim in mirror.copy["claims"].values()] for mirror in (of_reader, of_reviewer))
    assert (None in quotes, None in all_quotes) == (True, False)
    assert of_reader.changes == of_reviewer.changes


def test_a_bulk_load_is_a_row_an_article(engine: Engine, client: TestClient) -> None:
    mirror = Mirror(client)
    documents = [prepare(validated(document)) for document in generated.documents(40)]
    load_batch(engine, documents)
    mirror.follow()
    articles = [change for change in mirror.changes if change["type"] == "article"]
    assert [(change["id"], change["action"]) for change in articles] == [(document.article_id, "created") for document in documents]
    assert len(mirror.changes) == len(articles)
    assert mirror.copy == copy_of(client)
