"""Routes of FastAPI made from endpoints: FastAPI finds and documents them, the endpoint answers."""

from collections.abc import Sequence
from inspect import Signature, cleandoc
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.routing import request_response

from app.api.serving.endpoint import Endpoint
from app.api.serving.fields import COMPACT_JSON, FIELDS_JSON, field_names
from app.api.serving.lazy_routes import LazyRoute, signature_of
from app.api.serving.openapi import add_schema, document_scope
from app.api.serving.requests import EndpointRequest
from app.api.serving.responses import conditional_response, encode_response, to_starlette


class EndpointHandler:
    """The function of a route. FastAPI documents the parameters of its signature, but does not parse them: the endpoint does.

    Attributes:
        endpoint: answers the requests of the route.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    async def __call__(self, request: Request) -> Response:
        """Answer a request."""
        endpoint_request = EndpointRequest(request.scope, request.receive)
        response = await self.endpoint.answer(endpoint_request, request.app.state.reader)
        if isinstance(response, Response):
            return response
        encoded = await encode_response(response, endpoint_request.coding)
        return to_starlette(conditional_response(encoded, endpoint_request.if_none_match))

    @property
    def __signature__(self) -> Signature:
        """The id in the path and the query, for the OpenAPI document."""
        return signature_of(self.endpoint.path, self.endpoint.id_type, self.endpoint.query_model)


class EndpointRoute(LazyRoute):
    """A route that calls its handler with the request. Its route of FastAPI is documentation alone, and answers nothing.

    Attributes:
        description: of the endpoint.
    """

    def __init__(self, path: str, endpoint: EndpointHandler, **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self.app = request_response(endpoint.__call__)
        self.description: str = options["description"]
        self._endpoint = endpoint.endpoint

    def complete_docs(self, document: dict[str, Any]) -> None:
        """Document the names that ``fields`` takes, and the shapes of answers with ``view`` or ``fields``."""
        operation = document["paths"][self.path]["get"]
        document_scope(operation, self._endpoint.scope)
        content = operation["responses"]["200"]["content"]
        if self._endpoint.offered_formats == ("sse",):
            del content["application/json"]  # which FastAPI adds for the type of the answer, here of each event
            return
        if self._endpoint.compact_model:
            content[COMPACT_JSON] = {"schema": add_schema(document, self._endpoint.compact_model)}
        content[FIELDS_JSON] = {"schema": {"type": "object", "description": "With `fields`: those alone."}}
        for parameter in operation["parameters"]:
            if parameter["name"] == "fields":
                names = {"type": "string", "enum": list(field_names(self._endpoint.whole_type))}
                parameter |= {"schema": {"type": "array", "items": names, "default": []}, "style": "form", "explode": False}


def make_routes(endpoints: Sequence[Endpoint], prefix: str) -> list[LazyRoute]:
    """Return a route for each endpoint, below a prefix."""
    return [_make_route(endpoint, prefix) for endpoint in endpoints]


def _make_route(endpoint: Endpoint, prefix: str) -> LazyRoute:
    return EndpointRoute(
        f"{prefix}{endpoint.path}",
        EndpointHandler(endpoint),
        operation_id=endpoint.operation_id,
        tags=[endpoint.tag],
        description=cleandoc(endpoint.description),
        response_model=endpoint.model,
        responses=endpoint.responses,
    )
