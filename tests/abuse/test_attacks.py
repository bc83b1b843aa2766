"""Attacks ask what the program answers, and its files are refused."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.database.engines import read_connection, read_engine
from tests.abuse import questions
from tests.abuse.attacks import all_attacks
from tests.abuse.clients import BEHAVIOURS
from tests.scale.costs.values import Values, commonest_values


@pytest.fixture
def connection(seeded_url: str) -> Iterator[Connection]:
    engine = read_engine(seeded_url)
    with read_connection(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def values(connection: Connection) -> Values:
    return commonest_values(connection)


def statuses(client: TestClient, targets: questions.Targets) -> dict[str, int]:
    return {target: client.get(target.replace("{n}", "7").replace("{day}", "2500-01-01")).status_code for target in targets}


def test_every_question_is_answered(seeded: TestClient, values: Values) -> None:
    asked = (*questions.dear_questions(values), *questions.kept_targets(values), *questions.distinct_pages(), *questions.ALL_EXPORTS)
    assert {target: status for target, status in statuses(seeded, asked).items() if status != 200} == {}


def test_no_dear_question_is_answered_from_memory(values: Values) -> None:
    assert [target for target in (*questions.dear_questions(values), *questions.distinct_pages()) if "{" not in target] == []


def test_what_is_wrong_is_no_fault_of_the_server(seeded: TestClient) -> None:
    assert {target: status for target, status in statuses(seeded, questions.WRONG).items() if status >= 500} == {}


def test_attacks_have_names_of_their_own_and_clients_that_there_are(values: Values) -> None:
    attacks = [*all_attacks(values)]
    assert len({attack.name for attack in attacks}) == len(attacks)
    assert {job["client"] for attack in attacks for job in attack.clients} == {*BEHAVIOURS}
