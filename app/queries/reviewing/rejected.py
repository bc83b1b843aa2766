"""Read claims and events that people rejected: one, or a list with ``review=rejected``."""

from collections.abc import Sequence
from typing import Any, cast

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, exists, select

from app.answers.claims import ClaimDetail
from app.answers.events import EventDetail
from app.answers.pages import FacetedPage
from app.database.compression import decompress_json
from app.errors import NotFound
from app.parameters.claims import ClaimQuery
from app.parameters.events import EventQuery
from app.parameters.rejected import FILTERS_OF_REJECTED
from app.queries.corroboration import corroboration_of_one
from app.queries.counting.list_counts import count_rows
from app.queries.listing import keyset
from app.queries.listing.filters import Conditions, filter_parameters, has_publisher, if_given, one_of
from app.queries.listing.keyset import Order
from app.queries.listing.scans import Scan
from app.queries.listing.survivors import REQUESTED_ARTICLES, is_survivor_of, refers_to
from app.queries.rendering.hidden_text import HAS_TEXT, is_hidden_text_shown
from app.queries.rendering.parts import Offsets
from app.queries.rendering.placeholders import fill_placeholders
from app.queries.statements.compiled import Parameter
from app.queries.tables import appearances, articles, rejected
from app.terms.vocabulary import ReviewedType, Units

DATE = Order((rejected.c.date_order, rejected.c.id), tie=rejected.c.tie)
ROWS: Select[Any] = select(rejected.c.rendered, rejected.c.hidden, articles.c.astral, HAS_TEXT, articles.c.publisher).join(
    articles, articles.c.number == rejected.c.article_number
)


def list_rejected(connection: Connection, type: ReviewedType, query: ClaimQuery | EventQuery) -> tuple[list[Any], FacetedPage]:
    """List rejected claims or events, in the default order of their list: its items, and the page without them.

    A fixed number of statements. They are whole things, with the entities as they are resolved now.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    where = [rejected.c.type == type, *_conditions(query)]
    rows, next_cursor = keyset.read_page(connection, ROWS, DATE, Scan(where), query, f"rejected {type}s")
    page = FacetedPage(next_cursor=next_cursor)
    if query.count != "none":
        page["total"] = count_rows(connection, rejected, where, query.count == "capped")
    return _build(connection, rows, query.units), page


def get_rejected_claim(connection: Connection, claim_id: str, units: Units) -> ClaimDetail:
    """Return one rejected claim. It has no relations, and corroborates nothing.

    Raises:
        NotFound: no claim has this id.
    """
    row, claim = _get(connection, "claim", claim_id, units)
    corroboration = corroboration_of_one(row.publisher is not None)
    return cast(ClaimDetail, {**claim, "relations": [], "corroboration": corroboration})


def get_rejected_event(connection: Connection, event_id: str, units: Units) -> EventDetail:
    """Return one rejected event. It has no relations, and no claims are about it.

    Raises:
        NotFound: no event has this id.
    """
    _, event = _get(connection, "event", event_id, units)
    return cast(EventDetail, {**event, "relations": [], "claims": []})


def _conditions(query: ClaimQuery | EventQuery) -> Conditions:
    filters = filter_parameters(query, FILTERS_OF_REJECTED)
    return [
        *one_of(rejected.c.id, filters.get("id")),
        *if_given(_is_in_article, filters.get("article")),
        *has_publisher(rejected.c.article_number, filters.get("publisher")),
        *if_given(_has_speaker, filters.get("speaker")),
    ]


def _is_in_article(ids: Parameter) -> ColumnElement[bool]:
    return refers_to(rejected.c.article_number, REQUESTED_ARTICLES, ids)


def _has_speaker(ids: Parameter) -> ColumnElement[bool]:
    return exists().where(
        appearances.c.article_number == rejected.c.article_number,
        appearances.c.position == rejected.c.speaker_position,
        is_survivor_of(appearances.c.entity_number, ids),
    )


def _get(connection: Connection, type: ReviewedType, key: str, units: Units) -> tuple[Row[Any], dict[str, Any]]:
    row = connection.execute(ROWS.where(rejected.c.id == key, rejected.c.type == type)).one_or_none()
    if row is None:
        raise NotFound(f"There is no {type} {key!r}.")
    return row, _build(connection, [row], units)[0]


def _build(connection: Connection, rows: Sequence[Row[Any]], units: Units) -> list[Any]:
    """Build things from their stored JSON, of whatever shape: nothing else is stored of them, and ``onrecord migrate`` makes it anew."""
    shown = [row.hidden if row.hidden is not None and is_hidden_text_shown() else row.rendered for row in rows]
    things = orjson.loads(b"[" + fill_placeholders(connection, [*map(decompress_json, shown)]) + b"]")
    if units == "codepoint":
        return list(things)
    return [_in_utf16(thing, Offsets(units, row)) for thing, row in zip(things, rows, strict=True)]


def _in_utf16(value: Any, offsets: Offsets) -> Any:
    """Return JSON with its spans, which are whatever has a ``start``, in UTF-16 units."""
    if isinstance(value, list):
        return [_in_utf16(each, offsets) for each in value]
    if not isinstance(value, dict):
        return value
    if "start" in value:
        return {**value, **offsets.span((value["start"], value["end"]))}
    return {name: offsets.units if name == "units" else _in_utf16(each, offsets) for name, each in value.items()}
