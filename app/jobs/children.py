"""Child processes of low priority, which extract documents from what was posted and prepare them for writing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from app.ingest.preparing.parts import PreparedOrFaults
from app.ingest.reading.workers import Workers
from app.settings import Settings
from app.terms.vocabulary import JobKind

Children = Workers["PostedPart", list[PreparedOrFaults]]


@dataclass(frozen=True)
class PostedPart:
    """A part of what was posted, as it stands in the inbox, unpacked."""

    kind: JobKind
    known: Mapping[str, Any]
    body: bytes


@dataclass(frozen=True)
class Preparation:
    """Makes the function that a child runs. The extractor is imported in the child alone: the server has no need of its 150 MB."""

    settings: Settings

    def __call__(self) -> Callable[[PostedPart], list[PreparedOrFaults]]:
        """Return the function that prepares the articles of a part."""
        prepare: Callable[[PostedPart], list[PreparedOrFaults]] = import_module("app.jobs.preparing").prepare_in_child(self.settings)
        return prepare


def start_children(settings: Settings) -> Children:
    """Return the child processes, which start with the first part that they are given."""
    return Workers(Preparation(settings), settings.job_processes, is_apart=True)
