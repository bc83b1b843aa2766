"""Columns of rows that ``counters`` counts: of stored rows, or of new ones in memory.

Reading new rows from the tables would take three times as long.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, cast, func, literal, null, select
from sqlmodel import Session, col

from app.database.tables.articles import Article
from app.database.tables.claims import Claim, Relation
from app.database.tables.counts import NO_VALUE
from app.database.tables.entities import Appearance, Entity, Role
from app.database.tables.events import Event
from app.ingest.writing.numbers import ColumnsByTable, column, select_columns

Speakers = Mapping[int, tuple[str, str | None]]  # kind and folded name, by number of the resolved entity
Column = Sequence[Any]
Roles = dict[tuple[int, int], dict[str, str]]  # by appearance: spellings of organizations by folded name


class CountedTable(NamedTuple):
    """Columns of the rows of one table: earliest day, latest day, precision; value of each facet, and shown value, if any; more columns."""

    dates: tuple[Column, Column, Column]
    facets: Mapping[str, tuple[Column, Column | None]]
    more: Column


class CountedRows(NamedTuple):
    """Rows of articles; ``more`` are article, position and folded name of each claim's speaker, and whether an article has its text."""

    claims: CountedTable
    events: CountedTable
    articles: CountedTable
    roles: Roles
    relations: int


def _or_no_value(expression: Any) -> ColumnElement[str]:
    return func.coalesce(expression, NO_VALUE)


NOT_SHOWN = literal("")
PUBLISHER = (_or_no_value(Article.publisher_folded), func.coalesce(Article.publisher, ""))
CLAIM_FACETS: dict[str, tuple[Any, Any]] = {
    "kind": (Claim.kind, NOT_SHOWN),
    "mode": (Claim.mode, NOT_SHOWN),
    "review": (Claim.review, NOT_SHOWN),
    "cue": (_or_no_value(Claim.cue_folded), NOT_SHOWN),
    "section": (_or_no_value(Claim.section), NOT_SHOWN),
    "speaker": (_or_no_value(cast(Claim.speaker_number, Text())), NOT_SHOWN),
    "speaker_kind": (_or_no_value(Entity.kind), NOT_SHOWN),
    "place": (_or_no_value(Claim.place_folded), func.coalesce(Claim.place, "")),
    "publisher": PUBLISHER,
}
EVENT_FACETS: dict[str, tuple[Any, Any]] = {
    "kind": (Event.kind, NOT_SHOWN),
    "status": (Event.status, NOT_SHOWN),
    "place": (_or_no_value(Event.place_folded), func.coalesce(Event.place, "")),
}
ARTICLE_FACETS: dict[str, tuple[Any, Any]] = {"publisher": PUBLISHER, "language": (_or_no_value(Article.language), NOT_SHOWN)}


def _select(dates: Iterable[Any], facets: dict[str, tuple[Any, Any]], *more: Any) -> Any:
    """Select dates, then value and shown value of each facet, then more columns."""
    columns = [*dates, *(each for pair in facets.values() for each in pair), *more]
    return select(*(each.label(f"column_{n}") for n, each in enumerate(columns)))


SELECT_CLAIMS = (
    _select(
        (col(Claim.said_earliest), col(Claim.said_latest), col(Claim.said_precision)),
        CLAIM_FACETS,
        *(col(Claim.article_number), col(Claim.speaker_position), col(Entity.folded)),
    )
    .join_from(Claim, Article, col(Article.number) == col(Claim.article_number))
    .outerjoin(Entity, col(Entity.number) == col(Claim.speaker_number))
)
# What of a claim changes when its speaker is resolved otherwise, or gets another kind. A third of the time of all facets.
SPEAKER_FACETS = {name: CLAIM_FACETS[name] for name in ("speaker", "speaker_kind")}
SELECT_SPEAKERS = (
    _select(
        (col(Claim.said_earliest), col(Claim.said_latest), col(Claim.said_precision)),
        SPEAKER_FACETS,
        *(col(Claim.article_number), col(Claim.speaker_position), col(Entity.folded)),
    )
    .join_from(Claim, Entity, col(Entity.number) == col(Claim.speaker_number))
    .join(
        Appearance,
        (col(Appearance.article_number) == col(Claim.article_number)) & (col(Appearance.position) == col(Claim.speaker_position)),
    )
)
SELECT_EVENTS = _select((col(Event.date_earliest), col(Event.date_latest), col(Event.date_precision)), EVENT_FACETS, null())
SELECT_ARTICLES = _select((col(Article.published_on), col(Article.published_on), null()), ARTICLE_FACETS, col(Article.text).is_not(None))


def select_counted_rows(session: Session, articles: Collection[int]) -> CountedRows:
    """Return the stored rows of these articles."""
    connection = session.connection()
    claims = connection.execute(SELECT_CLAIMS.where(col(Claim.article_number).in_(articles))).all()
    events = connection.execute(SELECT_EVENTS.where(col(Event.article_number).in_(articles))).all()
    stored = connection.execute(SELECT_ARTICLES.where(col(Article.number).in_(articles))).all()
    relations = session.scalar(select(func.count()).select_from(Relation).where(col(Relation.article_number).in_(articles))) or 0
    return CountedRows(
        _counted_table(claims, CLAIM_FACETS, 3),
        _counted_table(events, EVENT_FACETS),
        _counted_table(stored, ARTICLE_FACETS),
        _stored_roles(session, articles),
        relations,
    )


