"""Validation of parsed documents: every fault, with the path of its field."""

from typing import Any

from pydantic import ValidationError

from app.document.knowledge_document import FORMAT, KnowledgeDocument
from app.errors import DocumentRefused, Fault


def validated(data: Any) -> KnowledgeDocument:
    """Return the knowledge document of parsed JSON or YAML.

    Raises:
        DocumentRefused: it is not valid; the error holds every fault.
    """
    if not isinstance(data, dict):
        raise DocumentRefused([Fault((), "is not an object")])
    if "format" not in data:
        raise DocumentRefused(
            [Fault(("format",), "is missing: this is no knowledge document, nor a record of an article, which has `text`")]
        )
    if (format := data.get("format")) != FORMAT:
        raise DocumentRefused([Fault(("format",), f"{format!r} is not a format this version reads; it reads {FORMAT!r}")])
    try:
        return KnowledgeDocument.model_validate(data)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, data)) from error


def faults_of(error: ValidationError, data: Any) -> list[Fault]:
    """Return the faults that Pydantic found in ``data``, with paths as in the document."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [Fault(_path_in(data, fault["loc"], fault["type"]), fault["msg"].removeprefix("Value error, ")) for fault in found]


def _path_in(data: Any, loc: tuple[str | int, ...], error: str) -> tuple[str | int, ...]:
    """Return Pydantic's path without the names of union members, which are not in the document."""
    path: list[str | int] = []
    for part in loc:
        is_in_document = part in data if isinstance(data, dict) else isinstance(part, int) and isinstance(data, list) and part < len(data)
        if not is_in_document:
            return (*path, part) if error in ("missing", "inconsistent") else tuple(path)
        path.append(part)
        data = data[part]
    return tuple(path)
