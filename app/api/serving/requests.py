"""A request of an endpoint: what it asks for, whether the cache or a router met it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.types import Scope

from app.errors import NotFound
from app.parameters.listing import Parameters

P = TypeVar("P", bound=Parameters)


class EndpointRequest:
    """A request of an endpoint.

    Attributes:
        ids: what stands in its path for a thing, if anything does.
        key: all who ask by the same key get the same answer, as long as the data stays as it is.
    """

    __slots__ = ("accept", "ids", "if_none_match", "key", "scope")

    def __init__(self, scope: Scope, ids: Sequence[str]) -> None:
        self.scope, self.ids = scope, ids
        self.accept = self.if_none_match = ""
        for name, value in scope["headers"]:
            if name == b"accept":
                self.accept = joined(self.accept, value)
            elif name == b"if-none-match":
                self.if_none_match = joined(self.if_none_match, value)
        self.key: tuple[str, bytes, str] = (scope["path"], scope["query_string"], self.accept)

    def parse(self, model: type[P], *, refusing_repeats: bool) -> P:
        """Return the query parameters as the model has them.

        Args:
            refusing_repeats: whether a parameter that takes one value must not be given two, of which one would be left out silently.

        Raises:
            NotFound: what stands for a thing in the path cannot be the id of anything.
            RequestValidationError: a parameter is unknown, is given twice, or has a value that it cannot have.
        """
        if any("\0" in thing for thing in self.ids):
            raise NotFound
        if not self.scope["query_string"]:
            nothing: P = nothing_given(model)
            return nothing
        given = parse_qsl(self.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        values: dict[str, Any] = dict(given)
        for name in values.keys() & repeatable(model):
            values[name] = [value for other, value in given if other == name]
        query = validated(model, values)
        if refusing_repeats and len(given) > len(values):
            _refuse_repeats([name for name, _ in given if name not in repeatable(model)])
        return query


def joined(before: str, value: bytes) -> str:
    """Return the values of a header that stands several times as one (RFC 9110, 5.3)."""
    return f"{before},{value.decode('latin-1')}" if before else value.decode("latin-1")


@cache
def nothing_given(model: type[P]) -> P:
    """Return the parameters of a request that gives none: the same for each."""
    return validated(model, {})


def validated(model: type[P], values: Mapping[str, Any]) -> P:
    """Return values of query parameters as the model has them.

    Raises:
        RequestValidationError: a parameter is unknown, or has a value that it cannot have.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RequestValidationError([{**one, "loc": ("query", *one["loc"])} for one in found]) from error


@cache
def repeatable(model: type[Parameters]) -> frozenset[str]:
    """Return the names of the parameters that take several values."""
    return frozenset(field.alias or name for name, field in model.model_fields.items() if field.default_factory is list)


def _refuse_repeats(names: Sequence[str]) -> None:
    twice = [name for name, number in Counter(names).items() if number > 1]
    if twice:
        raise RequestValidationError(
            [{"loc": ("query", name), "msg": "takes one value, and was given more", "type": "repeated"} for name in twice]
        )
