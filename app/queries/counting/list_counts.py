"""Count the rows of a list for its totals and facets, from counter rows where these can answer."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, FromClause, Select, Table, func, literal_column, select

from app.answers.pages import Facet, FacetedPage, Total
from app.parameters.listing import ListQuery
from app.queries.counting import counters
from app.queries.counting.counted import MOST_COUNTED, find_counted
from app.queries.counting.facets import FACET_VALUES, FacetColumns, count_facets, facet_of, key_columns
from app.queries.listing.filters import Conditions
from app.queries.listing.keyset import Order, find_end, up_to
from app.queries.listing.scans import Scan

COUNT_CAP, EXACT_CAP = 1_000, 100_000


def list_envelope(
    connection: Connection,
    query: ListQuery,
    next_cursor: str | None,
    table: Table,
    scan_for: Callable[[int], Scan],
    facets: dict[str, FacetColumns],
    order: Order,
    noun: str | None = None,
) -> FacetedPage:
    """Return a page without its items: the next cursor, and total and facets if the query asks for them.

    Args:
        scan_for: returns the scan under all filters for the most rows that it reads.
        order: in which the rows come of which facets are counted, if these are not all.
        noun: the name of the list in the counter rows, if it is not that of its table.
    """
    envelope, counter_query = FacetedPage(next_cursor=next_cursor), counters.counter_query(noun or table.name, query)
    stored = {name: _stored_facet(connection, counter_query, name) for name in dict.fromkeys(getattr(query, "facet", []))}
    to_count = {name: facets[name] for name, facet in stored.items() if facet is None}
    number = counters.count_total(connection, counter_query) if counter_query and query.count != "none" else None
    counted = None
    if to_count:
        scan, columns = scan_for(MOST_COUNTED), key_columns(table, to_count.values())
        with_total = query.count == "exact" and number is None and not (scan.hits or scan.is_in_index)
        counted = find_counted(connection, table, scan, order, columns, with_total=with_total)
    if query.count != "none":
        capped = query.count == "capped"
        total = Total(value=number, relation="eq") if number is not None else counted.total if counted else None
        envelope["total"] = total_within(total, capped) if total else _count(connection, table, scan_for, order, capped)
    if stored:
        counts = count_facets(connection, counted, to_count) if counted else {}
        envelope["facets"] = {name: facet or counts[name] for name, facet in stored.items()}
    return envelope


def _stored_facet(connection: Connection, counter_query: counters.CounterQuery | None, name: str) -> Facet | None:
    values = counters.count_facet(connection, counter_query, name, FACET_VALUES + 1) if counter_query else None
    return None if values is None else facet_of(values)


def total_within(total: Total, capped: bool) -> Total:
    """Return a total; where it is over 1,000, 1,000 ``gte`` if ``capped``."""
    return Total(value=COUNT_CAP, relation="gte") if capped and total["value"] > COUNT_CAP else total


def total_of(number: int, capped: bool) -> Total:
    """Return a number as a total, which is 1,000 ``gte`` for a larger number if ``capped``."""
    return total_up_to(COUNT_CAP, number) if capped else Total(value=number, relation="eq")


def total_up_to(cap: int, number: int) -> Total:
    """Return a number as a total, which is ``cap`` and ``gte`` for a larger number."""
    return Total(value=cap, relation="gte") if number > cap else Total(value=number, relation="eq")


def count_rows(connection: Connection, counted: FromClause, where: Conditions, capped: bool) -> Total:
    """Count the rows under the filters to 100,000, or to 1,000 if ``capped``; a total of more says ``gte``."""
    cap = COUNT_CAP if capped else EXACT_CAP
    return total_up_to(cap, count_to(connection, counted, where, cap + 1))


def count_scanned(connection: Connection, table: Table, scan: Scan, order: Order, capped: bool) -> Total:
    """Count the rows that a scan finds, as ``count_rows`` does; ``gte`` if it does not look at all rows."""
    if scan.hits is not None:
        return count_rows(connection, *scan.hits, capped)
    cap = COUNT_CAP if capped else EXACT_CAP
    end = None if scan.is_in_index else find_end(connection, order, scan, None, scan.most_scanned)
    number = count_to(connection, table, up_to(order, scan, end), cap + 1)
    if end is not None and number <= cap:
        other = scan.otherwise()
        return Total(value=number, relation="gte") if other is None else count_scanned(connection, table, other, order, capped)
    return total_up_to(cap, number)


def count_to(connection: Connection, counted: FromClause, where: Conditions, most: int) -> int:
    """Count the rows under the filters, ``most`` of them at most."""
    rows: Select[Any] = select(literal_column("1")).select_from(counted).where(*where).limit(most)
    number: int = connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
    return number


def sum_of(totals: Sequence[Total], capped: bool) -> Total:
    """Return the sum of totals, which is at least as much where one of them is."""
    is_exact = all(each["relation"] == "eq" for each in totals)
    total = total_up_to(COUNT_CAP if capped else EXACT_CAP, sum(each["value"] for each in totals))
    return total if is_exact else Total(value=total["value"], relation="gte")


def _count(connection: Connection, table: Table, scan_for: Callable[[int], Scan], order: Order, capped: bool) -> Total:
    return count_scanned(connection, table, scan_for(COUNT_CAP if capped else MOST_COUNTED), order, capped)
