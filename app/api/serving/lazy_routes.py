"""Routes that FastAPI analyses when they are first used."""

from collections.abc import Callable
from functools import cached_property
from inspect import Parameter, Signature
from pkgutil import resolve_name
from re import compile
from typing import Annotated, Any

from fastapi import Query
from fastapi.routing import APIRoute
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.parameters.listing import Parameters

ID_NAME = compile(r"\{(\w+)\}")


class LazyRoute(Route):
    """A route that becomes one of FastAPI at its first request, or for the OpenAPI document.

    FastAPI builds schemas of a route's parameters and answers as soon as it is made: for all routes a twelfth of the start.

    Args:
        path: of the route.
        endpoint: the function that answers.
        response_model: the type of the answer; or its name, ``MODULE:TYPE``, where its module is not needed otherwise while serving.
        method: of HTTP.
        options: as ``APIRoute`` takes them.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], *, response_model: Any, method: str = "GET", **options: Any) -> None:
        super().__init__(path, endpoint, methods=[method])
        self.app = self._answer
        self._response_model, self._method, self._options = response_model, method, options

    @cached_property
    def api_route(self) -> APIRoute:
        """The route of FastAPI."""
        model = self._response_model
        response_model = resolve_name(model) if isinstance(model, str) else model
        return APIRoute(self.path, self.endpoint, response_model=response_model, methods=[self._method], **self._options)

    def complete_docs(self, document: dict[str, Any]) -> None:
        """Add to the OpenAPI document what FastAPI does not know of this route."""

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.api_route.app(scope, receive, send)


def signature_of(path: str, id_type: Any, query_model: type[Parameters]) -> Signature:
    """Return the signature by which FastAPI documents a route: the ids in its path, and its query.

    Args:
        id_type: of the id; of several, a list of their types, in order.
    """
    query = Parameter("query", Parameter.KEYWORD_ONLY, annotation=Annotated[query_model, Query()])
    types = id_type if isinstance(id_type, list) else [id_type]
    path_ids = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=its_type) for name, its_type in zip(ID_NAME.findall(path), types, strict=False)
    ]
    return Signature([*path_ids, query])
