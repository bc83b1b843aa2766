"""Tables of events, of their participants and of their figures."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.database.tables.columns import BIG, GIVEN, WITHOUT_ROWID, Json, Table, appearance_key, partial_index, vocabulary_check
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
        Index(None, "date_order", "tie", "date_earliest"),
        Index(None, "confidence_order", "tie"),
        Index(None, "article_number", "position", unique=True),
        partial_index("place_folded", where="place_folded IS NOT NULL"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    id: str = Field(unique=True)
    tie: int = Field(sa_type=BIG)
    article_number: int = Field(foreign_key="articles.number", ondelete="CASCADE")
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
    confidence_order: int  # as in ``Claim``
    review: str
    claims: int
    words: str  # folded, of title, place and participants, for full-text search


class Participant(Table, table=True):
    """A participant of an event: an entity of the article, or a bare name."""

    __tablename__ = "participants"
    __table_args__ = (
        vocabulary_check("role", vocabulary.ParticipantRole),
        appearance_key("article_number", "appearance_position"),
        partial_index("entity_number", "event_number", where="entity_number IS NOT NULL"),
        WITHOUT_ROWID,
    )

    event_number: int = Field(primary_key=True, foreign_key="events.number", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    article_number: int
    appearance_position: int | None
    entity_number: int | None = Field(foreign_key="entities.number")
    name: str | None
    role: str


class Figure(Table, table=True):
    """A number that belongs to an event."""

    __tablename__ = "figures"
    __table_args__ = (
        vocabulary_check("measure", vocabulary.Measure),
        vocabulary_check("qualifier", vocabulary.Qualifier),
        WITHOUT_ROWID,
    )

    event_number: int = Field(primary_key=True, foreign_key="events.number", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    measure: str
    value: float | None
    text: str | None
    qualifier: str
    span: list[int] | None = Field(sa_type=Json)
    hidden_text: str | None  # in place of ``text`` where the article's policy hides it
