"""Requests at the limits: every parameter of every address is among them, and all are answered."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.database.engines import read_connection, read_engine
from app.main import ENDPOINTS
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.scale.costs import __main__ as program
from tests.scale.costs.limits import NOT_FILTERS, LimitRequest, limit_requests, properties_of
from tests.scale.costs.measuring import Cost, cost_of, median_cost
from tests.scale.costs.samples import sampled_requests
from tests.scale.costs.values import commonest_values
from tests.scale.deep_pages import PREFIXES


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
    cost = cost_of(engine, graph, longest_s=10)
    assert 0 < cost.first_list_s < cost.answer_s < 10
    assert cost.times == cost.answer_s / cost.first_list_s


def test_the_cost_in_the_middle_is_that_by_first_lists() -> None:
    costs = [Cost(3.0, 1.0), Cost(4.0, 4.0), Cost(4.0, 2.0)]
    assert median_cost(costs) == costs[2]


def test_random_requests_are_valid_and_the_same_for_a_seed(engine: Engine) -> None:
    with read_connection(engine) as connection:
        values = commonest_values(connection)
        sample, same, other = (list(sampled_requests(values, 300, seed)) for seed in (1, 1, 2))
        assert [each.parameters for each in sample] == [each.parameters for each in same] != [each.parameters for each in other]
        assert all(each.query for each in sample)
        deep = [each for each in sample if "cursor" in dict(each.parameters)]
        assert {each.endpoint.path.removeprefix("/") for each in deep} == {*PREFIXES}
        assert all("items" in each.endpoint.read(connection, each.query) for each in deep[:10])


def test_the_dearest_are_printed(templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    with templates.copy("sqlite", seeded=True) as url:
        program.main([url, "/stats", "--random", "0"])
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.startswith("1 requests; a first list of 50 claims costs ")
    assert heading.endswith(" times as much")
    assert [line.split("  ")[-1] for line in lines] == ["/stats?"]
