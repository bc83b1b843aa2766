"""Requests at the limits: every parameter of every address is among them, and all are answered."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.database.engines import read_connection, read_engine
from app.main import ENDPOINTS
from tests.conftest import DATABASES, Templates
from tests.scale.costs import __main__ as program
from tests.scale.costs.limits import NOT_FILTERS, LimitRequest, limit_requests, properties_of
from tests.scale.costs.measuring import cost_of
from tests.scale.costs.values import commonest_values


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, templates: Templates) -> Iterator[Engine]:
    with templates.copy(request.param, seeded=True) as url:
        opened = read_engine(url)
        yield opened
        opened.dispose()


@pytest.fixture
def requests(engine: Engine) -> list[LimitRequest]:
    with read_connection(engine) as connection:
        return list(limit_requests(commonest_values(connection)))


def test_every_parameter_of_every_address_is_at_a_limit(requests: list[LimitRequest]) -> None:
    given = {(request.endpoint.path, name) for request in requests for name, _ in request.parameters}
    wanted = {(endpoint.path, name) for endpoint in ENDPOINTS for name in properties_of(endpoint) if name not in NOT_FILTERS}
    assert wanted - given == set()


def test_all_requests_are_valid_and_differ(requests: list[LimitRequest]) -> None:
    assert all(request.query for request in requests)
    assert len({(request.endpoint.path, request.parameters) for request in requests}) == len(requests)


def test_an_answer_costs_cpu(engine: Engine, requests: list[LimitRequest]) -> None:
    (graph, *_) = [request for request in requests if request.endpoint.path == "/graph"]
    assert 0 < cost_of(engine, graph, longest_s=10) < 10


def test_the_dearest_are_printed(templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    with templates.copy("sqlite", seeded=True) as url:
        program.main(url, "/stats")
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.startswith("1 requests; a first list of 50 claims costs ")
    assert [line.split("  ")[-1] for line in lines] == ["/stats?"]
