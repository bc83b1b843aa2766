"""Read the review queue: claims and events that nobody looked at, or whose edits are orphaned, and clashes of entities."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Select, Table, and_, false, literal_column, or_, select, true

from app.answers.edits import QueueItem, QueuePage
from app.answers.parts import ArticleRef
from app.parameters.claims import ClaimQuery
from app.parameters.events import EventQuery
from app.parameters.review import QueueQuery
from app.queries.administering.edits import edit_out
from app.queries.claims import FROM_COLUMNS, list_claims
from app.queries.counting.list_counts import count_scanned, sum_of
from app.queries.events import list_events
from app.queries.listing import keyset
from app.queries.listing.filters import Conditions, filter_parameters, has_publisher, if_given
from app.queries.listing.keyset import Order
from app.queries.listing.scans import Scan
from app.queries.listing.survivors import REQUESTED_ARTICLES, refers_to
from app.queries.queueing.clashes import clashes_of
from app.queries.queueing.contexts import contexts_of
from app.queries.rendering.parts import ARTICLE_COLUMNS, article_ref
from app.queries.tables import articles, claims, clashes, edits, events, orphans
from app.terms.vocabulary import QueuedType, QueueReason

LOW = 50  # hundredths of confidence, below which it is low
UNKNOWN = -1  # the order of what has no confidence
ORPHANED = -2
FIRST: ColumnElement[int] = literal_column(
    "0 - 2", Integer()
)  # the order of what has orphaned edits; not -2, which ORDER BY would take for a column
CLASHING: ColumnElement[int] = literal_column("0 - 3", Integer())  # the order of entities with clashes, for the same reason
FILTERS = frozenset({"article", "publisher"})
QUEUED_TYPES: Mapping[str, QueuedType] = {"clm": "claim", "evt": "event", "ent": "entity"}  # by the prefix of the ids
TABLES = (("claim", claims), ("event", events))
ORPHAN_ROWS: Select[Any] = select(orphans.c.thing_id, orphans.c.type, orphans.c.edits, *ARTICLE_COLUMNS).join(
    articles, articles.c.number == orphans.c.article_number
)


class _Source(NamedTuple):
    rows: Select[Any]
    table: Table
    order: Order
    where: Conditions
    in_order: Conditions | None = None  # as of ``Scan``

    @property
    def scan(self) -> Scan:
        """How far this is looked for."""
        return Scan(self.where, self.in_order)


def list_queue(connection: Connection, query: QueueQuery) -> QueuePage:
    """List what most needs a look: clashes, then orphaned edits, then what is extracted, without confidence first, then the least sure.

    Returns:
        At most ``limit`` items. Pages joined in order are the whole queue. A fixed number of statements.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    sources = [clashing(query), _orphans(query), *(_extracted(query, type, table) for type, table in TABLES)]
    pages = [keyset.Source(source.rows, source.order, source.scan) for source in sources]
    rows, next_cursor = keyset.read_merged_page(connection, pages, query, "queue")
    page = QueuePage(items=_items(connection, rows), next_cursor=next_cursor)
    if query.count != "none":
        is_capped = query.count == "capped"
        page["total"] = sum_of(
            [count_scanned(connection, source.table, source.scan, source.order, is_capped) for source in sources], is_capped
        )
    return page


def clashing(query: QueueQuery) -> _Source:
    """Return the first clash of each entity, in an article that is asked for."""
    order = Order((CLASHING, clashes.c.entity_id), descending=False, types=(int, str))
    is_meant = (not query.reason or "clash" in query.reason) and (not query.type or "entity" in query.type) and query.max_confidence is None
    earlier = clashes.alias("earlier")
    is_earlier = (earlier.c.entity_id == clashes.c.entity_id, earlier.c.number < clashes.c.number)
    is_first = ~select(earlier.c.number).where(*is_earlier, *_of_article(earlier, query)).exists()
    where = [true() if is_meant else false(), is_first, *_of_article(clashes, query)]
    return _Source(select(clashes.c.entity_id), clashes, order, where)


def _orphans(query: QueueQuery) -> _Source:
    order = Order((FIRST, orphans.c.thing_id), descending=False, types=(int, str))
    is_meant = (not query.reason or "orphaned_edit" in query.reason) and query.max_confidence is None
    of_type = [orphans.c.type.in_(query.type)] if query.type else []
    return _Source(ORPHAN_ROWS, orphans, order, [true() if is_meant else false(), *of_type, *_of_article(orphans, query)])


