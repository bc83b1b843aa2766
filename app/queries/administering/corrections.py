"""Read what people corrected of entities: the edits of all that resolves to one, and what holds of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from app.document.edits import UNCORRECTED
from app.queries.tables import edits, entities

Corrected = dict[tuple[str, str], Any]  # values by the entity that the edit names, and by field; the latest last


def list_corrections(connection: Connection, survivors: Collection[int]) -> dict[int, list[Row[Any]]]:
    """Return the edits of all that resolves to these entities, by survivor, in the order in which they were made."""
    found = defaultdict[int, list[Row[Any]]](list)
    rows = select(entities.c.survivor_number, edits).join(edits, edits.c.thing_id == entities.c.id)
    for row in connection.execute(rows.where(entities.c.survivor_number.in_(survivors)).order_by(edits.c.at, edits.c.number)):
        found[row.survivor_number].append(row)
    return found


def corrections_of(rows: Iterable[Any]) -> Corrected:
    """Return what edits say that no later edit of the same entity changed, or took back.

    Args:
        rows: with ``thing_id`` and ``after``, in the order in which they were made.
    """
    corrected: Corrected = {}
    for row in rows:
        for name in row.after:
            corrected.pop((row.thing_id, name), None)
        taken_back = row.after.get(UNCORRECTED, ())
        corrected |= {(row.thing_id, name): value for name, value in row.after.items() if name not in (UNCORRECTED, *taken_back)}
    return corrected


def holding(corrected: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    """Return the fields of the entity that all these resolve to: of several corrections of a field, the latest holds."""
    return {name: value for (_, name), value in corrected.items()}
