"""Random requests: some of all parameters at their limits together, and pages deep in a list."""

from collections.abc import Iterator
from random import Random
from urllib.parse import urlencode

from app.api.serving.requests import MOST_PAIRS
from app.main import ENDPOINTS
from app.parameters.listing import PageQuery
from tests.scale.costs.limits import Choice, LimitRequest, Limits, limits_of, path_ids_of, properties_of
from tests.scale.costs.values import Values
from tests.scale.deep_pages import PREFIXES, deep_cursor

MOST_TOGETHER = 5  # filters, orders and views, besides ``q`` and what makes an answer large
MANY = 100  # values: a choice of so many is taken twice as often
MOST_LETTERS = 15_000  # of a query, besides its cursor: path and query have 16 KiB at most
HALF, DEEP = 0.5, 0.3


def sampled_requests(values: Values, number: int, seed: int) -> Iterator[LimitRequest]:
    """Yield random requests, which are the same for the same seed and values. Addresses with more parameters are asked more often."""
    chance = Random(seed)
    limits = [(endpoint, limits_of(endpoint, values)) for endpoint in ENDPOINTS]
    weights = [len(each.others) for _, each in limits]
    for endpoint, each in chance.choices(limits, weights, k=number):
        request = LimitRequest(endpoint, path_ids_of(endpoint, values), _together(each, chance))
        name = endpoint.path.removeprefix("/")
        is_deep = name in PREFIXES and "cursor" in properties_of(endpoint) and chance.random() < DEEP
        yield _deep(request, name, values["day"][0]) if is_deep else request


def _together(limits: Limits, chance: Random) -> Choice:
    """Return some of the parameters together, as if a client combined them without a thought; as many of these as a URL takes."""
    names = chance.sample(sorted(limits.others), min(len(limits.others), chance.randint(1, MOST_TOGETHER)))
    search = chance.choice(limits.searches) if limits.searches and chance.random() < HALF else ()
    together: Choice = (*chance.choice(limits.required), *search, *(limits.wide if chance.random() < HALF else ()))
    for choice in [_one(limits, name, chance) for name in names]:
        together = longer if _is_taken(longer := (*together, *choice)) else together
    return together


def _is_taken(parameters: Choice) -> bool:
    return len(parameters) <= MOST_PAIRS and len(urlencode(parameters)) <= MOST_LETTERS


def _one(limits: Limits, name: str, chance: Random) -> Choice:
    choices = limits.others[name]
    return chance.choice([*choices, *(each for each in choices if len(each) >= MANY)])


def _deep(request: LimitRequest, name: str, day: str) -> LimitRequest:
    query = request.query
    assert isinstance(query, PageQuery)
    return request._replace(parameters=(*request.parameters, ("cursor", deep_cursor(name, query, day))))
