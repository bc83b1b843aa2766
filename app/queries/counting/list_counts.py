"""Count the rows of a list for its totals and facets, from counter rows where these can answer."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Connection, FromClause, Table, func, literal_column, select, union_all

from app.answers.pages import Facet, FacetedPage, Total
from app.parameters.listing import ListQuery
from app.queries.counting import counters
from app.queries.counting.counted import MOST_COUNTED, Counted, find_counted
from app.queries.counting.facets import FACET_VALUES, FacetColumns, count_facets, facet_of, key_columns
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
    stored = {name: _stored_facet(connection, counter_query, name) for name in dict.fromkeys(getattr(query, "facet", []))}
    to_count = {name: facets[name] for name, facet in stored.items() if facet is None}
    counted = find_counted(connection, table, conditions(MOST_COUNTED), order, key_columns(table, to_count.values())) if to_count else None
    if query.count != "none":
        envelope["total"] = _total(connection, counter_query, table, conditions, counted, capped=query.count == "capped")
    if stored:
        counts = count_facets(connection, counted, to_count) if counted else {}
        envelope["facets"] = {name: facet or counts[name] for name, facet in stored.items()}
    return envelope


def _stored_facet(connection: Connection, counter_query: counters.CounterQuery | None, name: str) -> Facet | None:
    values = counters.count_facet(connection, counter_query, name, FACET_VALUES + 1) if counter_query else None
    return None if values is None else facet_of(values)


def total_of(number: int, capped: bool) -> Total:
    """Return a number as a total, which is 1,000 ``gte`` for a larger number if ``capped``."""
    return total_up_to(COUNT_CAP, number) if capped else Total(value=number, relation="eq")


def total_up_to(cap: int, number: int) -> Total:
    """Return a number as a total, which is ``cap`` and ``gte`` for a larger number."""
    return Total(value=cap, relation="gte") if number > cap else Total(value=number, relation="eq")


def count_rows(connection: Connection, counted: FromClause, where: Conditions, capped: bool) -> Total:
    """Count the rows under the filters to 100,000, or to 1,000 if ``capped``; a total of more says ``gte``."""
    return count_joint_rows(connection, [(counted, where)], capped)


def count_joint_rows(connection: Connection, counted: Sequence[tuple[FromClause, Conditions]], capped: bool) -> Total:
    """Count the rows of all tables, each under its own filters, as ``count_rows`` does."""
    cap = COUNT_CAP if capped else EXACT_CAP
    rows: CompoundSelect[Any] = union_all(*(select(literal_column("1")).select_from(table).where(*where) for table, where in counted))
    return total_up_to(cap, connection.execute(select(func.count()).select_from(rows.limit(cap + 1).subquery())).scalar_one())


def _total(
    connection: Connection,
    counter_query: counters.CounterQuery | None,
    table: Table,
    conditions: Callable[[int], Conditions],
    counted: Counted | None,
    capped: bool,
) -> Total:
    number = counters.count_total(connection, counter_query) if counter_query else None
    if number is None and counted and not counted.is_cut:
        number = len(counted.rows)
    if number is not None:
        return total_of(number, capped)
    return count_rows(connection, table, conditions(COUNT_CAP if capped else EXACT_CAP), capped)
