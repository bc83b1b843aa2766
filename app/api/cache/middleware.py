"""The cache in front of FastAPI: what was asked before is answered from memory, as long as the data stays as it is.

What is not kept is answered by its endpoint, as by the route of FastAPI, which takes 200 to 300 microseconds more to get there.
"""

from collections.abc import Hashable, Iterable, Sequence

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.cache.memory import Memory
from app.api.serving.endpoint import Endpoint
from app.api.serving.etags import Answer, unless_had
from app.api.serving.requests import EndpointRequest
from app.api.serving.session import Reader
from app.errors import OnRecordError

log = structlog.stdlib.get_logger("onrecord.cache")
# What is answered by a problem or a redirect. The application meets it again, and has the handlers for it; all else is a bug.
EXPECTED = (OnRecordError, RequestValidationError, DBAPIError, PoolTimeout)
ID = 3  # where ids stand among the parts of a path: "", "v1", "claims", the id
LONGEST = 1_500  # bytes of an address and of Accept: what is longer is not kept


class Cache:
    """ASGI middleware: answers what endpoints answer, and leaves errors and all other addresses to the application.

    Args:
        prefix: of the paths of all endpoints, as ``/v1``.
    """

    def __init__(self, app: ASGIApp, endpoints: Iterable[Endpoint], prefix: str, reader: Reader, memory: Memory) -> None:
        self.app, self._prefix, self._reader, self._memory = app, f"{prefix}/", reader, memory
        self._endpoints = {_shape_of(f"{prefix}{each.path}".split("/")): each for each in endpoints}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_reading = scope["type"] == "http" and scope["method"] == "GET"
        if not is_reading or not scope["path"].startswith(self._prefix) or scope.get("root_path"):
            await self.app(scope, receive, send)
            return
        request = EndpointRequest(scope, scope["path"].split("/")[ID : ID + 1])
        try:
            answer = await self._answer(request)
        except EXPECTED:
            answer = None
        except Exception as error:
            await self.app(scope, receive, send)  # where the endpoint has a bug it raises the same, which is logged once
            log.exception("answered by the application alone", path=scope["path"], exc_info=error)
            return
        if answer is None:
            await self.app(scope, receive, send)
        elif isinstance(answer, Response):
            await answer(scope, receive, send)
        else:
            status, headers, body = unless_had(answer, request.if_none_match)
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    async def _answer(self, request: EndpointRequest) -> Answer | Response | None:
        state = await self._reader.state()
        return self._memory.find(state, request.key) or await self._made(request, state)

    async def _made(self, request: EndpointRequest, state: Hashable) -> Answer | Response | None:
        """Return an answer made now, and keep it if it is whole; None where no endpoint has this path."""
        endpoint = self._endpoints.get(_shape_of(request.scope["path"].split("/")))
        if endpoint is None or not all(request.ids):
            return None
        answer = await endpoint.answer(request, self._reader)
        if isinstance(answer, Answer) and sum(map(len, request.key)) <= LONGEST:
            self._memory.keep(state, request.key, answer)
        return answer


def _shape_of(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the parts of a path, without the id if it has one."""
    return (*parts[:ID], "", *parts[ID + 1 :]) if len(parts) > ID else tuple(parts)
