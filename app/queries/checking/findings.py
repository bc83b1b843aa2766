"""Findings of checks: a table, an id, and the problem."""

from typing import NamedTuple

from lz4.block import LZ4BlockError
from zstandard import ZstdError

from app.errors import OnRecordError

UNREADABLE = (LZ4BlockError, ZstdError, OSError, ValueError, TypeError, LookupError, AttributeError)  # a damaged value may be of any type
MOST = 100  # findings of one kind that are named


class Finding(NamedTuple):
    """Something that is wrong in a row, or in the whole of a table or database; then ``id`` is empty."""

    table: str
    id: str
    problem: str

    def __str__(self) -> str:
        return f"{self.table} {self.id}: {self.problem}" if self.id else f"{self.table}: {self.problem}"


class IndexesUnchecked(OnRecordError):
    """Indexes were not checked, for a reason that the database gave."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"indexes were not checked: {reason}")
