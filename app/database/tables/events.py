"""Tables of events, of their participants and of their figures."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.database.tables.columns import Json, Table, appearance_key, vocabulary_check
from app.terms import vocabulary


class Event(Table, table=True):
    """Something that happened, happens, is planned or is imagined, by one article."""

    __tablename__ = "events"
    __table_args__ = (
        vocabulary_check("kind", vocabulary.EventKind),
        vocabulary_check("status", vocabulary.EventStatus),
        vocabulary_check("review", vocabulary.Review),
        vocabulary_check("date_precision", vocabulary.Precision),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint("date_earliest <= date_latest", name="date"),
        Index(None, "date_order", "id", "date_earliest"),
        Index(None, "article_id", "position", unique=True),
        Index(None, "place_folded"),
    )

    number: int = Field(primary_key=True)
    id: str = Field(unique=True)
    article_id: str = Field(foreign_key="articles.id", ondelete="CASCADE")
    local_id: str
    position: int
    title: str
    kind: str
    status: str
    negated: bool
    date_edtf: str | None
    date_earliest: str | None
    date_latest: str | None
    date_precision: str | None
    date_order: str  # date_latest, or '' where undated, so that keysets compare
    place: str | None
    place_folded: str | None
    mentions: list[list[int]] = Field(sa_type=Json)
    main: bool
    confidence: float | None
    review: str
    claims: int
    words: str  # folded, of title, place and participants, for full-text search


class Participant(Table, table=True):
    """A participant of an event: an entity of the article, or a bare name."""

    __tablename__ = "participants"
    __table_args__ = (
        vocabulary_check("role", vocabulary.ParticipantRole),
        appearance_key("article_id", "appearance_position"),
        Index(None, "entity_id", "event_id"),
    )

    event_id: str = Field(primary_key=True, foreign_key="events.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    article_id: str
    appearance_position: int | None
    entity_id: str | None = Field(foreign_key="entities.id")
    name: str | None
    role: str


class Figure(Table, table=True):
    """A number that belongs to an event."""

    __tablename__ = "figures"
    __table_args__ = (vocabulary_check("measure", vocabulary.Measure), vocabulary_check("qualifier", vocabulary.Qualifier))

    event_id: str = Field(primary_key=True, foreign_key="events.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    measure: str
    value: float | None
    text: str | None
    qualifier: str
    span: list[int] | None = Field(sa_type=Json)
