"""Routes that FastAPI analyses when they are first used."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from fastapi.routing import APIRoute
from starlette.routing import Route
from starlette.types import Receive, Scope, Send


class LazyRoute(Route):
    """A GET route that becomes one of FastAPI at its first request, or for the OpenAPI document.

    FastAPI builds schemas of a route's parameters and answers as soon as it is made: for all routes a twelfth of the start.

    Args:
        path: of the route.
        endpoint: the function that answers.
        route_class: of the route of FastAPI.
        options: as ``APIRoute`` takes them.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], *, route_class: type[APIRoute] = APIRoute, **options: Any) -> None:
        super().__init__(path, endpoint, methods=["GET"])
        self.app = self._answer
        self._make_api_route = partial(route_class, path, endpoint, methods=["GET"], **options)

    @cached_property
    def api_route(self) -> APIRoute:
        """The route of FastAPI."""
        return self._make_api_route()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.api_route.app(scope, receive, send)
