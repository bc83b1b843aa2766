"""Checks of entities against what people corrected of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select, text

from app.queries.administering.corrections import corrections_of, holding, list_corrections
from app.queries.checking.findings import MOST, Finding
from app.queries.tables import edits, entities

AT_ONCE = 1000
COLUMNS = [entities.c[name] for name in ("number", "id", "anonymous", "name", "kind", "named_kind", "wikidata")]
CORRECTED = select(entities.c.survivor_number).distinct().join(edits, edits.c.thing_id == entities.c.id)
MERGED = "SELECT id FROM entities WHERE named_kind IS NOT NULL AND (named_kind = kind OR number <> survivor_number)"

UNNAMED = """
    SELECT clashes.number FROM clashes WHERE NOT EXISTS (SELECT 1 FROM appearances JOIN entities ON entities.number = appearances.key_number
        WHERE appearances.article_number = clashes.article_number AND entities.id = clashes.entity_id)
"""


def check_corrections(connection: Connection) -> Iterator[Finding]:
    """Look for corrections that entities do not show, corrected kinds that nobody corrected, and clashes of nothing."""
    corrected = connection.execute(CORRECTED).scalars().all()
    for start in range(0, len(corrected), AT_ONCE):
        yield from _check(connection, corrected[start : start + AT_ONCE])
    known, of_other_kind = {*corrected}, select(entities.c.number, entities.c.id).where(entities.c.named_kind.is_not(None))
    for number, key in connection.execute(of_other_kind):
        if number not in known:
            yield Finding("entities", key, "has a corrected kind without a correction")
    for (key,) in connection.execute(text(f"{MERGED} LIMIT {MOST}")):
        yield Finding("entities", key, "has a corrected kind that is none")
    for (number,) in connection.execute(text(f"{UNNAMED} LIMIT {MOST}")):
        yield Finding("clashes", str(number), "is of an entity that its article does not name")


def _check(connection: Connection, numbers: Sequence[int]) -> Iterator[Finding]:
    rows = list_corrections(connection, numbers)
    for entity in connection.execute(select(*COLUMNS).where(entities.c.number.in_(numbers))):
        held = holding(corrections_of(rows[entity.number]))
        for name in _differing(entity, held):
            yield Finding("entities", entity.id, f"{name} is not the one that somebody corrected it to")


def _differing(entity: Any, held: dict[str, Any]) -> Iterator[str]:
    wanted = {"kind": held.get("kind", entity.named_kind or entity.kind)}
    if not entity.anonymous:
        wanted |= {name: held[name] for name in ("name", "wikidata") if name in held}
    yield from (name for name, value in wanted.items() if getattr(entity, name) != value)
