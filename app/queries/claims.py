"""Read claims, one or a list by filters: built from their columns, or as stored JSON."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, cast, get_args

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, func, select

from app.answers.claims import ClaimDetail, ClaimOut
from app.answers.pages import ClaimPage
from app.answers.parts import EntityRef, TopicRef
from app.database.compression import decompress_json
from app.parameters.claims import ClaimQuery
from app.parameters.rejected import REJECTED
from app.queries import claim_filters
from app.queries.claim_facets import FACETS
from app.queries.corroboration import IS_REPEATED, corroboration_of_one, get_corroboration
from app.queries.counting import list_counts
from app.queries.listing import keyset
from app.queries.listing.keyset import DEFAULT_LIMIT, Order, position_order
from app.queries.listing.pages import CompiledPages
from app.queries.relations import IS_RELATED, list_relations
from app.queries.rendering.claims import build_claim, speaker_ref
from app.queries.rendering.compact_claims import build_compact_claims, compact_rows
from app.queries.rendering.hidden_text import is_hidden_text_shown, with_hidden_passages
from app.queries.rendering.parts import ARTICLE_COLUMNS, belongs_to_speaker, entity_columns, entity_ref
from app.queries.rendering.placeholders import append_keys, fill_placeholders, stored_json
from app.queries.reviewing import rejected
from app.queries.searching import ranking
from app.queries.searching.terms import parse_search
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import appearances, articles, claim_abouts, claim_holders, claims, entities, events, roles
from app.terms.vocabulary import Units

speaker, via = entities.alias("speaker"), entities.alias("via")
SAID = Order((claims.c.said_order, claims.c.id), tie=claims.c.tie)
PUBLISHED = Order((claims.c.published_order, claims.c.id), tie=claims.c.tie)
CONFIDENCE = Order((claims.c.confidence_order, claims.c.id), types=(int, str), tie=claims.c.tie)
ORDERS = {
    "-said": SAID,
    "relevance": SAID,
    "said": replace(SAID, descending=False),
    "-published": PUBLISHED,
    "published": replace(PUBLISHED, descending=False),
    "position": position_order(claims),
    "-confidence": CONFIDENCE,
    "confidence": replace(CONFIDENCE, descending=False),
}
CLAIM_COLUMNS: list[ColumnElement[Any]] = [
    claims.c[name]
    for name in (
        *("number", "id", "kind", "mode", "explicit", "section", "addressee", "place", "gist", "quote", "confidence", "review"),
        *("as_said", "cue_text", "source", "cue", "content", "excerpts", "said_edtf", "said_earliest", "said_latest", "said_precision"),
    )
]

appearance, main_role = appearances.alias("appearance"), roles.alias("main_role")
FIRST_ROLE = and_(belongs_to_speaker(main_role), main_role.c.number == 0)
# All columns that build_claims needs, without a filter or an order. This is a constant: composing a statement costs more than running it.
CLAIM_ROWS: Select[Any] = (
    select(
        *CLAIM_COLUMNS,
        *ARTICLE_COLUMNS,
        *entity_columns(speaker, "speaker"),
        *entity_columns(via, "via"),
        appearance.c.descriptor.label("speaker_described"),
        main_role.c.title.label("role"),
        main_role.c.organization,
    )
    .join(articles, articles.c.number == claims.c.article_number)
    .outerjoin(speaker, speaker.c.number == claims.c.speaker_number)
    .outerjoin(appearance, belongs_to_speaker(appearance))
    .outerjoin(main_role, FIRST_ROLE)
    .outerjoin(via, via.c.number == claims.c.reported_via_number)
)
HOLDER_ROWS: Select[Any] = (
    select(claim_holders.c.claim_number, *entity_columns(entities, "holder"))
    .join(entities, entities.c.number == claim_holders.c.entity_number)
    .order_by(claim_holders.c.claim_number, claim_holders.c.position)
)
TOPIC_LABEL = func.coalesce(entities.c.name, entities.c.descriptor, events.c.title).label("label")
ABOUT_ROWS: Select[Any] = (
    select(claim_abouts.c.claim_number, entities.c.id.label("entity_id"), events.c.id.label("event_id"), TOPIC_LABEL)
    .outerjoin(entities, entities.c.number == claim_abouts.c.entity_number)
    .outerjoin(events, events.c.number == claim_abouts.c.event_number)
    .order_by(claim_abouts.c.claim_number, claim_abouts.c.position)
)
STORED_JSON_ROWS: Select[Any] = select(claims.c.id, stored_json(claims))
CLAIM_ID: Parameter = bindparam("claim_id")
CLAIM_BY_ID = Statement(CLAIM_ROWS.where(claims.c.id == CLAIM_ID))
HAS_PUBLISHER = articles.c.publisher.is_not(None).label("has_publisher")
STORED_JSON_WITH_FLAGS: Select[Any] = STORED_JSON_ROWS.add_columns(
    claims.c.number, IS_RELATED.label("is_related"), IS_REPEATED.label("is_repeated"), HAS_PUBLISHER
).join(articles, articles.c.number == claims.c.article_number)
STORED_JSON_BY_ID = Statement(STORED_JSON_WITH_FLAGS.where(claims.c.id == CLAIM_ID))
PAGES = CompiledPages("claims", ClaimQuery, CLAIM_ROWS, claim_filters.parameter_conditions, ORDERS)
CLAIM_NUMBERS: Parameter = bindparam("numbers", expanding=True)
HOLDERS_OF_CLAIMS = Statement(HOLDER_ROWS.where(claim_holders.c.claim_number.in_(CLAIM_NUMBERS)))
ABOUTS_OF_CLAIMS = Statement(ABOUT_ROWS.where(claim_abouts.c.claim_number.in_(CLAIM_NUMBERS)))


def build_claims(connection: Connection, rows: Sequence[Row[Any]], units: Units) -> list[ClaimOut]:
    """Build claims from rows of ``CLAIM_ROWS``. Two more statements, three if hidden text is shown, whatever the number of rows."""
    rows = with_hidden_passages(connection, rows)
    numbers = [row.number for row in rows]
    holders, abouts = _holders(connection, numbers), _abouts(connection, numbers)
    return [build_claim(row, speaker_ref(row), entity_ref(row, "via"), holders[row.number], abouts[row.number], units) for row in rows]


def claims_json(connection: Connection, rows: Sequence[Row[Any]], units: Units) -> Any:
    """Return rows of ``STORED_JSON_ROWS`` as a JSON array; build all claims from columns if one has no stored JSON of this shape."""
    frames = [row.rendered for row in rows]
    if is_hidden_text_shown() or not all(frames):
        return _build_from_columns(connection, rows, units)
    return orjson.Fragment(b"[" + fill_placeholders(connection, [*map(decompress_json, frames)]) + b"]")


def claims_ndjson(connection: Connection, rows: Sequence[Row[Any]], units: Units, values: dict[bytes, bytes] | None = None) -> Any:
    """Return rows of ``STORED_JSON_ROWS`` as NDJSON, or built from columns in the same case as ``claims_json``.

    Args:
        values: as ``fill_placeholders`` takes them.
    """
    frames = [row.rendered for row in rows]
    if is_hidden_text_shown() or not all(frames):
        return _build_from_columns(connection, rows, units)
    return fill_placeholders(connection, [*map(decompress_json, frames), b""], b"\n", values)


def _build_from_columns(connection: Connection, rows: Sequence[Row[Any]], units: Units) -> list[ClaimOut]:
    return build_claims(connection, ranking.rows_in_order(connection, CLAIM_ROWS, [row.id for row in rows]), units)


class ClaimReader(NamedTuple):
    """A way to read claims: the columns to select, compiled pages of these columns, and the function that makes items of rows."""

    rows: Select[Any]
    pages: CompiledPages[ClaimQuery]
    render: Callable[[Connection, Sequence[Any], Units], Any]


FROM_COLUMNS = ClaimReader(CLAIM_ROWS, PAGES, build_claims)
STORED_JSON_PAGES = CompiledPages("claims", ClaimQuery, STORED_JSON_ROWS, claim_filters.parameter_conditions, ORDERS)
STORED_JSON, STORED_NDJSON = (
    ClaimReader(STORED_JSON_ROWS, STORED_JSON_PAGES, claims_json),
    ClaimReader(STORED_JSON_ROWS, STORED_JSON_PAGES, claims_ndjson),
)


COMPACT: dict[Units, ClaimReader] = {
    units: ClaimReader(
        compact_rows(units),
        CompiledPages("claims", ClaimQuery, compact_rows(units), claim_filters.parameter_conditions, ORDERS),
        build_compact_claims,
    )
    for units in get_args(Units)
}


def reader_for(units: Units, view: str = "full") -> ClaimReader:
    """Return the reader of whole claims built from columns, or of compact ones."""
    return COMPACT[units] if view == "compact" else FROM_COLUMNS


def json_reader(units: Units, view: str = "full", format: str | None = None) -> ClaimReader:
    """Return the reader of stored JSON, or NDJSON. What stored JSON has not comes from columns: compact claims, UTF-16, hidden text."""
    if view == "compact" or units == "utf16" or is_hidden_text_shown():
        return reader_for(units, view)
    return STORED_NDJSON if format == "ndjson" else STORED_JSON


def list_claims(connection: Connection, query: ClaimQuery, reader: ClaimReader | None = None) -> ClaimPage:
    """List claims, latest said first (undated last), then by id, both descending; or as ``query.sort`` says.

    Args:
        reader: the way to read the claims: as stored JSON, or built from columns if none is given.

    Returns:
        At most ``limit`` claims. Pages joined in order are the whole list: no gap, no repeat, also while rows are added
        behind the cursor. A fixed number of statements, whatever ``limit`` is.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    if REJECTED in query.review:
        items, envelope = rejected.list_rejected(connection, "claim", query)
        return ClaimPage(items=items, **envelope)
    reader = reader or reader_for(query.units, query.view)
    if PAGES.has(query) and claim_filters.is_read_in_index(query):
        rows, next_cursor = reader.pages.read(connection, query)
        return ClaimPage(items=reader.render(connection, rows, query.units), next_cursor=next_cursor)
    is_ranked = query.sort == "relevance" and bool(parse_search(query.q or ""))  # what is excluded alone ranks nothing
    scan = claim_filters.scan(connection, query, ranking.CANDIDATES if is_ranked else query.limit or DEFAULT_LIMIT, query.sort)
    if is_ranked:
        rows, next_cursor = ranking.read_page(connection, reader.rows, scan, SAID, query)
    elif query.q:
        # First the ids of the page, then the rows of these ids: with joins PostgreSQL would scan all claims in order, not the hits.
        page, next_cursor = keyset.read_page(connection, select(claims.c.id), ORDERS[query.sort], scan, query, "claims")
        rows = ranking.rows_in_order(connection, reader.rows, [row.id for row in page])
    else:
        rows, next_cursor = keyset.read_page(connection, reader.rows, ORDERS[query.sort], scan, query, "claims")
    scan_for = partial(claim_filters.scan, connection, query)
    envelope = list_counts.list_envelope(connection, query, next_cursor, claims, scan_for, FACETS, SAID)
    return ClaimPage(items=reader.render(connection, rows, query.units), **envelope)


