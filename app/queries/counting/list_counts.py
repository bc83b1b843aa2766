"""Count the rows of a list for its totals and facets: from counter rows where these can answer."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Connection, FromClause, Table, func, literal_column, select, union_all

from app.answers.pages import FacetedPage, Total
from app.parameters.listing import ListQuery
from app.queries.counting import counters
from app.queries.counting.facets import FacetColumns, count_facets
from app.queries.listing.filters import Conditions
from app.queries.listing.keyset import Order

COUNT_CAP, EXACT_CAP = 1_000, 100_000


def list_envelope(
    connection: Connection,
    query: ListQuery,
    next_cursor: str | None,
    table: Table,
    conditions: Callable[[int], Conditions],
    facets: dict[str, FacetColumns],
    order: Order,
    noun: str | None = None,
) -> FacetedPage:
    """Return a page without its items: the next cursor, and total and facets if the query asks for them.

    Args:
        conditions: returns the conditions of all filters for the most rows that are read under them.
        order: in which the rows come of which facets are counted, if these are not all.
        noun: the name of the list in the counter rows, if it is not that of its table.
    """
    envelope, counter_query = FacetedPage(next_cursor=next_cursor), counters.counter_query(noun or table.name, query)
    if query.count != "none":
        envelope["total"] = _total(connection, counter_query, table, conditions, capped=query.count == "capped")
    names = list(dict.fromkeys(getattr(query, "facet", [])))
    if names:
        envelope["facets"] = count_facets(connection, counter_query, table, conditions, {name: facets[name] for name in names}, order)
    return envelope


def total_of(number: int, capped: bool) -> Total:
    """Return a number as a total, which is 1,000 ``gte`` for a larger number if ``capped``."""
    return _total_up_to(COUNT_CAP, number) if capped else Total(value=number, relation="eq")


def _total_up_to(cap: int, number: int) -> Total:
    return Total(value=cap, relation="gte") if number > cap else Total(value=number, relation="eq")


def count_rows(connection: Connection, counted: FromClause, where: Conditions, capped: bool) -> Total:
    """Count the rows under the filters to 100,000, or to 1,000 if ``capped``; a total of more says ``gte``."""
    return count_joint_rows(connection, [(counted, where)], capped)


def count_joint_rows(connection: Connection, counted: Sequence[tuple[FromClause, Conditions]], capped: bool) -> Total:
    """Count the rows of all tables, each under its own filters, as ``count_rows`` does."""
    cap = COUNT_CAP if capped else EXACT_CAP
    rows: CompoundSelect[Any] = union_all(*(select(literal_column("1")).select_from(table).where(*where) for table, where in counted))
    return _total_up_to(cap, connection.execute(select(func.count()).select_from(rows.limit(cap + 1).subquery())).scalar_one())


def _total(
    connection: Connection,
    counter_query: counters.CounterQuery | None,
    table: Table,
    conditions: Callable[[int], Conditions],
    capped: bool,
) -> Total:
    number = counters.count_total(connection, counter_query) if counter_query else None
    if number is not None:
        return total_of(number, capped)
    return count_rows(connection, table, conditions(COUNT_CAP if capped else EXACT_CAP), capped)
