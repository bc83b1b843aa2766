"""Requests at the limits of every parameter: many values, common words, all facets, exact counts, widest dates."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.api.serving.endpoint import Endpoint
from app.errors import OnRecordError
from app.main import ENDPOINTS
from app.parameters.listing import MOST_SEARCHED, Parameters
from app.parameters.rejected import REJECTED
from app.terms.dates import EARLIEST_DAY, LATEST_DAY
from tests.scale.costs.values import MOST_VALUES, Values

Choice = tuple[tuple[str, str], ...]  # a parameter with each of its values
ENTITIES = ("speaker", "holder", "reported_via", "about", "participant", "entity", "focus")
# They make an answer larger, or show other parts of it, but choose no rows.
WIDE, NOT_FILTERS = ("limit", "count", "facet", "bucket"), ("cursor", "after", "format", "bom", "fields", "units", "include")
NEED_WORDS = ("/search", "/hidden-texts")
FIXED_IDS = {"/review/queue": ["queue"]}  # addresses whose last part stands where others have an id
PAIRS_OF_OTHERS, SEED = 60, 1


class LimitRequest(NamedTuple):
    """A request of an endpoint: ids in its path, and query parameters."""

    endpoint: Endpoint
    path_ids: Sequence[str]
    parameters: Choice

    @property
    def name(self) -> str:
        """The address; many values of a parameter are shown as their number."""
        values: dict[str, list[str]] = {}
        for name, value in self.parameters:
            values.setdefault(name, []).append(value)
        shown = [f"{name}={each[0][:40] if len(each) == 1 else f'{len(each)} values'}" for name, each in values.items()]
        return f"{self.endpoint.path}?{'&'.join(shown)}"

    @property
    def is_wide(self) -> bool:
        """Whether the answer is as large as it can be, or has one size alone."""
        wide = {*WIDE} & {*properties_of(self.endpoint)}
        return wide <= {*dict(self.parameters)}

    def read(self, connection: Connection) -> object:
        """Read the answer; None if there is none, as for an article without a text."""
        try:
            return (self.endpoint.read_json or self.endpoint.read)(connection, *self.path_ids, self.query)
        except OnRecordError:
            return None

    @property
    def query(self) -> Parameters:
        """The parameters as the endpoint takes them."""
        properties, values = properties_of(self.endpoint), dict[str, Any]()
        for name, value in self.parameters:
            values[name] = [*values.get(name, []), value] if properties[name].get("type") == "array" else value
        return self.endpoint.query_model.model_validate(values)


def limit_requests(values: Values) -> Iterator[LimitRequest]:
    """Yield for every endpoint: each parameter at each of its limits, alone and with each ``q``; and some of all other pairs."""
    for endpoint in ENDPOINTS:
        for parameters in _combinations(limits_of(endpoint, values)):
            yield LimitRequest(endpoint, path_ids_of(endpoint, values), parameters)


def properties_of(endpoint: Endpoint) -> Mapping[str, Any]:
    """Return the JSON Schema of each query parameter, which is of its values where these are optional."""
    return _properties(endpoint.query_model)


@cache
def _properties(model: type[Parameters]) -> Mapping[str, Any]:
    schemas = model.model_json_schema()["properties"]
    return {
        name: next((each for each in schema.get("anyOf", []) if each.get("type") != "null"), schema) for name, schema in schemas.items()
    }


class Limits(NamedTuple):
    """The limits of an endpoint's parameters.

    Attributes:
        required: one of these choices is in every request.
        searches: the choices of ``q``.
        others: the choices of each other filter, order or view, by name.
        wide: what makes the answer as large as it can be.
    """

    required: Sequence[Choice]
    searches: Sequence[Choice]
    others: Mapping[str, Sequence[Choice]]
    wide: Choice


def limits_of(endpoint: Endpoint, values: Values) -> Limits:
    """Return the limits of an endpoint's parameters, without parameters that ``required`` has."""
    properties = properties_of(endpoint)
    limits = {name: list(_limits(name, schema, values)) for name, schema in properties.items() if name not in NOT_FILTERS}
    wide: Choice = tuple(pair for name in WIDE if (choices := limits.pop(name, [])) for pair in choices[0 if name == "bucket" else -1])
    required = limits.pop("q") if endpoint.path in NEED_WORDS else sides if (sides := _sides(endpoint, values)) else [()]
    searches, in_sides = limits.pop("q", []), {name for name, _ in required[0]}
    others = {name: [choice for choice in choices if choice] for name, choices in limits.items() if name not in in_sides}
    return Limits(required, searches, {name: choices for name, choices in others.items() if choices}, wide)


