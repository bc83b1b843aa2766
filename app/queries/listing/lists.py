"""How every list is read: by keyset, with totals and facets under the same filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Row,
    Select,
    Table,
    func,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)

from app.answers.pages import Facet, FacetedPage, FacetValue, Total
from app.parameters.listing import ListQuery
from app.queries.counting import counters
from app.queries.statements.compiled import Parameter
from app.terms.cursors import SortKey, decode_cursor, encode_cursor

DEFAULT_LIMIT = 50
COUNT_CAP = 1_000
FACET_VALUES = 50

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Order:
    """How a list is ordered: columns that together are unique, all in one direction, none of them null."""

    columns: tuple[ColumnElement[Any], ...]
    descending: bool = True
    types: tuple[type, ...] = (str, str)

    def by(self) -> list[ColumnElement[Any]]:
        """The ORDER BY."""
        return [column.desc() if self.descending else column.asc() for column in self.columns]

    def after(self, keys: Sequence[SortKey | Parameter]) -> ColumnElement[bool]:
        """The condition that a row stands behind these keys."""
        here, there = tuple_(*self.columns), tuple_(*keys)
        return here < there if self.descending else here > there


@dataclass(frozen=True)
class Counted:
    """What a facet counts by: ``group`` makes the groups, ``value`` is shown, ``label`` names it.

    ``source`` joins what they need to the table that is counted; by aliases, so that filters are not taken to mean them.
    ``also`` gives more values to the same items.
    """

    group: ColumnElement[Any]
    value: ColumnElement[Any] | None = None
    label: ColumnElement[Any] | None = None
    source: FromClause | None = None
    also: "Counted | None" = None

    def rows(self, counted: Table, where: Conditions) -> Select[Any]:
        """Select (item, group, value, label) of the filtered items."""
        value = self.value if self.value is not None else self.group
        label = self.label if self.label is not None else null()
        columns = [counted.c.id.label("item"), self.group.label("group"), value.label("value"), label.label("label")]
        return select(*columns).select_from(self.source if self.source is not None else counted).where(*where)


def page_of_rows(connection: Connection, rows: Select[Any], order: Order, query: ListQuery, name: str) -> tuple[list[Row[Any]], str | None]:
    """Run ``rows`` for one page, in one statement, and return it with the cursor of the next page."""
    return merged_page_of_rows(connection, [(rows, order)], query, name)


def merged_page_of_rows(
    connection: Connection, sources: Sequence[tuple[Select[Any], Order]], query: ListQuery, name: str
) -> tuple[list[Row[Any]], str | None]:
    """Return one page of the rows of all sources in one order, and the cursor of the next page. A statement for each source.

    The orders of the sources have the same direction and types, and no two rows have the same keys.
    """
    limit, scope, order = query.limit or DEFAULT_LIMIT, f"{name}?{query.cursor_scope}", sources[0][1]
    after = None if query.cursor is None else decode_cursor(scope, query.cursor, order.types)
    # Each source may fill the page alone: of each as many as the page has, and one more, which tells that there is a next page.
    parts = [connection.execute(ahead(rows, own, after).limit(limit + 1)).all() for rows, own in sources]
    keys = slice(-len(order.columns), None)
    found = list(merge(*parts, key=lambda row: row[keys], reverse=order.descending))
    return found[:limit], encode_cursor(scope, found[limit - 1][keys]) if len(found) > limit else None


def ahead(rows: Select[Any], order: Order, after: Sequence[SortKey | Parameter] | None) -> Select[Any]:
    """Return the rows behind these keys in order. Their own keys are the last columns."""
    keys = [column.label(f"key_{n}") for n, column in enumerate(order.columns)]
    behind = rows if after is None else rows.where(order.after(after))
    return behind.add_columns(*keys).order_by(*order.by())


def page(
    connection: Connection,
    query: ListQuery,
    next_cursor: str | None,
    counted: Table,
    where: Conditions,
    facets: dict[str, Counted],
    what: str | None = None,
) -> FacetedPage:
    """Return the envelope around a page's items: the next cursor, and total and facets if asked for.

    Counters answer where they can. ``what``: what they count it as, if not as the table.
    """
    envelope, asked = FacetedPage(next_cursor=next_cursor), counters.asked(what or counted.name, query)
    if query.count != "none":
        number, capped = counters.total(connection, asked) if asked else None, query.count == "capped"
        envelope["total"] = total(connection, counted, where, capped) if number is None else total_of(number, capped)
    wanted = list(dict.fromkeys(getattr(query, "facet", [])))
    if wanted:
        of_counters = {name: counters.facet(connection, asked, name, FACET_VALUES + 1) if asked else None for name in wanted}
        envelope["facets"] = {
            name: facet(connection, counted, where, facets[name]) if found is None else facet_of(found)
            for name, found in of_counters.items()
        }
    return envelope


def total_of(number: int, capped: bool) -> Total:
    """Shape a total; ``capped`` says ``gte`` over 1,000."""
    return Total(value=COUNT_CAP, relation="gte") if capped and number > COUNT_CAP else Total(value=number, relation="eq")


def total(connection: Connection, counted: FromClause, where: Conditions, capped: bool) -> Total:
    """Count the rows under the filters; ``capped`` stops at 1,000 and then says ``gte``."""
    return joint_total(connection, [(counted, where)], capped)


def joint_total(connection: Connection, counted: Sequence[tuple[FromClause, Conditions]], capped: bool) -> Total:
    """Count the rows of all tables, each under its own filters, as ``total`` does."""
    some: CompoundSelect[Any] = union_all(*(select(literal_column("1")).select_from(table).where(*where) for table, where in counted))
    if capped:
        some = some.limit(COUNT_CAP + 1)
    return total_of(connection.execute(select(func.count()).select_from(some.subquery())).scalar_one(), capped)


def facet(connection: Connection, counted: Table, where: Conditions, by: Counted) -> Facet:
    """Count the rows under the filters by a facet: commonest first, then by value; at most 50 values."""
    some = by.rows(counted, where)
    items = (union_all(some, by.also.rows(counted, where)) if by.also else some).subquery()
    number = func.count(items.c.item.distinct()) if by.also else func.count()  # only there an item may come twice: 28 ms of 50
    groups = select(func.min(items.c.value).label("value"), func.min(items.c.label).label("label"), number.label("number")).group_by(
        items.c.group
    )
    return facet_of(
        connection.execute(groups.order_by(number.desc(), items.c.group.is_(None), items.c.group).limit(FACET_VALUES + 1)).all()
    )


def facet_of(found: Sequence[Row[Any] | counters.Counted]) -> Facet:
    """Shape a facet of values in order, of which there is one more than are given, if there are more."""
    values = [FacetValue(value=row.value, label=row.label, count=row.number) for row in found[:FACET_VALUES]]
    return Facet(values=values, complete=len(found) <= FACET_VALUES)
