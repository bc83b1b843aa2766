"""Read all claims for an export, in one pass over their index, as NDJSON of stored JSON."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from app.queries.claims import SAID, STORED_JSON_ROWS, claims_ndjson

ROWS_AT_ONCE = 1000
MAX_VALUES = 100_000  # of placeholders that are kept: some 20 MB, for the named entities of a million claims
ALL_ROWS = STORED_JSON_ROWS.order_by(*SAID.order_by())


def all_claims_ndjson(connection: Connection) -> Iterator[Any]:
    """Yield all claims in the order of ``list_claims``, a thousand at a time, as ``claims_ndjson`` returns them."""
    values: dict[bytes, bytes] = {}
    for rows in connection.execute(ALL_ROWS, execution_options={"yield_per": ROWS_AT_ONCE}).partitions():
        yield claims_ndjson(connection, rows, "codepoint", values)
        if len(values) > MAX_VALUES:
            values.clear()