def path_ids_of(endpoint: Endpoint, values: Values) -> list[str]:
    """Return the commonest ids for the path of an endpoint."""
    nouns = [name.removesuffix("_id") for name in re.findall(r"{(\w+)}", endpoint.path)]
    return FIXED_IDS.get(endpoint.path) or [values["entity" if noun == "speaker" else noun][0] for noun in nouns]


def _combinations(limits: Limits) -> Iterator[Choice]:
    others = [choice for choices in limits.others.values() for choice in choices]
    pairs = [(*one, *other) for one, other in combinations(others, 2) if one[0][0] != other[0][0]]
    chosen = Random(SEED).sample(pairs, min(PAIRS_OF_OTHERS, len(pairs)))
    with_words = [(*search, *other) for search in limits.searches for other in others]
    for first in limits.required:
        for more in [(), *limits.searches, *others, *with_words, *chosen]:
            yield from ((*first, *more, *extra) for extra in dict.fromkeys([(), limits.wide]))


def _sides(endpoint: Endpoint, values: Values) -> list[Choice]:
    if endpoint.path != "/compare":
        return []
    return [(*_repeated("speaker", values["entity"][:5]), *_repeated("publisher", values["publisher"][:5]))]


def _limits(name: str, schema: Mapping[str, Any], values: Values) -> Iterator[Choice]:
    """Yield the values of a parameter that are most, or widest."""
    items = schema.get("items", schema)
    if name == "q":
        yield from (((name, words),) for words in _searches(values))
    elif options := items.get("enum", [items["const"]] if "const" in items else []):
        many = _repeated(name, [each for each in options if each != REJECTED])  # which goes with no other filter
        yield from [many] if schema is not items else [(pair,) for pair in many]
    elif items.get("type") == "boolean":
        yield from [((name, "true"),), ((name, "false"),)]
    elif items.get("type") in ("integer", "number"):
        yield ((name, str(schema.get("maximum" if name in ("limit", "depth") else "minimum", 0))),)
    elif items.get("format") == "date":
        yield ((name, EARLIEST_DAY if name.endswith("from") else LATEST_DAY),)
    else:
        known = values["entity" if name in ENTITIES else _noun_of(name, items)]
        yield from dict.fromkeys(
            [_repeated(name, known[:1]), _repeated(name, known[: schema.get("maxItems", MOST_VALUES)])][: 1 + (schema is not items)]
        )


def _noun_of(name: str, items: Mapping[str, Any]) -> str:
    prefixes = {"^art_": "article", "^clm_": "claim", "^ent_": "entity", "^evt_": "event"}
    return prefixes.get(items.get("pattern", "")[:5], name)


def _searches(values: Values) -> Iterator[str]:
    words, phrases = values["word"], values["phrase"]
    yield from (words[0], words[len(words) // 10], " ".join(words[:5]), " ".join(words)[:MOST_SEARCHED])
    yield from (f'"{phrases[0]}"', f'"{phrases[0]}" "{phrases[1]}"', f"-{words[0]}", f'{words[0]} -"{phrases[-1]}"')


def _repeated(name: str, values: Sequence[str]) -> Choice:
    return tuple((name, str(value)) for value in values)
