"""Claims whose JSON was made when they were written: all but the ids and names of entities follows from a claim's own document.

Those change as other articles come, so the text has a gap where one stands: between two control characters, which JSON has none of,
which of both it is and the id of the entity as the article names it. Its kind stays, and nobody without a name is ever joined to others.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, select

from app.queries.prepared import Prepared
from app.queries.tables import entities

EDGE = b"\x1f"
ID, NAME = b"i", b"n"
named, survivor = entities.alias("named"), entities.alias("survivor")
# By all that a page names, once each: an entity is most often named by several claims.
RESOLVED = Prepared(
    lambda ids: (
        select(named.c.id.label("key"), survivor.c.id, survivor.c.name)
        .join(survivor, survivor.c.id == named.c.survivor_id)
        .where(named.c.id.in_(ids))
    )
)


def gap(what: bytes, key: str) -> orjson.Fragment:
    """Return what stands for the ``ID`` or the ``NAME`` that this entity resolves to."""
    return orjson.Fragment(EDGE + what + key.encode() + EDGE)


def filled(connection: Connection, texts: Sequence[bytes]) -> list[orjson.Fragment]:
    """Return the JSON of claims with all gaps filled. One statement, whatever their number."""
    cut = [text.split(EDGE) for text in texts]
    filling = _filling(connection, {gap for parts in cut for gap in parts[1::2]})
    for parts in cut:
        parts[1::2] = [filling[gap] for gap in parts[1::2]]
    return [orjson.Fragment(b"".join(parts)) for parts in cut]


def with_more(thing: Any, more: Mapping[str, Any]) -> orjson.Fragment:
    """Return the JSON of a thing with more keys behind its own."""
    return orjson.Fragment(orjson.dumps(thing)[:-1] + b"," + orjson.dumps(more)[1:])


def _filling(connection: Connection, gaps: Iterable[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for row in RESOLVED.rows(connection, [key.decode() for key in {gap[1:] for gap in gaps}]):
        key = row.key.encode()
        found[ID + key], found[NAME + key] = orjson.dumps(row.id), orjson.dumps(row.name)
    return found
