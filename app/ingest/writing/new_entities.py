"""Write entities that no earlier batch named, with their names and counts.

Their rows are in memory; reading them again from the tables would take twice the time.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import orjson
from sqlmodel import Session

from app.database.tables import Alias, Appearance, Entity
from app.ingest.preparing.names import name_columns
from app.ingest.writing import full_text
from app.ingest.writing.counters import Counts
from app.ingest.writing.increments import Increments, count_columns
from app.ingest.writing.inserts import insert_columns
from app.ingest.writing.numbers import Columns, ColumnsByTable, column, rows_at, select_columns

CountersByEntity = dict[int, Counter[Any]]


def write_new_entities(session: Session, rows: ColumnsByTable, numbers: Collection[int], increments: Increments, counts: Counts) -> Columns:
    """Insert these entities and index their words; return their rows, and add them to ``counts``.

    Args:
        numbers: of entities that resolve to themselves, in order and without a gap.
        increments: what the rows add to entities.
    """
    if not numbers:
        return {}
    columns = _with_names(rows, _first_rows(rows, numbers))
    counted = [*count_columns(increments, numbers)]
    columns |= {name: [values[name] for values in counted] for name in counted[0]}
    insert_columns(session, Entity, columns)
    full_text.index_numbers(session, Entity, numbers)
    for kind, claims in zip(columns["kind"], columns["claims"], strict=True):
        counts["entities", "kind", "", "", kind, ""] += 1
        counts["speakers", "kind", "", "", kind, ""] += claims > 0
    return columns


def _first_rows(rows: ColumnsByTable, numbers: Collection[int]) -> Columns:
    """Return the first row of each of these entities, in order. Several documents of a batch may name one."""
    places: dict[int, int] = {}
    for place, number in enumerate(column(rows, Entity, "number")):
        places.setdefault(number, place)
    return rows_at(rows[Entity], [places[number] for number in numbers])


def _with_names(rows: ColumnsByTable, columns: Columns) -> Columns:
    """Return the rows with names of all their appearances. The rows of those that appear once have them already."""
    appearances = Counter(column(rows, Appearance, "key_number"))
    places = {number: place for place, number in enumerate(columns["number"]) if appearances[number] > 1}
    named = {name: [*columns[name]] for name in ("name", "name_order", "aliases", "wikidata", "words")}
    for number, values in _names_of(rows, places).items():
        for name, value in values.items():
            named[name][places[number]] = orjson.dumps(value).decode() if name == "aliases" else value
    return columns | named


def _names_of(rows: ColumnsByTable, numbers: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    by_column: tuple[CountersByEntity, ...] = tuple(defaultdict(Counter) for _ in range(4))
    spellings, aliases, wikidata, descriptors = by_column
    for number, *values in select_columns(rows, Appearance, "key_number", "name", "wikidata", "descriptor"):
        if number in numbers:
            for counters, value in zip((spellings, wikidata, descriptors), values, strict=True):
                counters[number][value] += 1
    for number, alias in select_columns(rows, Alias, "key_number", "alias"):
        if number in numbers:
            aliases[number][alias] += 1
    return {number: name_columns(spellings[number], aliases[number], wikidata[number], descriptors[number]) for number in numbers}
