"""Read claims by relevance: the newest 2,000 hits ranked, then the rest, newest first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from app.errors import CursorInvalid
from app.parameters.claims import ClaimQuery
from app.queries.listing import keyset
from app.queries.listing.filters import Conditions
from app.queries.listing.keyset import DEFAULT_LIMIT, Order
from app.queries.searching.full_text import rank
from app.queries.searching.terms import parse_search
from app.queries.tables import claims
from app.terms.cursors import decode_cursor, encode_cursor

# Ranking every hit of the commonest word takes seconds at a million claims; the newest 2,000 take 40 ms.
CANDIDATES = 2_000
USUAL_LENGTH = 25  # of a gist, a quote and a name together, in words


def read_page(
    connection: Connection, rows: Select[Any], where: Conditions, newest: Order, query: ClaimQuery
) -> tuple[list[Row[Any]], str | None]:
    """Return one page of ``rows`` and the next cursor: the newest 2,000 hits by relevance, then the others, newest first.

    A page ends where the ranked hits end, so it may be shorter than ``limit`` and not be the last.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    scope = f"claims?ranked&{query.cursor_scope}"
    try:
        after = decode_cursor(scope, query.cursor, (float, str)) if query.cursor is not None else None
    except CursorInvalid:  # the cursor is one of the unranked rest, or of another list
        return keyset.read_page(connection, rows.where(*where), newest, query, "claims")
    candidates = connection.execute(_candidates(where, newest)).all()
    best = rank(((key, words) for _, key, words in candidates), parse_search(query.q or ""), USUAL_LENGTH)
    hits_after_cursor = [hit for hit in best if after is None or hit < tuple(after)]
    chosen = hits_after_cursor[: query.limit or DEFAULT_LIMIT]
    page = rows_in_order(connection, rows, [claim_id for _, claim_id in chosen])
    if len(hits_after_cursor) > len(chosen):
        return page, encode_cursor(scope, chosen[-1])
    has_more = len(candidates) == CANDIDATES
    last = candidates[-1] if has_more else None
    return page, encode_cursor(f"claims?{query.cursor_scope}", [last.key_0, last.key_1]) if last else None


def _candidates(where: Conditions, newest: Order) -> Select[Any]:
    keys = [column.label(f"key_{n}") for n, column in enumerate(newest.columns)]
    return select(*keys, claims.c.words).where(*where).order_by(*newest.order_by()).limit(CANDIDATES)


def rows_in_order(connection: Connection, rows: Select[Any], ids: Sequence[str]) -> list[Row[Any]]:
    """Return the rows of these claims, selected by ``rows``, in this order."""
    by_id = {row.id: row for row in connection.execute(rows.where(claims.c.id.in_(ids)))}
    return [by_id[claim_id] for claim_id in ids]
