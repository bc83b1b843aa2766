"""Read claims by relevance: the newest 2,000 hits ranked, then the rest, newest first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from app.errors import CursorInvalid
from app.parameters.claims import ClaimQuery
from app.queries.listing import keyset
from app.queries.listing.keyset import DEFAULT_LIMIT, Order, Source, read_part
from app.queries.listing.scans import Scan
from app.queries.searching.full_text import rank
from app.queries.searching.terms import parse_search
from app.queries.tables import claims
from app.terms.cursors import decode_cursor, encode_cursor

# Ranking every hit of the commonest word takes seconds at a million claims; the newest 2,000 take 40 ms.
CANDIDATES = 2_000
USUAL_LENGTH = 25  # of a gist, a quote and a name together, in words


def read_page(connection: Connection, rows: Select[Any], scan: Scan, newest: Order, query: ClaimQuery) -> tuple[list[Row[Any]], str | None]:
    """Return one page of ``rows`` and the next cursor: the newest 2,000 hits by relevance, then the others, newest first.

    They are fewer where the scan does not find so many.

    A page ends where the ranked hits end, so it may be shorter than ``limit`` and not be the last.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    scope = f"claims?ranked&{query.cursor_scope}"
    try:
        after = decode_cursor(scope, query.cursor, (float, str)) if query.cursor is not None else None
    except CursorInvalid:  # the cursor is one of the unranked rest, or of another list
        return keyset.read_page(connection, rows, newest, scan, query, "claims")
    candidates = read_part(connection, Source(select(claims.c.words), newest, scan), None, CANDIDATES)
    best = rank(((row.key_1, row.words) for row in candidates.rows), parse_search(query.q or ""), USUAL_LENGTH)
    hits_after_cursor = [hit for hit in best if after is None or hit < tuple(after)]
    chosen = hits_after_cursor[: query.limit or DEFAULT_LIMIT]
    page = rows_in_order(connection, rows, [claim_id for _, claim_id in chosen])
    if len(hits_after_cursor) > len(chosen):
        return page, encode_cursor(scope, chosen[-1])
    has_more = len(candidates.rows) == CANDIDATES
    end = candidates.rows[-1][-2:] if has_more else candidates.end
    return page, None if end is None else encode_cursor(f"claims?{query.cursor_scope}", [*end])


def rows_in_order(connection: Connection, rows: Select[Any], ids: Sequence[str]) -> list[Row[Any]]:
    """Return the rows of these claims, selected by ``rows``, in this order."""
    by_id = {row.id: row for row in connection.execute(rows.where(claims.c.id.in_(ids)))}
    return [by_id[claim_id] for claim_id in ids]
