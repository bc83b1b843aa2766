"""What is asked most, answered without FastAPI, which takes 200 to 300 microseconds before a route begins.

The same functions read as in the routes, and both give the same bytes. Whatever is unusual about a request is left to its route: other
parameters, errors, reads that take long.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.types import Scope

from app.api import formats
from app.api.etags import Answer, Headers, answer_of, etag_of, etag_of_list, link_of
from app.api.session import HurriedReader
from app.filters import ClaimQuery
from app.queries import articles, claims, events
from app.queries.versions import get_data_state

THINGS: dict[str, Callable[[Connection, str], Any]] = {
    "claims": claims.write_claim,
    "articles": articles.write_article,
    "events": events.get_event,
}
LIST_FIELDS = {name for name, field in ClaimQuery.model_fields.items() if field.default_factory is list}
JSON = formats.MEDIA_TYPES["json"]


class Hot:
    """Answers claims, articles and events by id, and plain pages of claims, as JSON."""

    def __init__(self, reader: HurriedReader, build: str) -> None:
        self._reader, self._build = reader, build

    async def answer(self, scope: Scope, accept: str, common: Headers) -> Answer | None:
        """Answer if it can be done at once; None where it cannot, or where the answer is an export or no JSON.

        Args:
            common: headers that every answer has.

        Raises:
            OnRecordError: as the route meets it.
            DBAPIError: of the database; the read took too long.
        """
        path = scope["path"].split("/")
        is_json = formats.negotiate(None, accept, formats.LINKED) == "json"
        if len(path) == 4 and path[2] in THINGS and not scope["query_string"] and is_json:
            return await self._thing(THINGS[path[2]], path[3], common)
        return await self._claims(scope, accept, common) if path[2:] == ["claims"] else None

    async def _thing(self, write: Callable[[Connection, str], Any], thing_id: str, common: Headers) -> Answer:
        body = orjson.dumps(await self._reader.read(lambda connection: write(connection, thing_id), bounded=True))
        return answer_of(body, JSON, etag_of(body), common=common)

    async def _claims(self, scope: Scope, accept: str, common: Headers) -> Answer | None:
        query = claims_asked_for(scope["query_string"])
        if query is None or not claims.PAGES.has(query) or formats.negotiate(query.format, accept, formats.EXPORTED) != "json":
            return None
        state, page = await self._reader.read(
            lambda connection: (get_data_state(connection), claims.write_claims_page(connection, query)), bounded=True
        )
        etag = etag_of_list(state, self._build, "json", scope)
        return answer_of(orjson.dumps(page), JSON, etag, link_of(scope, page["next_cursor"]), common)


def claims_asked_for(query_string: bytes) -> ClaimQuery | None:
    """Return the query of a list of claims, as FastAPI would; None where it might refuse it, or where a value is empty."""
    values: dict[str, Any] = {}
    for name, value in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True):
        if name in LIST_FIELDS:
            values.setdefault(name, []).append(value)
        elif name in values or not value:
            return None
        else:
            values[name] = value
    try:
        return ClaimQuery.model_validate(values)
    except ValidationError:
        return None
