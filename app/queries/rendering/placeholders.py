"""Stored JSON of claims and articles, with placeholders for ids and names of entities.

The JSON is made when an article is loaded. All else in it follows from the document; ids and names change when other articles come.
A placeholder is ``EDGE``, ``ID`` or ``NAME``, the id of the entity as this article names it, ``EDGE``. JSON has no such control
characters. An entity's kind never changes, and an unnamed one is never merged: neither needs a placeholder.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, bindparam, case, select
from sqlalchemy import Table as SqlTable

from app.queries.listing.versions import get_data_state
from app.queries.statements.compiled import Statement
from app.queries.tables import entities

EDGE, CLAIMS_PLACEHOLDER = b"\x1f", b"\x1e"  # the second stands in an article's JSON for the JSON of its claims
ID, NAME = b"i", b"n"
# The number of the shape of stored JSON, stored beside it. Raise it when claims or articles are shaped otherwise: JSON of another number
# is not served but shaped from its rows, until ``onrecord migrate`` or ``ingest`` has made it anew. A test fails if this is forgotten.
RENDERED_SHAPE = 1
MAX_CACHED_VALUES = 10_000  # of a connection: some 2 MB
named, survivor = entities.alias("named"), entities.alias("survivor")
# Asked once for each entity that a page names, not once for each claim: most entities are named by several.
SURVIVORS = Statement(
    select(named.c.id.label("key"), survivor.c.id, survivor.c.name)
    .join(survivor, survivor.c.id == named.c.survivor_id)
    .where(named.c.id.in_(bindparam("ids", expanding=True)))
)


def placeholder(field: bytes, key: str) -> orjson.Fragment:
    """Return the placeholder for the ``ID`` or the ``NAME`` of the entity that ``key`` resolves to."""
    return orjson.Fragment(EDGE + field + key.encode() + EDGE)


def stored_json(table: SqlTable) -> ColumnElement[Any]:
    """Return the column of stored JSON of ``articles`` or ``claims``; null where it has another shape."""
    return case((table.c.rendered_shape == RENDERED_SHAPE, table.c.rendered)).label("rendered")


def fill_placeholders(connection: Connection, texts: Sequence[bytes], between: bytes = b",") -> bytes:
    """Return stored JSON, joined, with all placeholders filled. Two statements at most, whatever the number of texts."""
    parts, values = between.join(texts).split(EDGE), _entity_cache(connection).values
    placeholders = parts[1::2]
    try:
        parts[1::2] = [values[each] for each in placeholders]
    except KeyError:
        _look_up(connection, values, {each for each in placeholders if each not in values})
        parts[1::2] = [values[each] for each in placeholders]
    return b"".join(parts)


def shrink_to_fit(written: bytes) -> bytes:
    """Copy bytes from orjson that are to be kept: its own take up to eight times their length, and 4 kB for 20 bytes."""
    return bytes(memoryview(written))


def append_keys(thing: bytes, more: Mapping[str, Any]) -> orjson.Fragment:
    """Return the JSON of a thing with more keys after its own."""
    return orjson.Fragment(thing[:-1] + b"," + orjson.dumps(more)[1:])


class EntityCache:
    """The values of placeholders in one state of the data, as one connection read them. Without the cache 50 claims take a fifth longer."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.values: dict[bytes, bytes] = {}


def _entity_cache(connection: Connection) -> EntityCache:
    """Return the cache of the driver's connection. It ends with the connection, as when the database file is replaced."""
    state, cache = get_data_state(connection), connection.info.get(EntityCache)
    if cache is None or cache.state != state or len(cache.values) > MAX_CACHED_VALUES:
        cache = connection.info[EntityCache] = EntityCache(state)
    return cache


def _look_up(connection: Connection, values: dict[bytes, bytes], missing: Iterable[bytes]) -> None:
    for row in SURVIVORS.rows(connection, ids=[key.decode() for key in {each[1:] for each in missing}]):
        key = row.key.encode()
        values[ID + key], values[NAME + key] = shrink_to_fit(orjson.dumps(row.id)), shrink_to_fit(orjson.dumps(row.name))
