"""Read statistics of the whole archive: counts, first and last days, kinds."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from app.answers.entities import CountOut
from app.answers.stats import DateSpan, Stats
from app.database.tables.counts import NO_VALUE
from app.errors import DatabaseBehind
from app.queries.tables import articles, claims, counts, data_version, events
from app.terms.dates import EARLIEST_DAY, LATEST_DAY

FACETS = [
    *(("claims", facet) for facet in ("kind", "mode")),
    *(("events", facet) for facet in ("kind", "status")),
    *(("articles", facet) for facet in ("all", "text", "publisher", "date")),
    *(("entities", "kind"), ("speakers", "kind"), ("relations", "all"), ("claims", "date"), ("events", "date")),
]
LATEST = {"articles": articles.c.published_order, "claims": claims.c.said_order, "events": events.c.date_order}


class Sizes(NamedTuple):
    """How much the archive holds, in which version of the data."""

    data_version: int
    articles: int
    claims: int


def get_sizes(connection: Connection) -> Sizes:
    """Return how much the archive holds, by counter rows.

    Raises:
        DatabaseBehind: the database has no version.
    """
    version = connection.scalar(select(data_version.c.version))
    if version is None:
        raise DatabaseBehind
    articles_by_none, claims_by_kind = _values(connection, "articles", "all"), _values(connection, "claims", "kind")
    return Sizes(version, sum(articles_by_none.values()), sum(claims_by_kind.values()))


def get_stats(connection: Connection) -> Stats:
    """Return counts, first and last days, and kinds, commonest first, then by value.

    A fixed number of statements, each over one table. Counter rows give everything but the last days, which the ends of indexes give.
    """
    counted = {facet: _values(connection, *facet) for facet in FACETS}
    number = {facet: sum(values.values()) for facet, values in counted.items()}
    return Stats(
        data_version=connection.execute(select(data_version.c.version)).scalar_one(),
        articles=number["articles", "all"],
        articles_with_text=number["articles", "text"],
        outlets=len(counted["articles", "publisher"].keys() - {NO_VALUE}),
        claims=number["claims", "kind"],
        speakers=number["speakers", "kind"],
        entities=number["entities", "kind"],
        events=number["events", "kind"],
        relations=number["relations", "all"],
        published=_span(connection, "articles", number["articles", "date"]),
        said=_span(connection, "claims", number["claims", "date"]),
        happened=_span(connection, "events", number["events", "date"]),
        claim_kinds=_by_count(counted["claims", "kind"]),
        claim_modes=_by_count(counted["claims", "mode"]),
        event_kinds=_by_count(counted["events", "kind"]),
        event_statuses=_by_count(counted["events", "status"]),
    )


def _values(connection: Connection, noun: str, facet: str) -> dict[str, int]:
    """Return the counts of a facet by value, over all time; for the facet ``date`` only the count of undated things."""
    rows = select(counts.c.value, func.sum(counts.c.number)).where(counts.c.what == noun, counts.c.facet == facet)
    sums = connection.execute(rows.where(counts.c.earliest == "", counts.c.latest == "").group_by(counts.c.value))
    return {row[0]: row[1] for row in sums}


def _span(connection: Connection, noun: str, undated: int) -> DateSpan:
    """Return the first and last day. Days that stand for open ends are left out."""
    latest, earliest = LATEST[noun], counts.c.earliest
    first = select(func.min(earliest)).where(counts.c.what == noun, counts.c.facet == "date", earliest > EARLIEST_DAY)
    last = select(func.max(latest)).where(latest > "", latest < LATEST_DAY)
    return DateSpan(first=connection.scalar(first), last=connection.scalar(last), undated=undated)


def _by_count(values: dict[str, int]) -> list[CountOut]:
    ordered = sorted(values.items(), key=lambda count: (-count[1], count[0]))
    return [CountOut(value=value, count=number) for value, number in ordered]
