"""Count the rows of a list for its totals and facets: from counter rows where these can answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Integer,
    Row,
    Select,
    Table,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from app.answers.pages import Facet, FacetedPage, FacetValue, Total
from app.parameters.listing import ListQuery
from app.queries.counting import counters
from app.queries.listing.filters import Conditions

COUNT_CAP = 1_000
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


def list_envelope(
    connection: Connection,
    query: ListQuery,
    next_cursor: str | None,
    table: Table,
    where: Conditions,
    facets: dict[str, FacetColumns],
    noun: str | None = None,
) -> FacetedPage:
    """Return a page without its items: the next cursor, and total and facets if the query asks for them.

    Args:
        noun: the name of the list in the counter rows, if it is not that of its table.
    """
    envelope, counter_query = FacetedPage(next_cursor=next_cursor), counters.counter_query(noun or table.name, query)
    if query.count != "none":
        envelope["total"] = _total(connection, counter_query, table, where, capped=query.count == "capped")
    names = list(dict.fromkeys(getattr(query, "facet", [])))
    if names:
        envelope["facets"] = {name: _facet(connection, counter_query, table, where, name, facets[name]) for name in names}
    return envelope


def total_of(number: int, capped: bool) -> Total:
    """Return a number as a total, which is 1,000 ``gte`` for a larger number if ``capped``."""
    return Total(value=COUNT_CAP, relation="gte") if capped and number > COUNT_CAP else Total(value=number, relation="eq")


def count_rows(connection: Connection, counted: FromClause, where: Conditions, capped: bool) -> Total:
    """Count the rows under the filters; ``capped`` stops at 1,000 and then says ``gte``."""
    return count_joint_rows(connection, [(counted, where)], capped)


def count_joint_rows(connection: Connection, counted: Sequence[tuple[FromClause, Conditions]], capped: bool) -> Total:
    """Count the rows of all tables, each under its own filters, as ``count_rows`` does."""
    rows: CompoundSelect[Any] = union_all(*(select(literal_column("1")).select_from(table).where(*where) for table, where in counted))
    if capped:
        rows = rows.limit(COUNT_CAP + 1)
    return total_of(connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one(), capped)


def _total(connection: Connection, counter_query: counters.CounterQuery | None, table: Table, where: Conditions, capped: bool) -> Total:
    number = counters.count_total(connection, counter_query) if counter_query else None
    return count_rows(connection, table, where, capped) if number is None else total_of(number, capped)


def _facet(
    connection: Connection,
    counter_query: counters.CounterQuery | None,
    table: Table,
    where: Conditions,
    name: str,
    columns: FacetColumns,
) -> Facet:
    values = counters.count_facet(connection, counter_query, name, FACET_VALUES + 1) if counter_query else None
    return _facet_of(_facet_rows(connection, table, where, columns) if values is None else values)


def _facet_rows(connection: Connection, table: Table, where: Conditions, columns: FacetColumns) -> Sequence[Row[Any]]:
    """Count the rows under the filters by a facet: commonest first, then by value; read one value more than a facet shows."""
    rows = columns.rows(table, where)
    items = (union_all(rows, columns.second_value.rows(table, where)) if columns.second_value else rows).subquery()
    # An item stands twice only where there are second values; DISTINCT everywhere would double the time.
    number = func.count(items.c.item.distinct()) if columns.second_value else func.count()
    groups = select(func.min(items.c.value).label("value"), func.min(items.c.label).label("label"), number.label("number"))
    # Groups by number of row are shown by id, and follow each other by id. All others follow each other by what they are grouped by.
    tie = func.min(items.c.value) if isinstance(columns.group.type, Integer) else items.c.group
    in_order = groups.group_by(items.c.group).order_by(number.desc(), items.c.group.is_(None), tie)
    return connection.execute(in_order.limit(FACET_VALUES + 1)).all()


def _facet_of(rows: Sequence[Row[Any] | counters.ValueCount]) -> Facet:
    """Return counted values as a facet, which is complete unless there is one value more than it shows."""
    values = [FacetValue(value=row.value, label=row.label, count=row.number) for row in rows[:FACET_VALUES]]
    return Facet(values=values, complete=len(rows) <= FACET_VALUES)
