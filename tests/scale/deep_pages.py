"""Cursors of pages deep in a list, made without reading the pages before."""

from collections.abc import Mapping, Sequence

from app.parameters.listing import PageQuery
from app.terms.cursors import SortKey, encode_cursor

PREFIXES = {"claims": "clm", "articles": "art", "events": "evt", "entities": "ent", "speakers": "ent", "timeline": "clm"}


def deep_cursor(name: str, query: PageQuery, day: str) -> str:
    """Return the cursor of a page of a list, behind things of this day, or behind many of its order.

    Args:
        name: of the list, one of ``PREFIXES``.
    """
    sort, key = str(getattr(query, "sort", "")).removeprefix("-"), f"{PREFIXES[name]}_8"
    keys_of_sorts: Mapping[str, Sequence[SortKey]] = {
        **{"position": ["art_8", 3], "confidence": [50, key], "name": ["m", key]},
        **{"claims": [5, key], "articles": [2, key]},
    }
    return encode_cursor(f"{name}?{query.cursor_scope}", keys_of_sorts.get(sort, [day, key]))
