"""The root path: the part of addresses that a proxy puts before them, ``/onrecord`` of ``/onrecord/v1/claims``."""

from typing import Any

from starlette.types import Scope

IRI_KEYS = frozenset({"@id", "id", "source", "partOf"})  # of JSON-LD: their values are addresses


def full_path(root_path: str, path: str) -> str:
    """Return a path with the root path before it, once.

    Some servers put it before a path, some proxies take it away, and some do not: a path may have it never, once or twice.
    """
    while path == root_path or path.startswith(f"{root_path}/"):
        path = path[len(root_path) :]
    return f"{root_path}{path or '/'}"


def path_of_route(scope: Scope) -> str:
    """Return the path of a request without the root path, as routes have it."""
    path: str = scope["path"]
    root_path = scope.get("root_path")
    return path[len(root_path) :] if root_path else path


def root_path_of(scope: Scope) -> str:
    """Return the root path of a request; empty if there is none."""
    root_path: str = scope.get("root_path", "")
    return root_path


def address_of(scope: Scope, path: str) -> str:
    """Return the path of a route as clients of this request ask for it, with the root path before it."""
    return f"{root_path_of(scope)}{path}"


def with_full_addresses(node: Any, root_path: str) -> Any:
    """Return JSON-LD with the root path before each address of this server."""
    if isinstance(node, list):
        return [with_full_addresses(part, root_path) for part in node]
    if isinstance(node, dict):
        return {key: _full_address(key, value, root_path) for key, value in node.items()}
    return node


def _full_address(key: str, value: Any, root_path: str) -> Any:
    if isinstance(value, str):
        return f"{root_path}{value}" if key in IRI_KEYS and value.startswith("/") else value
    return with_full_addresses(value, root_path)