def _extracted(query: QueueQuery, type: str, table: Any) -> _Source:
    order = Order(
        (table.c.confidence_order, table.c.id),
        descending=False,
        types=(int, str),
        tie=table.c.tie,
        prefix={"claim": "clm", "event": "evt"}[type],
    )
    where = [
        false() if query.type and type not in query.type else true(),
        table.c.review == "extracted",
        table.c.id.not_in(select(orphans.c.thing_id)),
        *([or_(*(_has_reason(table, reason) for reason in query.reason))] if query.reason else []),
        *_of_article(table, query),
    ]
    bounds = [table.c.confidence_order <= round(query.max_confidence * 100)] if query.max_confidence is not None else []
    return _Source(select(table.c.id), table, order, [*where, *bounds], None if query.article else bounds)


def _has_reason(table: Any, reason: QueueReason) -> ColumnElement[bool]:
    conditions: dict[QueueReason, ColumnElement[bool]] = {
        "unknown_confidence": table.c.confidence_order == UNKNOWN,
        "low_confidence": and_(table.c.confidence_order > UNKNOWN, table.c.confidence_order < LOW),
        "unresolved_speaker": claims.c.speaker_number.is_(None) if table is claims else false(),
        "unreviewed": true(),
    }
    return conditions.get(reason, false())


def _of_article(table: Any, query: QueueQuery) -> Conditions:
    filters = filter_parameters(query, FILTERS)
    is_in_article = if_given(lambda ids: refers_to(table.c.article_number, REQUESTED_ARTICLES, ids), filters.get("article"))
    return [*is_in_article, *has_publisher(table.c.article_number, filters.get("publisher"))]


def _items(connection: Connection, rows: Sequence[Any]) -> list[QueueItem]:
    ids = [row[-1] for row in rows]
    things = _things(connection, ids)
    orphaned = {row.thing_id: row for row in rows if row[-2] == ORPHANED}
    by_entity = clashes_of(connection, [key for key in ids if _type_of(key) == "entity"])
    numbers = [number for row in orphaned.values() for number in row.edits]
    found = (
        connection.execute(select(edits).where(edits.c.number.in_(numbers)).order_by(edits.c.at, edits.c.number)).all() if numbers else []
    )
    edits_of = {key: [edit_out(edit) for edit in found if edit.thing_id == key] for key in orphaned}
    contexts = contexts_of(connection, things)
    return [
        QueueItem(
            type=_type_of(key),
            id=key,
            reasons=["clash"] if key in by_entity else _reasons(things.get(key), is_orphaned=key in orphaned),
            article=by_entity[key].clashes[0]["article"] if key in by_entity else _article(things, orphaned, key),
            claim=things.get(key) if _type_of(key) == "claim" else None,
            event=things.get(key) if _type_of(key) == "event" else None,
            entity=by_entity[key].entity if key in by_entity else None,
            context=contexts.get(key),
            clashes=by_entity[key].clashes if key in by_entity else [],
            edits=edits_of.get(key, []),
        )
        for key in ids
    ]


def _things(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Return the claims and events of these ids, as lists serve them, without those that are not there."""
    of_claims, of_events = ([key for key in ids if _type_of(key) == type] for type, _ in TABLES)
    found: list[Any] = []
    if of_claims:
        found += list_claims(connection, ClaimQuery(id=of_claims, limit=len(of_claims)), FROM_COLUMNS)["items"]
    if of_events:
        found += list_events(connection, EventQuery(id=of_events, limit=len(of_events)))["items"]
    return {thing["id"]: thing for thing in found}


def _type_of(key: str) -> QueuedType:
    return QUEUED_TYPES[key[:3]]


def _reasons(thing: Any, *, is_orphaned: bool) -> list[QueueReason]:
    reasons: list[QueueReason] = ["orphaned_edit"] if is_orphaned else []
    if thing is None or thing["review"] != "extracted":
        return reasons
    confidence = thing["confidence"]
    reasons += ["unknown_confidence"] if confidence is None else ["low_confidence"] if round(confidence * 100) < LOW else []
    reasons += ["unresolved_speaker"] if "speaker" in thing and thing["speaker"] is None else []
    return [*reasons, "unreviewed"]


def _article(things: dict[str, Any], orphaned: dict[str, Any], key: str) -> ArticleRef:
    article: ArticleRef = things[key]["article"] if key in things else article_ref(orphaned[key])
    return article
