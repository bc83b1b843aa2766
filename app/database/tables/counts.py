"""The table of counters, kept in the transaction that changes what they count."""

from sqlalchemy import Index, text
from sqlmodel import Field

from app.database.tables.columns import (
    Table as Table,  # the tables are looked up in its metadata, which is full only once they are defined here
)

NO_VALUE = " "  # in the key of a counter: of what has no value there. Nothing folded, and no id, is a space


OPEN_START, OPEN_END = "0", "9999-12-31"  # before and behind every month: an open or unknown end is no month


# Not the facet itself. SQLite would compare it with that of each row that is deleted, and prepare the statement anew (7 µs); PostgreSQL
# would take it for granted, and look for nothing behind it in the index.
IS_SPEAKER_FACET = "facet || '' = 'speaker'"


def _speaker_index(*columns: str) -> Index:
    return Index(None, *columns, sqlite_where=text(IS_SPEAKER_FACET), postgresql_where=text(IS_SPEAKER_FACET))


class Count(Table, table=True):
    """How many things have a value and, as far as their date is known, may be of these months; kept by ``ingest.counters``.

    ``earliest`` and ``latest`` are the months of the first and the last day that it can have been ("2024-06"), so that whole months
    are counted exactly; of the facet ``date`` the days, with the precision as the value; '' for everything, dated or not. ``shown``
    is the spelling of a value that is folded; for organizations it ends in a tab and, where that is the speaker itself, its id.
    Of speakers also all that is open at its start has a row, (``OPEN_START``, ''), and all else that is open at its end ('', ``OPEN_END``).
    """

    __tablename__ = "counts"
    __table_args__ = (
        # Those of a window who have most, and how many they have: read by ``queries.commonest``.
        _speaker_index("what", "facet", "earliest", "latest", "number"),
        _speaker_index("what", "facet", "value", "latest", "earliest", "number"),
        {"sqlite_with_rowid": False},
    )

    what: str = Field(primary_key=True)
    facet: str = Field(primary_key=True)
    earliest: str = Field(primary_key=True)
    latest: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    shown: str = Field(primary_key=True)
    number: int
