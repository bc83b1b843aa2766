"""The cache in front of FastAPI: a request seen before is answered from memory while the data does not change.

Any other request is answered by its endpoint directly: through FastAPI's routing it would take 200 to 300 microseconds more.
"""

from collections.abc import Hashable, Iterable

import structlog
from fastapi.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.cache.memory import ResponseCache
from app.api.measuring.counters import Counters
from app.api.reading.read_threads import ClientLeft
from app.api.reading.session import Reader
from app.api.serving.addresses import endpoint_key
from app.api.serving.endpoint import Endpoint
from app.api.serving.problems import respond_to_error
from app.api.serving.requests import EndpointRequest
from app.api.serving.responses import CompleteResponse, conditional_response, encode_response
from app.api.serving.root_paths import path_of_route

log = structlog.stdlib.get_logger("onrecord.cache")
MAX_KEY_BYTES = 1_500  # of path, query and Accept: responses to longer requests are not stored


class CacheMiddleware:
    """ASGI middleware: answers GET requests of endpoints, from memory where possible; leaves all other requests to FastAPI.

    Args:
        app: the next ASGI application, FastAPI.
        endpoints: those whose requests are answered here.
        prefix: of the paths of all endpoints: ``/v1``.
        reader: runs the reads.
        responses: kept in memory.
        counters: count the answers from memory, and all others.
    """

    def __init__(
        self, app: ASGIApp, endpoints: Iterable[Endpoint], prefix: str, reader: Reader, responses: ResponseCache, counters: Counters
    ) -> None:
        self.app, self._prefix, self._reader, self._responses, self._counters = app, f"{prefix}/", reader, responses, counters
        self._endpoints = {endpoint_key(f"{prefix}{endpoint.path}"): endpoint for endpoint in endpoints}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not path_of_route(scope).startswith(self._prefix):
            await self.app(scope, receive, send)
            return
        try:
            request = EndpointRequest(scope, receive)
            data_state = await self._reader.data_state()
            response: CompleteResponse | StreamingResponse | None = self._responses.find(data_state, request.cache_key)
            if response is None:
                response = await self._answer_by_endpoint(request, data_state)
            else:
                self._counters.count_lookup(is_hit=True)
        except ClientLeft:
            return
        except Exception as error:
            await self._answer_error(scope, receive, send, error)
            return
        if response is None:
            await self.app(scope, receive, send)
        elif isinstance(response, Response):
            await response(scope, receive, send)
        else:
            status, headers, body = conditional_response(response, request.if_none_match)
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    async def _answer_error(self, scope: Scope, receive: Receive, send: Send, error: Exception) -> None:
        """Answer an error that is expected: FastAPI would run the read again. It is left bugs, which it raises, and what is no endpoint."""
        response = respond_to_error(scope, error)
        is_endpoint = self._find_endpoint(path_of_route(scope)) is not None
        await (response if response and is_endpoint else self.app)(scope, receive, send)
        if response is None:
            log.exception("answered by the application alone", path=scope["path"], exc_info=error)

    async def _answer_by_endpoint(self, request: EndpointRequest, data_state: Hashable) -> CompleteResponse | StreamingResponse | None:
        """Return the answer of the path's endpoint, and store it if it is complete; None if there is no endpoint."""
        endpoint = self._find_endpoint(path_of_route(request.scope))
        if endpoint is None:
            return None
        stored = self._find_without_coding(request, data_state)
        response = stored or await endpoint.answer(request, self._reader)
        self._counters.count_lookup(is_hit=stored is not None)
        if not isinstance(response, CompleteResponse):
            return response
        encoded = await encode_response(response, request.coding)
        if sum(map(len, request.cache_key[:3])) <= MAX_KEY_BYTES:
            self._responses.store(data_state, request.cache_key, encoded)
        return encoded

    def _find_endpoint(self, path: str) -> Endpoint | None:
        """Return the endpoint of a path; None if there is none, or the id is empty."""
        return self._endpoints.get(endpoint_key(path))

    def _find_without_coding(self, request: EndpointRequest, data_state: Hashable) -> CompleteResponse | None:
        """Return the stored response without a content coding to a request that asks for one."""
        return self._responses.find(data_state, (*request.cache_key[:-1], None)) if request.coding else None
