"""Claims and articles whose JSON was made when they were written: all but the ids and names of entities follows from the document.

Those change as other articles come, so the text has a gap where one stands: between two control characters, which JSON has none of,
which of both it is and the id of the entity as the article names it. Its kind stays, and nobody without a name is ever joined to others.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, bindparam, case, select
from sqlalchemy import Table as SqlTable

from app.queries.listing.versions import get_data_state
from app.queries.statements.compiled import Statement
from app.queries.tables import entities

EDGE, CLAIMS = b"\x1f", b"\x1e"  # the second stands in an article's JSON for that of its claims
ID, NAME = b"i", b"n"
# The number of the shape of stored JSON, which stands beside it. Raise it when claims or articles are shaped otherwise: what carries
# another number is shaped from its parts until ``onrecord migrate`` or ``ingest`` has made it anew. A test fails if it is forgotten.
RENDERED_SHAPE = 1
MOST_FILLINGS = 10_000  # of a connection: some 2 MB
named, survivor = entities.alias("named"), entities.alias("survivor")
# By all that a page names, once each: an entity is most often named by several claims.
RESOLVED = Statement(
    select(named.c.id.label("key"), survivor.c.id, survivor.c.name)
    .join(survivor, survivor.c.id == named.c.survivor_id)
    .where(named.c.id.in_(bindparam("ids", expanding=True)))
)


def gap(what: bytes, key: str) -> orjson.Fragment:
    """Return what stands for the ``ID`` or the ``NAME`` that this entity resolves to."""
    return orjson.Fragment(EDGE + what + key.encode() + EDGE)


def stored_json(table: SqlTable) -> ColumnElement[Any]:
    """The stored JSON of ``articles`` or ``claims``; null where it was made in another shape, so that it is shaped from its parts."""
    return case((table.c.rendered_shape == RENDERED_SHAPE, table.c.rendered)).label("rendered")


def filled(connection: Connection, texts: Sequence[bytes], between: bytes = b",") -> bytes:
    """Return the JSON of claims or articles with all gaps filled, one behind the other. Two statements at most, whatever their number."""
    parts, filling = between.join(texts).split(EDGE), _entity_cache(connection).filling
    gaps = parts[1::2]
    try:
        parts[1::2] = [filling[gap] for gap in gaps]
    except KeyError:
        _look_up(connection, filling, {gap for gap in gaps if gap not in filling})
        parts[1::2] = [filling[gap] for gap in gaps]
    return b"".join(parts)


def fitted(written: bytes) -> bytes:
    """Copy what orjson wrote and is to be kept: it leaves 4 kB of memory behind 20 bytes, and up to eight times as much as it filled."""
    return bytes(memoryview(written))


def with_more(thing: bytes, more: Mapping[str, Any]) -> orjson.Fragment:
    """Return the JSON of a thing with more keys behind its own."""
    return orjson.Fragment(thing[:-1] + b"," + orjson.dumps(more)[1:])


class EntityCache:
    """What fills gaps in one state of the data, as far as a connection has read it: without it 50 claims take a fifth longer."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.filling: dict[bytes, bytes] = {}


def _entity_cache(connection: Connection) -> EntityCache:
    """Return the cache of the driver's connection. It ends with the connection, as when the database file is replaced."""
    state, cache = get_data_state(connection), connection.info.get(EntityCache)
    if cache is None or cache.state != state or len(cache.filling) > MOST_FILLINGS:
        cache = connection.info[EntityCache] = EntityCache(state)
    return cache


def _look_up(connection: Connection, filling: dict[bytes, bytes], missing: Iterable[bytes]) -> None:
    for row in RESOLVED.rows(connection, ids=[key.decode() for key in {gap[1:] for gap in missing}]):
        key = row.key.encode()
        filling[ID + key], filling[NAME + key] = fitted(orjson.dumps(row.id)), fitted(orjson.dumps(row.name))
