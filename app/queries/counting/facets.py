"""Count the values of facets: from counter rows where these can answer, else the first 10,000 rows under the filters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Integer, Row, Select, Table, func, null, select, union_all

from app.answers.pages import Facet, FacetValue
from app.queries.counting import counters
from app.queries.counting.counted import MOST_COUNTED, find_counted
from app.queries.listing.filters import Conditions, is_one_of
from app.queries.listing.keyset import Order

FACET_VALUES = 50


@dataclass(frozen=True)
class FacetColumns:
    """The columns of a facet: rows are grouped by ``group``, answers show ``value``, and ``label`` names it for people.

    ``source`` joins the tables of these columns to the counted table. They are aliases, so that no sub-select of a filter is correlated.
    ``second_value`` gives each row a second value, by columns of its own.
    """

    group: ColumnElement[Any]
    value: ColumnElement[Any] | None = None
    label: ColumnElement[Any] | None = None
    source: FromClause | None = None
    second_value: "FacetColumns | None" = None

    def rows(self, counted: Table, where: Conditions) -> Select[Any]:
        """Select (item, group, value, label) of the filtered rows."""
        value = self.value if self.value is not None else self.group
        label = self.label if self.label is not None else null()
        columns = [counted.c.number.label("item"), self.group.label("group"), value.label("value"), label.label("label")]
        return select(*columns).select_from(self.source if self.source is not None else counted).where(*where)


def count_facets(
    connection: Connection,
    counter_query: counters.CounterQuery | None,
    table: Table,
    conditions: Callable[[int], Conditions],
    facets: Mapping[str, FacetColumns],
    order: Order,
) -> dict[str, Facet]:
    """Count all facets, by name. The rows under the filters are found once for those that counter rows cannot answer.

    Args:
        conditions: returns the conditions of all filters for the most rows that are read under them.
        order: in which the first rows are counted, if there are more than 10,000.
    """
    values = {name: counters.count_facet(connection, counter_query, name, FACET_VALUES + 1) if counter_query else None for name in facets}
    if all(each is not None for each in values.values()):
        return {name: _facet_of(each or []) for name, each in values.items()}
    counted = find_counted(connection, table, conditions(MOST_COUNTED), order)
    where = [is_one_of(connection, table.c.number, counted.numbers)]
    return {
        name: _facet_of(_facet_rows(connection, table, where, columns), counted.cut_to)
        if values[name] is None
        else _facet_of(values[name] or [])
        for name, columns in facets.items()
    }


def _facet_rows(connection: Connection, table: Table, where: Conditions, columns: FacetColumns) -> Sequence[Row[Any]]:
    """Count the rows under the conditions by a facet: commonest first, then by value; read one value more than a facet shows."""
    rows = columns.rows(table, where)
    items = (union_all(rows, columns.second_value.rows(table, where)) if columns.second_value else rows).subquery()
    # An item stands twice only where there are second values; DISTINCT everywhere would double the time.
    number = func.count(items.c.item.distinct()) if columns.second_value else func.count()
    groups = select(func.min(items.c.value).label("value"), func.min(items.c.label).label("label"), number.label("number"))
    # Groups by number of row are shown by id, and follow each other by id. All others follow each other by what they are grouped by.
    tie = func.min(items.c.value) if isinstance(columns.group.type, Integer) else items.c.group
    in_order = groups.group_by(items.c.group).order_by(number.desc(), items.c.group.is_(None), tie)
    return connection.execute(in_order.limit(FACET_VALUES + 1)).all()


def _facet_of(rows: Sequence[Row[Any] | counters.ValueCount], cut_to: int | None = None) -> Facet:
    """Return counted values as a facet, which is complete unless there is one value more than it shows, or more rows than were counted."""
    values = [FacetValue(value=row.value, label=row.label, count=row.number) for row in rows[:FACET_VALUES]]
    facet = Facet(values=values, complete=len(rows) <= FACET_VALUES and cut_to is None)
    return facet if cut_to is None else Facet(**facet, counted=cut_to)
