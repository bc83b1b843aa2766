"""The table of claims and events that people rejected, which no other table has."""

from sqlalchemy import Index
from sqlmodel import Field

from app.database.tables.columns import BIG, Table, vocabulary_check
from app.terms import vocabulary


class Rejected(Table, table=True):
    """A claim or event that a person rejected, with the columns that its list needs.

    Such things have a table of their own, so that nothing that lists, counts or searches has to leave them out. ``speaker_position`` is
    that of the speaker's appearance in the article.
    """

    __tablename__ = "rejected"
    __table_args__ = (
        vocabulary_check("type", vocabulary.ReviewedType),
        Index(None, "type", "date_order", "tie"),
    )

    id: str = Field(primary_key=True)
    type: str
    tie: int = Field(sa_type=BIG)
    article_number: int = Field(foreign_key="articles.number", ondelete="CASCADE", index=True)
    local_id: str
    speaker_position: int | None
    date_order: str  # ``said_order`` of a claim, ``date_order`` of an event
    rendered_shape: int  # as in ``Article``
    rendered: bytes
    hidden: bytes | None  # the whole JSON, where the article's policy hides some of it
