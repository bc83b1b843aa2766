"""Stored JSON of claims and articles, compressed, with placeholders for ids and names of entities.

The JSON is built when an article is loaded. Ids and names of entities can change when other articles are loaded; the rest cannot.
A placeholder is ``EDGE``, ``ID``, ``ID_AND_KIND`` or ``NAME``, the id of the entity as this article names it, ``EDGE``. JSON has no such
control characters. An unnamed entity is never merged, but people may correct its kind. The kind stands behind the id in each reference, so
that one placeholder is for both.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, bindparam, case, select
from sqlalchemy import Table as SqlTable

from app.queries.listing.versions import get_data_state
from app.queries.statements.compiled import Statement
from app.queries.tables import entities

EDGE, CLAIMS_PLACEHOLDER = b"\x1f", b"\x1e"  # the second stands in an article's JSON for the JSON of its claims
ID, ID_AND_KIND, NAME = b"i", b"k", b"n"
# The version of the shape of stored JSON, stored beside it. Raise it when the JSON of claims or articles changes; a test fails if this is
# forgotten. In place of JSON of another version, answers are built from columns, until ``onrecord migrate`` or ``ingest`` replaces it.
RENDERED_SHAPE = 6
MAX_CACHED_VALUES = 10_000  # in the cache of one connection: some 2 MB
mentioned, survivor = entities.alias("mentioned"), entities.alias("survivor")
# Run for the entities of a page, not for each claim: several claims name the same entities.
SURVIVORS = Statement(
    select(mentioned.c.id.label("key"), survivor.c.id, survivor.c.kind, survivor.c.name)
    .join(survivor, survivor.c.number == mentioned.c.survivor_number)
    .where(mentioned.c.id.in_(bindparam("ids", expanding=True)))
)


def placeholder(field: bytes, key: str) -> orjson.Fragment:
    """Return the placeholder for the ``ID`` or the ``NAME`` of the entity that ``key`` resolves to.

    ``ID_AND_KIND`` is the value of ``id``, and behind it the key ``kind`` with its value.
    """
    return orjson.Fragment(EDGE + field + key.encode() + EDGE)


def stored_json(table: SqlTable) -> ColumnElement[Any]:
    """Return the column of stored JSON of ``articles`` or ``claims``; null where the JSON is of another version."""
    return case((table.c.rendered_shape == RENDERED_SHAPE, table.c.rendered)).label("rendered")


def fill_placeholders(
    connection: Connection, texts: Iterable[bytes], between: bytes = b",", values: dict[bytes, bytes] | None = None
) -> bytes:
    """Return JSON that ``decompress_json`` gave, joined, with all placeholders filled. Two statements at most, whatever its number.

    Args:
        values: of placeholders in this transaction, to which those are added that are looked up. Else those that the connection keeps.
    """
    parts, values = between.join(texts).split(EDGE), _entity_cache(connection).values if values is None else values
    placeholders = parts[1::2]
    try:
        parts[1::2] = [values[each] for each in placeholders]
    except KeyError:
        _look_up(connection, values, {each for each in placeholders if each not in values})
        parts[1::2] = [values[each] for each in placeholders]
    return b"".join(parts)


def shrink_to_fit(data: bytes) -> bytes:
    """Copy bytes from orjson before keeping them: the originals take up to eight times their length in memory, 4 kB for 20 bytes."""
    return bytes(memoryview(data))


def append_keys(json_object: bytes, more: Mapping[str, Any]) -> orjson.Fragment:
    """Return a JSON object with more keys after its own."""
    return orjson.Fragment(json_object[:-1] + b"," + orjson.dumps(more)[1:])


class EntityCache:
    """The values of placeholders that one connection has read in one state of the data. Without the cache 50 claims take a fifth longer."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.values: dict[bytes, bytes] = {}


def _entity_cache(connection: Connection) -> EntityCache:
    """Return the cache of the driver's connection. It ends with the connection, for example when the database file is replaced."""
    state, cache = get_data_state(connection), connection.info.get(EntityCache)
    if cache is None or cache.state != state or len(cache.values) > MAX_CACHED_VALUES:
        cache = connection.info[EntityCache] = EntityCache(state)
    return cache


def _look_up(connection: Connection, values: dict[bytes, bytes], missing: Iterable[bytes]) -> None:
    for row in SURVIVORS.rows(connection, ids=[key.decode() for key in {each[1:] for each in missing}]):
        key, entity_id = row.key.encode(), orjson.dumps(row.id)
        values[ID + key], values[NAME + key] = shrink_to_fit(entity_id), shrink_to_fit(orjson.dumps(row.name))
        values[ID_AND_KIND + key] = shrink_to_fit(entity_id + b',"kind":' + orjson.dumps(row.kind))
