"""Operations of the OpenAPI document."""

from typing import Any


def reads_of(paths: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the operations that read, by path."""
    return {path: methods["get"] for path, methods in paths.items() if "get" in methods}


def open_reads_of(paths: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the operations that read and need no key where reading is open, by path."""
    return {path: operation for path, operation in reads_of(paths).items() if {} in operation.get("security", [{}])}
