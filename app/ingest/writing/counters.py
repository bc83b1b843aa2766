"""Counter rows: numbers of claims, events, articles and entities by value and date.

Code that changes rows of articles or entities counts them before and after, in the same transaction, and records the difference: so
no counter drifts, and an unchanged counter costs no write. Values are counted column by column, by ``Counter``, which runs in C.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, literal, null, select
from sqlmodel import Session, col

from app.database.tables.articles import Article
from app.database.tables.claims import Claim, Relation
from app.database.tables.counts import NO_VALUE, OPEN_END, OPEN_START
from app.database.tables.entities import Entity, Role
from app.database.tables.events import Event
from app.terms.dates import EARLIEST_DAY, LATEST_DAY

IDS_PER_STATEMENT = 500
Key = tuple[str, str, str, str, str, str]  # what, facet, earliest, latest, value, shown: the primary key of a counter row
Counts = Counter[Key]
Value = tuple[str, str]  # value, and the shown value where that differs
ADD_TO_COUNTER = """
    INSERT INTO counts (what, facet, earliest, latest, value, shown, number) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (what, facet, earliest, latest, value, shown) DO UPDATE SET number = counts.number + excluded.number
"""
REMOVE_ZERO = "DELETE FROM counts WHERE what = ? AND facet = ? AND earliest = ? AND latest = ? AND value = ? AND shown = ? AND number = 0"


def _or_no_value(column: Any) -> ColumnElement[str]:
    return func.coalesce(column, NO_VALUE)


NOT_SHOWN = literal("")
PUBLISHER = (_or_no_value(Article.publisher_folded), func.coalesce(Article.publisher, ""))
CLAIM_VALUES: dict[str, tuple[Any, Any]] = {
    "kind": (Claim.kind, NOT_SHOWN),
    "mode": (Claim.mode, NOT_SHOWN),
    "review": (Claim.review, NOT_SHOWN),
    "cue": (_or_no_value(Claim.cue_folded), NOT_SHOWN),
    "section": (_or_no_value(Claim.section), NOT_SHOWN),
    "speaker": (_or_no_value(Claim.speaker_id), NOT_SHOWN),
    "speaker_kind": (_or_no_value(Entity.kind), NOT_SHOWN),
    "place": (_or_no_value(Claim.place_folded), func.coalesce(Claim.place, "")),
    "publisher": PUBLISHER,
}
EVENT_VALUES: dict[str, tuple[Any, Any]] = {
    "kind": (Event.kind, NOT_SHOWN),
    "status": (Event.status, NOT_SHOWN),
    "place": (_or_no_value(Event.place_folded), func.coalesce(Event.place, "")),
}
ARTICLE_VALUES: dict[str, tuple[Any, Any]] = {"publisher": PUBLISHER, "language": (_or_no_value(Article.language), NOT_SHOWN)}


def _columns(dates: Iterable[Any], values: dict[str, tuple[Any, Any]], *more: Any) -> Any:
    """Select dates, then pairs of value and shown value, then more columns."""
    columns = [*dates, *(column for pair in values.values() for column in pair), *more]
    return select(*(column.label(f"column_{n}") for n, column in enumerate(columns)))


SELECT_CLAIMS = (
    _columns(
        (col(Claim.said_earliest), col(Claim.said_latest), col(Claim.said_precision)),
        CLAIM_VALUES,
        *(col(Claim.article_id), col(Claim.speaker_position), col(Entity.folded)),
    )
    .join_from(Claim, Article, col(Article.id) == col(Claim.article_id))
    .outerjoin(Entity, col(Entity.id) == col(Claim.speaker_id))
)
SELECT_EVENTS = _columns((col(Event.date_earliest), col(Event.date_latest), col(Event.date_precision)), EVENT_VALUES)
SELECT_ARTICLES = _columns((col(Article.published_on), col(Article.published_on), null()), ARTICLE_VALUES, col(Article.text).is_not(None))


class RowsToCount(NamedTuple):
    """Rows of articles as the three SELECTs above return them, organizations of roles, and the number of relations."""

    claims: Sequence[Any]
    events: Sequence[Any]
    articles: Sequence[Any]
    roles: dict[tuple[str, int], dict[str, str]]
    relations: int


def count(session: Session, article_ids: Collection[str]) -> Counts:
    """Count the stored rows of these articles."""
    counts = Counts()
    for chunk in _chunks(article_ids):
        count_rows(counts, _stored(session, chunk))
    return counts


def count_rows(counts: Counts, rows: RowsToCount) -> None:
    """Add rows that are, or will be, stored to ``counts``."""
    _tally(counts, "claims", rows.claims, CLAIM_VALUES)
    _tally_values(counts, "claims", "organization", *_organizations(rows.claims, rows.roles))
    _tally(counts, "events", rows.events, EVENT_VALUES)
    _tally(counts, "articles", rows.articles, ARTICLE_VALUES)
    with_text = [_months(*row[:3]) for row in rows.articles if row[-1]]
    _tally_values(counts, "articles", "text", with_text, [("", "")] * len(with_text))
    counts["relations", "all", "", "", "", ""] += rows.relations


def _stored(session: Session, article_ids: Collection[str]) -> RowsToCount:
    connection = session.connection()
    claims = connection.execute(SELECT_CLAIMS.where(col(Claim.article_id).in_(article_ids))).all()
    events = connection.execute(SELECT_EVENTS.where(col(Event.article_id).in_(article_ids))).all()
    articles = connection.execute(SELECT_ARTICLES.where(col(Article.id).in_(article_ids))).all()
    relations = session.scalar(select(func.count()).select_from(Relation).where(col(Relation.article_id).in_(article_ids))) or 0
    return RowsToCount(claims, events, articles, _roles(session, article_ids), relations)


def count_entities(session: Session, entity_ids: Collection[str]) -> Counts:
    """Count as entities those that are not merged into others, and as speakers those of them that make claims."""
    counts = Counts()
    for chunk in _chunks(entity_ids):
        is_survivor = col(Entity.id) == col(Entity.survivor_id)
        rows = select(col(Entity.kind), col(Entity.claims) > 0).where(is_survivor, col(Entity.id).in_(chunk))
        for kind, is_speaker in session.connection().execute(rows):
            counts.update((what, "kind", "", "", kind, "") for what in ("entities", *(["speakers"] if is_speaker else [])))
    return counts


def record(session: Session, after: Counts, before: Counts = Counts()) -> None:  # noqa: B008  # never changed
    """Add ``after`` less ``before`` to the counter rows, and remove rows that become zero.

    Rows are written in the order of their keys: in a large archive fewer pages are written.
    """
    after.subtract(before)
    changed = sorted((*key, number) for key, number in after.items() if number)
    if not changed:
        return
    _execute(session, ADD_TO_COUNTER, changed)
    fallen = [row[:-1] for row in changed if row[-1] < 0]
    if fallen:
        _execute(session, REMOVE_ZERO, fallen)


def _execute(session: Session, statement: str, rows: list[Any]) -> None:
    """Execute a statement by the driver itself: SQLAlchemy would make a dictionary of each row."""
    connection = session.connection()
    connection.exec_driver_sql(statement if connection.dialect.name == "sqlite" else statement.replace("?", "%s"), rows)


def _chunks(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    return (ordered[start : start + IDS_PER_STATEMENT] for start in range(0, len(ordered), IDS_PER_STATEMENT))


def _tally(counts: Counts, what: str, rows: Sequence[Any], facets: Iterable[str]) -> None:
    """Count rows by the values of each facet, in total and by months of the date; count all rows by exact date."""
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    months = [_months(*date) for date in zip(*columns[:3], strict=True)]
    _tally_values(counts, what, "all", months, [("", "")] * len(rows))
    for n, facet in enumerate(facets):
        _tally_values(counts, what, facet, months, list(zip(columns[3 + 2 * n], columns[4 + 2 * n], strict=True)))
    for (earliest, latest, precision), number in Counter(zip(*columns[:3], strict=True)).items():
        counts[what, "date", earliest or "", latest or "", precision or "", ""] += number


def _tally_values(counts: Counts, what: str, facet: str, months: Sequence[tuple[str, str] | None], values: Sequence[Value]) -> None:
    if facet != "speaker":  # the total of a speaker's claims is a column of the entity
        for (value, shown), number in Counter(values).items():
            counts[what, facet, "", "", value, shown] += number
    for (between, (value, shown)), number in Counter(zip(months, values, strict=True)).items():
        if between:
            counts[what, facet, *between, value, shown] += number
        if between and facet == "speaker" and (open_end := _open_end(*between)):
            counts[what, facet, *open_end, value, shown] += number


@lru_cache(maxsize=65_536)
def _months(earliest: str | None, latest: str | None, precision: str | None) -> tuple[str, str] | None:
    if earliest is None or latest is None:
        return None
    may_be_open = precision in ("range", "unknown")
    first = OPEN_START if may_be_open and earliest == EARLIEST_DAY else earliest[:7]
    return first, OPEN_END if may_be_open and latest == LATEST_DAY else latest[:7]


def _open_end(earliest: str, latest: str) -> tuple[str, str] | None:
    """Return start and end of the counter of all dates without a start, or without an end; None if the date has both."""
    if earliest == OPEN_START:
        return OPEN_START, ""
    return ("", OPEN_END) if latest == OPEN_END else None


def _organizations(rows: Sequence[Any], organizations_of: dict[tuple[str, int], dict[str, str]]) -> tuple[list[Any], list[Value]]:
    """Return, in two lists, the months and the organization for each organization of each claim."""
    months, values = list[Any](), list[Value]()
    kind, speaker = (3 + 2 * list(CLAIM_VALUES).index(name) for name in ("speaker_kind", "speaker"))
    for row in rows:
        named = organizations_of.get((row[-3], row[-2]), {})
        found = list(_when_organization_speaks(named, row[speaker], row[-1]) if row[kind] == "organization" else _when_other_speaks(named))
        months += repeat(_months(*row[:3]), len(found))
        values += found
    return months, values


def _when_other_speaks(named: dict[str, str]) -> Iterator[Value]:
    return ((folded, f"{shown}\t") for folded, shown in named.items()) if named else iter([(NO_VALUE, "")])


def _when_organization_speaks(named: dict[str, str], entity_id: str, folded: str | None) -> Iterator[Value]:
    """Yield the organizations of a claim by an organization: the speaker itself (no value if unnamed), and those of its roles."""
    yield (NO_VALUE, "") if folded is None else (folded, f"{named.get(folded, '')}\t{entity_id}")
    yield from ((name, f"{shown}\t") for name, shown in named.items() if name != folded)


def _roles(session: Session, article_ids: Collection[str]) -> dict[tuple[str, int], dict[str, str]]:
    columns = [col(column) for column in (Role.article_id, Role.position, Role.organization_folded, Role.organization)]
    rows: Any = select(*columns).where(col(Role.article_id).in_(article_ids), col(Role.organization).is_not(None))
    return organizations_of_roles(session.connection().execute(rows.order_by(col(Role.organization).desc())))


def organizations_of_roles(rows: Iterable[Any]) -> dict[tuple[str, int], dict[str, str]]:
    """Return the organizations of roles by appearance and folded name.

    Rows come in descending order of spelling: of several spellings of one name the smallest is kept.
    """
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for article_id, position, folded, shown in rows:
        found[article_id, position][folded] = shown
    return found
