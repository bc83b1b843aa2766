"""Positions in the feed of changes, which clients keep and continue from."""

import re
from typing import NamedTuple

from app.errors import OtherDatabase, PositionInvalid

POSITION = re.compile(r"([0-9A-Za-z]{1,40})\.([0-9]{1,10})(?:\.([0-9]{1,10}))?")
GREATEST = 2**31 - 1  # version or place: the databases have no greater ones


class Position(NamedTuple):
    """A place behind a change, or behind all changes of a version of the data: then ``place`` is ``GREATEST``."""

    version: int
    place: int

    def in_database(self, database_id: str) -> str:
        """Return the position as clients are given it."""
        return f"{database_id}.{self.version}" if self.place == GREATEST else f"{database_id}.{self.version}.{self.place}"


START = Position(0, 0)


def parse_position(position: str, database_id: str, parameter: str) -> Position:
    """Return a position that a client gives as a parameter.

    Raises:
        PositionInvalid: it is no position.
        OtherDatabase: it is one of another database.
    """
    parts = POSITION.fullmatch(position)
    version, place = (int(parts[2]), int(parts[3] or GREATEST)) if parts else (0, 0)
    if not parts or max(version, place) > GREATEST:
        raise PositionInvalid(parameter)
    if parts[1] != database_id:
        raise OtherDatabase
    return Position(version, place)