def select_counted_speakers(session: Session, articles: Collection[int], keys: Collection[int]) -> tuple[CountedTable, Roles]:
    """Return the stored claims in these articles of the speakers that these entities are, as articles name them; and their roles."""
    of_speakers = SELECT_SPEAKERS.where(col(Claim.article_number).in_(articles), col(Appearance.key_number).in_(keys))
    result = session.connection().execute(of_speakers)
    table = _counted_table(result.cursor.fetchall(), SPEAKER_FACETS, 3)  # the driver's tuples: as rows they take twice the time
    result.close()
    return table, _stored_roles(session, articles) if table.more else {}


def _counted_table(rows: Sequence[Any], facets: Iterable[str], more: int = 1) -> CountedTable:
    """Return selected rows as columns."""
    names = [*facets]
    columns: list[Column] = [*zip(*rows, strict=True)] or [()] * (3 + 2 * len(names) + more)
    values = {facet: (columns[3 + 2 * n], columns[4 + 2 * n]) for n, facet in enumerate(names)}
    return CountedTable((columns[0], columns[1], columns[2]), values, columns[-1] if more == 1 else [*zip(*columns[-more:], strict=True)])


def new_counted_rows(rows: ColumnsByTable, speakers: Speakers) -> CountedRows:
    """Return the resolved rows of new articles."""
    roles = select_columns(rows, Role, "article_number", "position", "organization_folded", "organization")
    named = sorted((row for row in roles if row[3] is not None), key=lambda row: str(row[3]), reverse=True)
    return CountedRows(_claims(rows, speakers), _events(rows), _articles(rows), _roles(named), len(column(rows, Relation, "position")))


def _claims(rows: ColumnsByTable, speakers: Speakers) -> CountedTable:
    numbers = column(rows, Claim, "speaker_number")
    kinds_and_names = [speakers.get(number, UNKNOWN) for number in numbers]
    publisher_of: Any = {row[0]: row[1:] for row in select_columns(rows, Article, "number", "publisher_folded", "publisher")}
    publishers = [publisher_of[article] for article in column(rows, Claim, "article_number")]
    facets = {name: _values(column(rows, Claim, name)) for name in ("kind", "mode", "review", "section")}
    facets["cue"] = _values(column(rows, Claim, "cue_folded"))
    facets["speaker"] = _values([NO_VALUE if number is None else str(number) for number in numbers])
    facets["speaker_kind"] = _values([kind for kind, _ in kinds_and_names])
    facets["place"] = _values(column(rows, Claim, "place_folded"), column(rows, Claim, "place"))
    facets["publisher"] = _values([folded for folded, _ in publishers], [shown for _, shown in publishers])
    positions = column(rows, Claim, "article_number"), column(rows, Claim, "speaker_position")
    return CountedTable(_dates(rows, Claim, "said"), facets, [*zip(*positions, [name for _, name in kinds_and_names], strict=True)])


UNKNOWN = (NO_VALUE, None)


def _events(rows: ColumnsByTable) -> CountedTable:
    facets = {name: _values(column(rows, Event, name)) for name in ("kind", "status")}
    facets["place"] = _values(column(rows, Event, "place_folded"), column(rows, Event, "place"))
    return CountedTable(_dates(rows, Event, "date"), facets, ())


def _articles(rows: ColumnsByTable) -> CountedTable:
    facets = {
        "publisher": _values(column(rows, Article, "publisher_folded"), column(rows, Article, "publisher")),
        "language": _values(column(rows, Article, "language")),
    }
    days = column(rows, Article, "published_on")
    return CountedTable((days, days, [None] * len(days)), facets, [text is not None for text in column(rows, Article, "text")])


def _dates(rows: ColumnsByTable, table: type[Any], prefix: str) -> tuple[Column, Column, Column]:
    earliest, latest, precision = (column(rows, table, f"{prefix}_{name}") for name in ("earliest", "latest", "precision"))
    return earliest, latest, precision


def _values(values: Column, shown: Column | None = None) -> tuple[Column, Column | None]:
    """Return the columns of a facet, with texts in place of None."""
    known = [NO_VALUE if value is None else value for value in values]
    return known, None if shown is None else ["" if value is None else value for value in shown]


def _stored_roles(session: Session, articles: Collection[int]) -> Roles:
    columns = [col(each) for each in (Role.article_number, Role.position, Role.organization_folded, Role.organization)]
    rows: Any = select(*columns).where(col(Role.article_number).in_(articles), col(Role.organization).is_not(None))
    return _roles(session.connection().execute(rows.order_by(col(Role.organization).desc())))


def _roles(rows: Iterable[Any]) -> Roles:
    """Return the organizations of roles by appearance and folded name.

    Rows come in descending order of spelling: of several spellings of one name the smallest is kept.
    """
    found: Roles = defaultdict(dict)
    for article, position, folded, shown in rows:
        found[article, position][folded] = shown
    return found
