"""The table of counters, written in the transaction that changes what they count."""

from sqlmodel import Field

from app.database.tables.columns import WITHOUT_ROWID, Table, partial_index

NO_VALUE = " "  # the ``value`` of things that have none. No folded text and no number is a space.
# ``earliest`` and ``latest`` of dates with an open or unknown end. They sort before and behind every month.
OPEN_START, OPEN_END = "0", "9999-12-31"

# The condition of the partial indexes. Why not ``facet = 'speaker'``? SQLite would compare that with each row that is deleted, and prepare
# the statement anew (7 µs). PostgreSQL would drop it from the query, and not use the columns behind ``facet`` in the index.
IS_SPEAKER_FACET = "facet || '' = 'speaker'"


class Count(Table, table=True):
    """How many things of a kind (``what``) have a value of a facet and a date within these months. Kept by ``ingest.writing.counters``.

    ``earliest`` and ``latest`` are the months of the first and the last day of the date ("2024-06"), so that whole months are counted
    exactly. The facet ``date`` has days instead, with the precision as the value. Both are '' in rows that count everything, dated or not.
    Speakers have two more rows: (``OPEN_START``, '') counts all claims with an open start, ('', ``OPEN_END``) all others with an open end.

    ``value`` of a speaker is its number, as text. ``shown`` is the spelling of a folded value. For organizations it ends in a tab and,
    where the speaker itself is the organization, its number.
    """

    __tablename__ = "counts"
    __table_args__ = (
        # ``queries.counting.commonest`` reads from these the speakers with most claims in some months, and how many claims they have.
        partial_index("what", "facet", "earliest", "latest", "number", where=IS_SPEAKER_FACET),
        partial_index("what", "facet", "value", "latest", "earliest", "number", where=IS_SPEAKER_FACET),
        WITHOUT_ROWID,
    )

    what: str = Field(primary_key=True)
    facet: str = Field(primary_key=True)
    earliest: str = Field(primary_key=True)
    latest: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    shown: str = Field(primary_key=True)
    number: int
