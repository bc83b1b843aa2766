"""Compute names and counts of entities that no earlier batch named.

Their rows are in memory; reading them again from the tables would take twice the time.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col

from app.database.tables.entities import Alias, Appearance, Entity
from app.ingest.preparing.columns import ENTITY_DEFAULTS, Row
from app.ingest.preparing.driver_rows import DriverRowsByTable, select_columns
from app.ingest.writing import entities, full_text, outlets, stored_entities

CountersByEntity = dict[str, Counter[Any]]


def write_new_entities(session: Session, rows: DriverRowsByTable, keys: Collection[str]) -> None:
    """Write names, counts, dates and full text of entities that no other article names.

    Args:
        keys: entities that resolve to themselves and are not in the full text yet.
    """
    if not keys:
        return
    increments, names = stored_entities.increments_of(rows, {key: key for key in keys}), _name_columns_of(rows, keys)
    outlet_counts = Counter(entity for entity, _ in increments.outlets)
    computed = [
        {
            "key": key,
            **ENTITY_DEFAULTS,
            **names[key],
            **increments.counts_of(key),
            **stored_entities.first_and_last_said(increments.said[key]),
            "outlets": outlet_counts[key],
        }
        for key in sorted(keys)
    ]
    entities.update_computed(session, computed)
    full_text.index_rows(session, Entity, col(Entity.id).in_(keys))
    outlets.add(session, increments.outlets)


def _name_columns_of(rows: DriverRowsByTable, keys: Collection[str]) -> dict[str, Row]:
    by_column: tuple[CountersByEntity, ...] = tuple(defaultdict(Counter) for _ in range(4))
    spellings, aliases, wikidata, descriptors = by_column
    for key, *values in select_columns(rows, Appearance, "key_id", "name", "wikidata", "descriptor"):
        if key in keys:
            for counters, value in zip((spellings, wikidata, descriptors), values, strict=True):
                counters[key][value] += 1
    for key, alias in select_columns(rows, Alias, "key_id", "alias"):
        if key in keys:
            aliases[key][alias] += 1
    return {key: entities.name_columns(spellings[key], aliases[key], wikidata[key], descriptors[key]) for key in keys}
