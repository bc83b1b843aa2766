"""Count the values of facets among the counted rows of a list."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table

from app.answers.pages import Facet, FacetValue
from app.queries.counting.counted import Counted
from app.queries.counting.counters import ValueCount
from app.queries.listing.filters import is_one_of

FACET_VALUES = 50
Key = tuple[Any, ...]  # the columns of a counted row that decide its values


Value = tuple[Any, str | None, str | None]  # rows are counted by the first; the second is shown, and the third names it for people
NO_VALUE: Value = (None, None, None)
FoundRows = Mapping[Select[Any], Mapping[Key, Sequence[Key]]]


class Lookup(NamedTuple):
    """Values in another table.

    ``rows`` selects columns that equal those of the counted table named ``keys``, then others. ``parts`` are the places of the parts of a
    ``Value`` among the others; None for a part that it has not. A row without the first part has no value. What several lookups find in
    the same ``rows`` is read once.
    """

    keys: tuple[str, ...]
    rows: Select[Any]
    parts: tuple[int, int, int | None]


@dataclass(frozen=True)
class FacetColumns:
    """The columns of a facet.

    Attributes:
        keys: names of columns of the counted table that decide the values of a row. Without lookups the first is the group, and the last
            is shown.
        lookups: where values are found. What several find counts each, and once. A row for which none finds a value has none.
        is_of_ids: whether each key has a value of its own, so that only the commonest keys are looked up.
    """

    keys: tuple[str, ...]
    lookups: tuple[Lookup, ...] = ()
    is_of_ids: bool = False


def key_columns(table: Table, facets: Iterable[FacetColumns]) -> list[ColumnElement[Any]]:
    """Return the columns of the counted table that these facets need, each once."""
    return [table.c[name] for name in dict.fromkeys(name for facet in facets for name in facet.keys)]


def count_facets(connection: Connection, counted: Counted, facets: Mapping[str, FacetColumns]) -> dict[str, Facet]:
    """Count the counted rows, which have the keys of these facets behind their numbers, by the values of each facet, by name."""
    names = dict.fromkeys(name for facet in facets.values() for name in facet.keys)
    cells = dict(zip(names, [*zip(*counted.rows, strict=True)][1:], strict=True)) if counted.rows else dict.fromkeys(names, ())
    numbers = {name: _count_facet(cells, facet) for name, facet in facets.items()}
    found = _look_up(connection, facets, numbers)
    return {name: facet_of(_in_order(numbers[name], _values_of(facet, found)), counted.cut_to) for name, facet in facets.items()}


def _count_facet(cells: Mapping[str, Sequence[Any]], facet: FacetColumns) -> Counter[Key]:
    numbers = _count_keys([cells[name] for name in facet.keys])
    return _commonest(numbers) if facet.is_of_ids else numbers


def _count_keys(columns: Sequence[Sequence[Any]]) -> Counter[Key]:
    if len(columns) > 1:
        return Counter(zip(*columns, strict=True))
    return Counter({(cell,): number for cell, number in Counter(columns[0]).items()})  # a third of the time of counting tuples


def facet_of(counts: Sequence[ValueCount], cut_to: int | None = None) -> Facet:
    """Return counted values as a facet, which is complete unless there are more than it shows, or more rows than were counted."""
    values = [FacetValue(value=each.value, label=each.label, count=each.number) for each in counts[:FACET_VALUES]]
    facet = Facet(values=values, complete=len(counts) <= FACET_VALUES and cut_to is None)
    return facet if cut_to is None else Facet(**facet, counted=cut_to)


def _commonest(numbers: Counter[Key]) -> Counter[Key]:
    """Return the keys that may be shown, and one more: all that are as common as the last of these."""
    most = numbers.most_common(FACET_VALUES + 1)
    return Counter({key: number for key, number in numbers.items() if number >= most[-1][1]})


def _look_up(connection: Connection, facets: Mapping[str, FacetColumns], keys: Mapping[str, Iterable[Key]]) -> FoundRows:
    """Return the rows that lookups find for the keys of each facet, by the rows that they select, and by their keys."""
    wanted = defaultdict[Select[Any], set[Any]](set)
    widths = {lookup.rows: len(lookup.keys) for facet in facets.values() for lookup in facet.lookups}
    for name, facet in facets.items():
        for lookup in facet.lookups:
            place = facet.keys.index(lookup.keys[0])
            wanted[lookup.rows].update(key[place] for key in keys[name])
    return {rows: _read_rows(connection, rows, sorted(wanted[rows] - {None}), width) for rows, width in widths.items()}


def _read_rows(connection: Connection, rows: Select[Any], wanted: Sequence[Any], width: int) -> Mapping[Key, Sequence[Key]]:
    by_key = defaultdict[Key, list[Key]](list)
    for row in connection.execute(rows.where(is_one_of(connection, next(iter(rows.selected_columns)), wanted))).all():
        by_key[row[:width]].append(row[width:])
    return by_key


def _values_of(facet: FacetColumns, found: FoundRows) -> Callable[[Key], Sequence[Value]]:
    """Return a function from a key to its values."""
    if not facet.lookups:
        return lambda key: [(key[0], key[-1], None)]
    found_values = [_values_in(lookup, found) for lookup in facet.lookups]
    if len(found_values) == 1:  # by the keys of the facet
        values, nothing = found_values[0], [NO_VALUE]
        return lambda key: values.get(key, nothing)
    places = [[facet.keys.index(name) for name in lookup.keys] for lookup in facet.lookups]
    return lambda key: (
        [
            value
            for values, of_key in zip(found_values, places, strict=True)
            for value in values.get(tuple([key[place] for place in of_key]), ())
        ]
        or [NO_VALUE]
    )


def _values_in(lookup: Lookup, found: FoundRows) -> Mapping[Key, Sequence[Value]]:
    group, shown, label = lookup.parts
    values = {
        key: [(row[group], row[shown], None if label is None else row[label]) for row in rows if row[group] is not None]
        for key, rows in found[lookup.rows].items()
    }
    return {key: of_key for key, of_key in values.items() if of_key}


def _in_order(numbers: Mapping[Key, int], values_of: Callable[[Key], Sequence[Value]]) -> list[ValueCount]:
    """Add up the numbers of all keys by group. Of several spellings of a group the first is shown."""
    totals, spellings = Counter[Any](), dict[Any, Value]()
    for key, number in numbers.items():
        values = values_of(key)
        for group in {group for group, _, _ in values}:
            totals[group] += number
        for value in values:
            known = spellings.setdefault(value[0], value)
            if value != known and _spelling_order(value) < _spelling_order(known):
                spellings[value[0]] = value
    in_order = sorted(totals.items(), key=lambda each: (-each[1], each[0] is None, each[0]))
    return [ValueCount(*spellings[group][1:], number) for group, number in in_order[: FACET_VALUES + 1]]


def _spelling_order(value: Value) -> tuple[tuple[bool, Any], ...]:
    """Return the place of a value among those of its group: by code points, and behind all others where a part is not known."""
    return tuple((part is None, part) for part in value[1:])
