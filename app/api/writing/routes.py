"""Routes of FastAPI made from endpoints that write."""

from collections.abc import Sequence
from inspect import Signature, cleandoc
from pkgutil import resolve_name
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.routing import request_response

from app.api.serving.lazy_routes import LazyRoute, signature_of
from app.api.serving.openapi import add_body_schema, document_scope, problem_docs
from app.api.writing.actions import MERGE_PATCH, WriteEndpoint
from app.parameters.edits import ETAGS_PATTERN

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the thing as you have read it; `*` for any. The number before the dot is compared, also of a weak one.",
    "schema": {"type": "string", "pattern": ETAGS_PATTERN, "examples": ['"3.5f4d"']},
}


IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Of your choice, new for each new request: the same request with the same key within 24 hours is done once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$", "examples": ["5f0c6e1e-2f3a-4f5e-9b9e-0d6a1c2b3d4e"]},
}


class WriteHandler:
    """The function of a route. FastAPI documents the parameters of its signature, but does not parse them: the endpoint does.

    Attributes:
        endpoint: does what the requests of the route ask for.
    """

    def __init__(self, endpoint: WriteEndpoint) -> None:
        self.endpoint = endpoint

    async def __call__(self, request: Request) -> Response:
        """Answer a request."""
        return await self.endpoint.answer(request)

    @property
    def __signature__(self) -> Signature:
        """The id in the path and the query, for the OpenAPI document."""
        return signature_of(self.endpoint.path, self.endpoint.id_type, self.endpoint.query_model)


class WriteRoute(LazyRoute):
    """A route that calls its handler with the request. Its route of FastAPI is documentation alone, and answers nothing."""

    def __init__(self, path: str, handler: WriteHandler, **options: Any) -> None:
        super().__init__(path, handler, **options)
        self.app = request_response(handler.__call__)
        self._endpoint = handler.endpoint

    def complete_docs(self, document: dict[str, Any]) -> None:
        """Document the body, and the scope that a key needs."""
        operation = document["paths"][self.path][self._endpoint.method.lower()]
        document_scope(operation, self._endpoint.scope)
        content = {media_type: {"schema": _schema_of(document, types)} for media_type, types in self._endpoint.bodies.items()}
        if MERGE_PATCH[0] in content:  # generators of clients make a mistake of two media types of one body
            content = {MERGE_PATCH[0]: content[MERGE_PATCH[0]]}
        if "412" in operation["responses"] and not self._endpoint.has_tags_in_body:
            operation.setdefault("parameters", []).append(IF_MATCH)
        if self._endpoint.answer_again:
            operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
        if content:
            operation["requestBody"] = {"required": True, "content": content}


def make_write_routes(endpoints: Sequence[WriteEndpoint], prefix: str) -> list[LazyRoute]:
    """Return a route for each endpoint, below a prefix."""
    return [
        WriteRoute(
            f"{prefix}{endpoint.path}",
            WriteHandler(endpoint),
            method=endpoint.method,
            operation_id=endpoint.operation_id,
            tags=[endpoint.tag],
            description=cleandoc(endpoint.description),
            response_model=endpoint.model,
            responses=endpoint.responses if endpoint.is_read else {**endpoint.responses, **problem_docs(507)},
        )
        for endpoint in endpoints
    ]


def _schema_of(document: dict[str, Any], types: Any) -> dict[str, Any]:
    """Return the schema of a body of a type, or of one of several; of text if there is none."""
    several = types if isinstance(types, list) else [types]
    schemas = [add_body_schema(document, resolve_name(each) if isinstance(each, str) else each) for each in several]
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas} if schemas else {"type": "string", "format": "binary"}
