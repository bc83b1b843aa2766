"""Count what the archive holds."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from app.dates import FIRST, LAST
from app.queries.entities import RESOLVED
from app.queries.tables import articles, claims, data_version, entities, events, relations
from app.schemas import CountOut
from app.summaries import DateSpan, Stats


def get_stats(connection: Connection) -> Stats:
    """Return what the archive holds: counts, first and last days, kinds commonest first, then by value.

    A fixed number of statements, each over one table: those of the claims' dates and kinds read an index alone.
    """
    has_text, outlets = func.count(articles.c.text), func.count(articles.c.publisher_folded.distinct())
    all_articles, with_text, all_outlets = _one_row(connection, articles, func.count(), has_text, outlets)
    speaking = func.count().filter(RESOLVED, entities.c.claims > 0)
    all_entities, all_speakers = _one_row(connection, entities, func.count().filter(RESOLVED), speaking)
    claim_kinds, event_kinds = _counts(connection, claims.c.kind), _counts(connection, events.c.kind)
    return Stats(
        data_version=connection.execute(select(data_version.c.version)).scalar_one(),
        articles=all_articles,
        articles_with_text=with_text,
        outlets=all_outlets,
        claims=sum(kind["count"] for kind in claim_kinds),
        speakers=all_speakers,
        entities=all_entities,
        events=sum(kind["count"] for kind in event_kinds),
        relations=_one_row(connection, relations, func.count())[0],
        published=_span(connection, articles, articles.c.published_on, articles.c.published_order),
        said=_span(connection, claims, claims.c.said_earliest, claims.c.said_order),
        happened=_span(connection, events, events.c.date_earliest, events.c.date_order),
        claim_kinds=claim_kinds,
        claim_modes=_counts(connection, claims.c.mode),
        event_kinds=event_kinds,
        event_statuses=_counts(connection, events.c.status),
    )


def _one_row(connection: Connection, table: Table, *columns: ColumnElement[Any]) -> tuple[Any, ...]:
    return tuple(connection.execute(select(*columns).select_from(table)).one())


def _span(connection: Connection, table: Table, earliest: ColumnElement[Any], order: ColumnElement[Any]) -> DateSpan:
    """The days that stand for an open end are none; ``order`` is the latest day, '' where there is no date."""
    last = func.max(func.nullif(func.nullif(order, LAST), ""))
    columns = func.min(func.nullif(earliest, FIRST)), last, func.count().filter(order == "")
    first, last_day, undated = _one_row(connection, table, *columns)
    return DateSpan(first=first, last=last_day, undated=undated)


def _counts(connection: Connection, column: ColumnElement[Any]) -> list[CountOut]:
    number = func.count()
    rows = connection.execute(select(column.label("value"), number.label("number")).group_by(column).order_by(number.desc(), column))
    return [CountOut(value=row.value, count=row.number) for row in rows]
