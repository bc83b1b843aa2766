"""A request of an endpoint: path ids, Accept, If-None-Match, and its query parameters parsed and checked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.types import Receive, Scope

from app.api.serving.addresses import ids_in
from app.api.serving.codings import Coding, negotiate_coding
from app.api.serving.faults import MOST_FAULTS, explain
from app.api.serving.root_paths import path_of_route
from app.errors import DocumentRefused, NotFound
from app.parameters.listing import FORMER_NAME, Parameters, empty_list
from app.queries.administering.keys import ANONYMOUS, Asker

MOST_PAIRS = 500  # of a query: as many ids as its bytes hold

P = TypeVar("P", bound=Parameters)
CacheKey = tuple[str, bytes, str, bool, Coding | None]  # path, query, Accept, whether hidden text is seen, coding


class EndpointRequest:
    """A request of an endpoint, made from the ASGI scope by the cache or by a route.

    Attributes:
        scope: that of ASGI.
        accept: the header Accept; empty if there is none.
        if_none_match: the header If-None-Match; empty if there is none.
        coding: the content coding that the header Accept-Encoding prefers; None for none.
        receive: of ASGI; None where nothing needs to know that the client leaves.
        cache_key: requests with the same key get the same response while the data does not change. It ends in the coding.

    Raises:
        NoCodingAcceptable: the header Accept-Encoding refuses every coding.
    """

    __slots__ = ("accept", "cache_key", "coding", "if_none_match", "receive", "scope")

    def __init__(self, scope: Scope, receive: Receive | None = None) -> None:
        self.scope, self.receive = scope, receive
        self.accept = self.if_none_match = accept_encoding = ""
        for name, value in scope["headers"]:
            if name == b"accept":
                self.accept = append_header(self.accept, value)
            elif name == b"if-none-match":
                self.if_none_match = append_header(self.if_none_match, value)
            elif name == b"accept-encoding":
                accept_encoding = append_header(accept_encoding, value)
        self.coding: Coding | None = negotiate_coding(accept_encoding) if accept_encoding else None
        self.cache_key: CacheKey = (scope["path"], scope["query_string"], self.accept, sees_hidden_text(asker_of(scope)), self.coding)

    @property
    def path_ids(self) -> Sequence[str]:
        """The ids in the path, in order; empty if the path has none."""
        return ids_in(path_of_route(self.scope))

    @property
    def is_head(self) -> bool:
        """Whether the headers alone are wanted. The method of the scope is GET then."""
        return bool(self.scope.get("state", {}).get("is_head"))

    @property
    def sees_hidden_text(self) -> bool:
        """Whether the asker sees what the policies of articles hide."""
        return self.cache_key[3]

    @property
    def asker(self) -> Asker:
        """Who sends the request."""
        return asker_of(self.scope)

    def parse(self, model: type[P], *, refuse_repeats: bool) -> P:
        """Return the query parameters as an instance of the model.

        Args:
            model: declares the query parameters.
            refuse_repeats: whether two values for a parameter that takes one are an error. If not, the last value counts.

        Raises:
            NotFound: the id in the path has U+0000, so nothing can have it.
            RequestValidationError: a parameter is unknown, repeated, or has a value that is not allowed.
        """
        if "\0" in self.scope["path"]:
            raise NotFound
        if not self.scope["query_string"]:
            defaults: P = default_query(model)
            return defaults
        pairs = _pairs_of(self.scope["query_string"])
        former = former_names(model)
        values: dict[str, Any] = {former.get(name, name): value for name, value in pairs} if former else dict(pairs)
        for name in values.keys() & repeatable_names(model):
            values[name] = [value for pair_name, value in pairs if pair_name == name]
        given = {former[name]: name for name, _ in pairs if name in former} if former else {}
        query = validate_query(model, values, given)
        if len(values) > 1:
            _refuse_reversed_days(model, values, given)
        if refuse_repeats and len(pairs) > len(values):
            _refuse_repeats([name for name, _ in pairs if name not in repeatable_names(model)], former)
        return query


def _pairs_of(query_string: bytes) -> list[tuple[str, str]]:
    number = query_string.count(b"&") + 1
    if number > MOST_PAIRS:
        raise refusal([((), f"the query has {number:,} parameters; it takes {MOST_PAIRS} at most")])
    return parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)


def asker_of(scope: Scope) -> Asker:
    """Return who sends a request, as the guard found out."""
    asker: Asker = scope.get("state", {}).get("asker", ANONYMOUS)
    return asker


def sees_hidden_text(asker: Asker) -> bool:
    """Return whether an asker sees what the policies of articles hide."""
    return "review" in asker.scopes


def append_header(joined: str, value: bytes) -> str:
    """Return the values of a repeated header joined by commas (RFC 9110, 5.3)."""
    return f"{joined},{value.decode('latin-1')}" if joined else value.decode("latin-1")


@cache
def default_query(model: type[P]) -> P:
    """Return the parameters of a request without a query. They cannot be changed, so all such requests share them."""
    return validate_query(model, {})


def validate_query(model: type[P], values: Mapping[str, Any], given: Mapping[str, str] | None = None) -> P:
    """Return query parameters as an instance of the model.

    Args:
        given: the former names by which parameters were given, by their present names.

    Raises:
        RequestValidationError: a parameter is unknown, or has a value that is not allowed.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        names, faults = given or {}, error.errors(include_url=False)[:MOST_FAULTS]
        with_names = [(fault, names.get(str(fault["loc"][0]), str(fault["loc"][0]))) for fault in faults]
        raise refusal([((name, *fault["loc"][1:]), explain(fault, name, model)) for fault, name in with_names]) from error


