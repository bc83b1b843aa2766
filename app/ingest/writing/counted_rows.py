"""Rows of new articles as the counters take them: from memory, which takes a third of the time of reading what was just written."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from app.database.tables.articles import Article
from app.database.tables.claims import Claim
from app.database.tables.counts import NO_VALUE
from app.database.tables.entities import Role
from app.database.tables.events import Event
from app.ingest.preparing.driver_rows import Rows, given
from app.ingest.writing.counters import Countable, organizations_of_roles

Speakers = Mapping[str, tuple[str, str | None]]  # kind and folded name of entities, as resolved
DATES = "said_earliest", "said_latest", "said_precision"
SAID = *DATES, "kind", "mode", "review", "cue_folded", "section", "speaker_id", "place_folded", "place", "article_id", "speaker_position"


def countable(rows: Rows, speakers: Speakers) -> Countable:
    """Return what there is to count of the rows of articles, resolved, in the order in which ``counters`` selects it."""
    publishers = {row[0]: _spelled(*row[1:]) for row in given(rows, Article, "id", "publisher_folded", "publisher")}
    roles = [row for row in given(rows, Role, "article_id", "position", "organization_folded", "organization") if row[-1] is not None]
    roles.sort(key=itemgetter(-1), reverse=True)
    return Countable(
        [_claim(row, publishers, speakers) for row in given(rows, Claim, *SAID)],
        list(map(_event, given(rows, Event, "date_earliest", "date_latest", "date_precision", "kind", "status", "place_folded", "place"))),
        list(map(_article, given(rows, Article, "published_on", "publisher_folded", "publisher", "language", "text"))),
        organizations_of_roles(roles),
        len(rows.get("relations", ())),
    )


def _claim(row: Any, publishers: Mapping[str, tuple[str, str]], speakers: Speakers) -> tuple[Any, ...]:
    earliest, latest, precision, kind, mode, review, cue, section, speaker, folded, place, article, position = row
    speaker_kind, name = speakers.get(speaker, (NO_VALUE, None))
    own = kind, "", mode, "", review, "", _known(cue), "", _known(section), "", _known(speaker), "", speaker_kind, ""
    return (earliest, latest, precision, *own, *_spelled(folded, place), *publishers[article], article, position, name)


def _event(row: Any) -> tuple[Any, ...]:
    earliest, latest, precision, kind, status, folded, place = row
    return (earliest, latest, precision, kind, "", status, "", *_spelled(folded, place))


def _article(row: Any) -> tuple[Any, ...]:
    day, folded, publisher, language, text = row
    return (day, day, None, *_spelled(folded, publisher), _known(language), "", text is not None)


def _known(value: str | None) -> str:
    return NO_VALUE if value is None else value


def _spelled(folded: str | None, shown: str | None) -> tuple[str, str]:
    return _known(folded), shown or ""
