"""Addresses of endpoints: as keys of tables, without a slash at the end, and the methods that they take."""

from urllib.parse import quote

from fastapi import Request
from starlette.routing import Match

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")  # of routes; HEAD is answered as GET, OPTIONS with the header Allow
SAFE_IN_QUERY = "%&=+/?:@!$'()*,;"  # characters that a query may hold unquoted, beside letters, digits and -._~ (RFC 3986, 3.4)
FIRST_ID, SECOND_ID = 3, 5  # where ids stand among the parts of a path: "", "v1", "webhooks", id, "deliveries", id

ID = "{id}"  # in place of an id

EndpointKey = tuple[str, ...]  # paths that differ in their ids alone have the same one


def endpoint_key(path: str) -> EndpointKey:
    """Return the parts of a path, with ``{id}`` in place of each id that is not empty."""
    parts = path.split("/")
    if len(parts) > FIRST_ID and parts[FIRST_ID]:
        parts[FIRST_ID] = ID
        if len(parts) > SECOND_ID and parts[SECOND_ID]:
            parts[SECOND_ID] = ID
    return tuple(parts)


def ids_in(path: str) -> list[str]:
    """Return the ids in a path, in order."""
    return path.split("/")[FIRST_ID : SECOND_ID + 1 : SECOND_ID - FIRST_ID]


def address_without_slash(request: Request) -> str | None:
    """Return the address without the slash at its end, relative to the request's; None if there is none, or nothing is there."""
    path = request.scope["path"].removesuffix("/")
    last_part = path.rpartition("/")[2]
    if path == request.scope["path"] or not last_part.strip(".") or not _has_route(request, request.method, path):
        return None
    query = quote(request.scope["query_string"], safe=SAFE_IN_QUERY)
    return f"../{quote(last_part, safe='')}{'?' if query else ''}{query}"


def methods_of_address(request: Request, methods_of_first_route: str) -> list[str]:
    """Return all methods that the address of a request takes, HEAD and OPTIONS included."""
    allowed = [method for method in METHODS if method in methods_of_first_route or _has_route(request, method)]
    return [*allowed, *(["HEAD"] if "GET" in allowed else []), "OPTIONS"]


def _has_route(request: Request, method: str, path: str | None = None) -> bool:
    scope = {**request.scope, "method": method, "path": path or request.scope["path"]}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)