def list_claims_json(connection: Connection, query: ClaimQuery) -> Any:
    """List claims as ``list_claims`` does, with items as stored JSON, or NDJSON if the query says so."""
    return list_claims(connection, query, json_reader(query.units, query.view, query.format))


def get_claim(connection: Connection, claim_id: str, units: Units = "codepoint") -> ClaimDetail:
    """Return one claim with its relations, from and to it, and its corroboration.

    Raises:
        NotFound: no claim has this id.
    """
    row = _find_claim(connection, CLAIM_BY_ID, claim_id)
    if row is None:
        return rejected.get_rejected_claim(connection, claim_id, units)
    claim: ClaimOut = build_claims(connection, [row], units)[0]
    return ClaimDetail(
        **claim, relations=list_relations(connection, "claim", row.number), corroboration=get_corroboration(connection, row.number)
    )


def get_claim_json(connection: Connection, claim_id: str, units: Units = "codepoint") -> Any:
    """Return the answer of ``get_claim`` with stored JSON. Relations and corroboration are read only where the claim has some."""
    row = _find_claim(connection, STORED_JSON_BY_ID, claim_id)
    if row is None or units == "utf16" or row.rendered is None or is_hidden_text_shown():
        return get_claim(connection, claim_id, units)
    stands_alone = not (row.is_related or row.is_repeated)
    relations_and_corroboration = {
        "relations": list_relations(connection, "claim", row.number) if row.is_related else [],
        "corroboration": corroboration_of_one(row.has_publisher) if stands_alone else get_corroboration(connection, row.number),
    }
    return append_keys(fill_placeholders(connection, [decompress_json(row.rendered)]), relations_and_corroboration)


def _find_claim(connection: Connection, statement: Statement, claim_id: str) -> Row[Any] | None:
    rows: list[Row[Any]] = statement.rows(connection, claim_id=claim_id)
    return rows[0] if rows else None


def _holders(connection: Connection, numbers: list[int]) -> dict[int, list[EntityRef]]:
    by_claim = defaultdict(list)
    for row in HOLDERS_OF_CLAIMS.rows(connection, numbers=numbers):
        by_claim[row.claim_number].append(cast(EntityRef, entity_ref(row, "holder")))
    return by_claim


def _abouts(connection: Connection, numbers: list[int]) -> dict[int, list[TopicRef]]:
    by_claim = defaultdict(list)
    for row in ABOUTS_OF_CLAIMS.rows(connection, numbers=numbers):
        by_claim[row.claim_number].append(
            TopicRef(id=row.event_id or row.entity_id, type="event" if row.event_id else "entity", label=row.label)
        )
    return by_claim
