"""Rows of new articles in the form that ``counters`` counts.

The rows are still in memory: reading them from the tables takes three times as long.
"""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from app.database.tables.articles import Article
from app.database.tables.claims import Claim
from app.database.tables.counts import NO_VALUE
from app.database.tables.entities import Role
from app.database.tables.events import Event
from app.ingest.preparing.driver_rows import DriverRowsByTable, select_columns
from app.ingest.writing.counters import RowsToCount, organizations_of_roles

Speakers = Mapping[str, tuple[str, str | None]]  # kind and folded name, by id of the resolved entity
DATE_COLUMNS = "said_earliest", "said_latest", "said_precision"
CLAIM_COLUMNS = (
    *DATE_COLUMNS,
    "kind",
    "mode",
    "review",
    "cue_folded",
    "section",
    "speaker_id",
    "place_folded",
    "place",
    "article_id",
    "speaker_position",
)


def rows_to_count(rows: DriverRowsByTable, speakers: Speakers) -> RowsToCount:
    """Return the resolved rows of articles in the columns and order in which ``counters`` selects stored rows."""
    publishers = {row[0]: _value_and_shown(*row[1:]) for row in select_columns(rows, Article, "id", "publisher_folded", "publisher")}
    roles = [
        row for row in select_columns(rows, Role, "article_id", "position", "organization_folded", "organization") if row[-1] is not None
    ]
    roles.sort(key=itemgetter(-1), reverse=True)
    return RowsToCount(
        [_claim_to_count(row, publishers, speakers) for row in select_columns(rows, Claim, *CLAIM_COLUMNS)],
        list(
            map(
                _event_to_count,
                select_columns(rows, Event, "date_earliest", "date_latest", "date_precision", "kind", "status", "place_folded", "place"),
            )
        ),
        list(map(_article_to_count, select_columns(rows, Article, "published_on", "publisher_folded", "publisher", "language", "text"))),
        organizations_of_roles(roles),
        len(rows.get("relations", ())),
    )


def _claim_to_count(row: Any, publishers: Mapping[str, tuple[str, str]], speakers: Speakers) -> tuple[Any, ...]:
    earliest, latest, precision, kind, mode, review, cue, section, speaker, folded, place, article, position = row
    speaker_kind, name = speakers.get(speaker, (NO_VALUE, None))
    values = kind, "", mode, "", review, "", _or_no_value(cue), "", _or_no_value(section), "", _or_no_value(speaker), "", speaker_kind, ""
    return (earliest, latest, precision, *values, *_value_and_shown(folded, place), *publishers[article], article, position, name)


def _event_to_count(row: Any) -> tuple[Any, ...]:
    earliest, latest, precision, kind, status, folded, place = row
    return (earliest, latest, precision, kind, "", status, "", *_value_and_shown(folded, place))


def _article_to_count(row: Any) -> tuple[Any, ...]:
    day, folded, publisher, language, text = row
    return (day, day, None, *_value_and_shown(folded, publisher), _or_no_value(language), "", text is not None)


def _or_no_value(value: str | None) -> str:
    return NO_VALUE if value is None else value


def _value_and_shown(folded: str | None, shown: str | None) -> tuple[str, str]:
    return _or_no_value(folded), shown or ""