def refusal(faults: Sequence[tuple[Sequence[str | int], str]]) -> RequestValidationError:
    """Return the error for faults of query parameters: where each is, beginning with its parameter, and what it is."""
    return RequestValidationError([{"loc": ("query", *place), "msg": message, "type": "query"} for place, message in faults[:MOST_FAULTS]])


@contextmanager
def placed_in_query(given: Collection[str]) -> Iterator[None]:
    """Place the faults of fields that were given as query parameters there; of others, in the body.

    Raises:
        RequestValidationError: a field that was given has a fault.
        DocumentRefused: others alone have.
    """
    try:
        yield
    except DocumentRefused as error:
        if not any(fault.path[:1] == (name,) for fault in error.faults for name in given):
            raise
        places = [("query" if fault.path[0] in given else "body", *fault.path) for fault in error.faults if fault.path]
        messages = [f"`{fault.path[0]}` {fault.message}" for fault in error.faults if fault.path]
        raise RequestValidationError(
            [{"loc": place, "msg": message, "type": place[0]} for place, message in zip(places, messages, strict=True)]
        ) from error


@cache
def repeatable_names(model: type[Parameters]) -> frozenset[str]:
    """Return the names of the parameters that take several values."""
    return frozenset(name for name, field in model.model_fields.items() if field.default_factory is empty_list)


@cache
def former_names(model: type[Parameters]) -> Mapping[str, str]:
    """Return the present names of parameters by the names that they had before, and still are taken by."""
    schemas = {name: field.json_schema_extra for name, field in model.model_fields.items()}
    return {str(extra[FORMER_NAME]): name for name, extra in schemas.items() if isinstance(extra, dict) and FORMER_NAME in extra}


@cache
def _day_ranges(model: type[Parameters]) -> Sequence[tuple[str, str]]:
    """Return the pairs of parameters that are the first and the last day of a range."""
    return [(name, name.removesuffix("from") + "to") for name in model.model_fields if name.endswith("_from")]


def _refuse_reversed_days(model: type[Parameters], values: Mapping[str, str], given: Mapping[str, str]) -> None:
    for first, last in _day_ranges(model):
        if first in values and last in values and values[first] > values[last]:
            first_name, last_name = given.get(first, first), given.get(last, last)
            message = f"`{first_name}` is {values[first]}, later than `{last_name}`, which is {values[last]}"
            raise refusal([((first_name,), message)])


def _refuse_repeats(names: Sequence[str], former: Mapping[str, str]) -> None:
    given: dict[str, list[str]] = {}  # by the present name
    for name in names:
        given.setdefault(former.get(name, name), []).append(name)
    messages = [((repeated[0],), _repeat_message(repeated)) for repeated in given.values() if len(repeated) > 1]
    if messages:
        raise refusal(messages)


def _repeat_message(names: Sequence[str]) -> str:
    first, *others = dict.fromkeys(names)
    if others:
        return f"`{first}` and `{others[0]}` are two names of one parameter; give one of them"
    return f"`{first}` is given more than once; it takes one value"
