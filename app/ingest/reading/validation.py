"""Validation of parsed documents: their faults, each with the path of its field."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError

from app.document.articles import TimeDocument
from app.document.claims import ClaimDocument, RelationDocument
from app.document.entities import EntityDocument
from app.document.events import EventDocument
from app.document.faults import explain_fault
from app.document.knowledge_document import FORMAT, INCONSISTENT, MOST_FAULTS, KnowledgeDocument
from app.errors import DocumentRefused, Fault

THINGS: dict[str, type[BaseModel]] = {
    "entities": EntityDocument,
    "claims": ClaimDocument,
    "events": EventDocument,
    "relations": RelationDocument,
    "times": TimeDocument,
}


def validated(data: Any) -> KnowledgeDocument:
    """Return the knowledge document of parsed JSON or YAML.

    Raises:
        DocumentRefused: it is not valid; the error holds the first hundred faults.
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
        raise DocumentRefused(_all_faults(error, data)) from error


def faults_of(error: ValidationError, data: Any, model: type[BaseModel] = KnowledgeDocument) -> list[Fault]:
    """Return the faults that Pydantic found in ``data`` when a model validated it, with paths as in the document."""
    return [fault for fault, _ in _faults_and_kinds(error, data, model)]


def _faults_and_kinds(error: ValidationError, data: Any, model: type[BaseModel]) -> list[tuple[Fault, str]]:
    found = error.errors(include_url=False, include_input=False)
    return [(Fault(_path_in(data, fault["loc"], fault["type"]), explain_fault(fault, model)), fault["type"]) for fault in found]


def _all_faults(error: ValidationError, data: dict[str, Any]) -> list[Fault]:
    """Return the faults of the document, at most a hundred and a last word; of a list within one of its things the first alone."""
    found = _faults_and_kinds(error, data, KnowledgeDocument)
    is_inconsistent = found[0][1] == INCONSISTENT  # which is looked at where the shape is right
    faults = [fault for fault, _ in found] if is_inconsistent else list(islice(_faults_of_shape(data), MOST_FAULTS + 1))
    return (
        faults if len(faults) <= MOST_FAULTS else [*faults[:MOST_FAULTS], Fault((), f"and more: the first {MOST_FAULTS} faults are named")]
    )


def _faults_of_shape(data: dict[str, Any]) -> Iterator[Fault]:
    """Yield the faults of the document in its order: its things are checked one by one, since Pydantic stops at the first in each list."""
    lists = {key: data[key] for key in THINGS if isinstance(data.get(key), list)}
    own_faults = _faults_in(KnowledgeDocument, {**data, **{key: [] for key in lists}})
    order = [*KnowledgeDocument.model_fields]
    for key in order:
        yield from (fault for fault in own_faults if fault.path[:1] == (key,))
        for n, thing in enumerate(lists.get(key, ())):
            yield from (replace(fault, path=(key, n, *fault.path)) for fault in _faults_in(THINGS[key], thing))
    yield from (fault for fault in own_faults if not fault.path or fault.path[0] not in order)


def _faults_in(model: type[BaseModel], data: Any) -> list[Fault]:
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [fault for fault, kind in _faults_and_kinds(error, data, model) if kind != INCONSISTENT]
    return []


def _path_in(data: Any, loc: tuple[str | int, ...], error: str) -> tuple[str | int, ...]:
    """Return Pydantic's path without the names of union members, which are not in the document."""
    path: list[str | int] = []
    for part in loc:
        is_in_document = part in data if isinstance(data, dict) else isinstance(part, int) and isinstance(data, list) and part < len(data)
        if not is_in_document:
            return (*path, part) if error in ("missing", INCONSISTENT) else tuple(path)
        path.append(part)
        data = data[part]
    return tuple(path)
