"""What is derived of entities that only new articles name: from the rows of these, in half of the time of reading them again."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col

from app.database.tables.entities import Alias, Appearance, Entity
from app.ingest.preparing.columns import NOTHING, Row
from app.ingest.preparing.driver_rows import Rows, given
from app.ingest.writing import entities, full_text, merged_entities, outlets

Counters = dict[str, Counter[Any]]


def derive(session: Session, rows: Rows, keys: Collection[str]) -> None:
    """Write what these entities, which resolve to themselves and are in no full text yet, are by the rows of all that names them."""
    if not keys:
        return
    added, named = merged_entities.of_rows(rows, {key: key for key in keys}), _names(rows, keys)
    published = Counter(entity for entity, _ in added.outlets)
    derived = [
        {"key": key, **NOTHING, **named[key], **added.counted(key), **merged_entities.days(added.said[key]), "outlets": published[key]}
        for key in sorted(keys)
    ]
    entities.update_derived(session, derived)
    full_text.index(session, Entity, col(Entity.id).in_(keys))
    outlets.add(session, added.outlets)


def _names(rows: Rows, keys: Collection[str]) -> dict[str, Row]:
    said: tuple[Counters, ...] = tuple(defaultdict(Counter) for _ in range(4))
    spellings, others, wikidata, descriptors = said
    for key, *values in given(rows, Appearance, "key_id", "name", "wikidata", "descriptor"):
        if key in keys:
            for counters, value in zip((spellings, wikidata, descriptors), values, strict=True):
                counters[key][value] += 1
    for key, alias in given(rows, Alias, "key_id", "alias"):
        if key in keys:
            others[key][alias] += 1
    return {key: entities.named(spellings[key], others[key], wikidata[key], descriptors[key]) for key in keys}
