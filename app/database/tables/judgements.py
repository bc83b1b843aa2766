"""The table of judgements: whether two entities are one, as people say."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.database.tables.columns import Table, UtcDateTime, vocabulary_check
from app.terms import vocabulary


class Judgement(Table, table=True):
    """A person's judgement on two entities, which beats every rule of resolution until it is taken back.

    Rows hold public ids, as the entities are named before resolution, and no numbers: a judgement waits while an entity is not there, and
    holds again when it comes back. ``entity_id`` is the smaller of the two.
    """

    __tablename__ = "judgements"
    __table_args__ = (
        vocabulary_check("judgement", vocabulary.Judgement),
        CheckConstraint("entity_id < other_id", name="pair"),
    )

    number: int = Field(primary_key=True)
    entity_id: str = Field(index=True)
    other_id: str = Field(index=True)
    judgement: str
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str | None
    reason: str | None
    taken_back_at: datetime | None = Field(sa_type=UtcDateTime)
    taken_back_by: str | None
    taken_back_reason: str | None
