"""Tables of claims, of their holders and topics, and of relations between claims and events."""

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.database.tables.columns import BIG, GIVEN, WITHOUT_ROWID, Json, Table, appearance_key, one_of, partial_index, vocabulary_check
from app.terms import vocabulary


class Claim(Table, table=True):
    """Something that one article says somebody said."""

    __tablename__ = "claims"
    __table_args__ = (
        vocabulary_check("kind", vocabulary.ClaimKind),
        vocabulary_check("mode", vocabulary.ClaimMode),
        vocabulary_check("section", vocabulary.Section),
        vocabulary_check("review", vocabulary.Review),
        vocabulary_check("said_precision", vocabulary.Precision),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint("said_earliest <= said_latest", name="said"),
        appearance_key("article_number", "speaker_position"),
        appearance_key("article_number", "reported_via_position"),
        # The index holds ``said_earliest`` and ``kind``, so that a list of past days, or of a kind, skips others without reading them.
        Index(None, "said_order", "tie", "said_earliest", "kind"),
        Index(None, "published_order", "tie"),
        Index(None, "confidence_order", "tie"),
        # The last three columns let a speaker's claims be counted in the index alone.
        Index(None, "speaker_number", "said_order", "tie", "said_earliest", "kind", "mode"),
        Index(None, "article_number", "position", unique=True),
        Index(None, "cue_folded", "said_order", "tie"),
        partial_index("place_folded", "said_order", "tie", where="place_folded IS NOT NULL"),
        partial_index("reported_via_number", where="reported_via_number IS NOT NULL"),
        Index(None, "quote_key", "speaker_number"),  # finds repetitions of a quote; a speaker may have very many claims
    )

    number: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs=GIVEN)
    id: str = Field(unique=True)
    tie: int = Field(sa_type=BIG)
    article_number: int = Field(foreign_key="articles.number", ondelete="CASCADE")
    local_id: str
    position: int
    speaker_number: int | None = Field(foreign_key="entities.number")
    speaker_position: int | None
    reported_via_number: int | None = Field(foreign_key="entities.number")
    reported_via_position: int | None
    kind: str
    mode: str
    source: list[list[int]] = Field(sa_type=Json)
    cue: list[list[int]] = Field(sa_type=Json)
    content: list[list[int]] = Field(sa_type=Json)
    as_said: str | None
    cue_text: str | None
    cue_folded: str | None
    quote_key: bytes  # the first half of the hash of the quote, by which equal quotes are found; the document has all of it
    quote: str | None  # as people read it: the parts, which ``excerpts`` has one by one, joined by " … "
    excerpts: list[list[str]] | None = Field(sa_type=Json)  # (exact, prefix, suffix) of each content span
    gist: str | None
    said_edtf: str | None
    said_earliest: str | None
    said_latest: str | None
    said_precision: str | None
    said_order: str  # said_latest, or '' where undated, so that keysets compare
    published_order: str  # the article's
    addressee: str | None
    place: str | None
    place_folded: str | None
    explicit: bool
    section: str | None
    confidence: float | None
    # Hundredths, which take a byte in the index; 101 where a person made the claim, -1 where the extractor does not say.
    confidence_order: int
    review: str
    words: str  # folded, of gist, quote and the speaker's name or descriptor, for full-text search
    rendered_shape: int  # as in ``Article``
    rendered: bytes
    hidden: dict[str, Any] | None = Field(sa_type=Json)  # values that the article's policy hides, by column


class Holder(Table, table=True):
    """An entity whose view a claim is, where the view is not the speaker's own."""

    __tablename__ = "claim_holders"
    __table_args__ = (appearance_key("article_number", "appearance_position"), Index(None, "entity_number"), WITHOUT_ROWID)

    claim_number: int = Field(primary_key=True, foreign_key="claims.number", ondelete="CASCADE", sa_type=BIG)
    position: int = Field(primary_key=True)
    article_number: int
    appearance_position: int
    entity_number: int = Field(foreign_key="entities.number")


class About(Table, table=True):
    """A topic of a claim: an entity or an event."""

    __tablename__ = "claim_abouts"
    __table_args__ = (
        CheckConstraint("(entity_number IS NULL) <> (event_number IS NULL)", name="entity_or_event"),
        appearance_key("article_number", "appearance_position"),
        partial_index("entity_number", "claim_number", where="entity_number IS NOT NULL"),
        partial_index("event_number", "claim_number", where="event_number IS NOT NULL"),
        # The graph is counted in the index alone. PostgreSQL's names have 63 characters at most.
        Index("ix_claim_abouts_speaker_number_entity_number", "speaker_number", "entity_number", "event_number", "claim_number"),
        WITHOUT_ROWID,
    )

    claim_number: int = Field(primary_key=True, foreign_key="claims.number", ondelete="CASCADE", sa_type=BIG)
    position: int = Field(primary_key=True)
    article_number: int
    appearance_position: int | None
    entity_number: int | None = Field(foreign_key="entities.number")
    event_number: int | None = Field(foreign_key="events.number", ondelete="CASCADE")
    speaker_number: int | None  # the claim's
    speaker_position: int | None


class Relation(Table, table=True):
    """A claim restates, contradicts, supports, elaborates or responds to a claim or event; or an event precedes or causes another."""

    __tablename__ = "relations"
    __table_args__ = (
        CheckConstraint("(from_claim_number IS NULL) <> (from_event_number IS NULL)", name="from"),
        CheckConstraint("(to_claim_number IS NULL) <> (to_event_number IS NULL)", name="to"),
        CheckConstraint(
            f"(from_claim_number IS NOT NULL AND ({one_of('type', vocabulary.ClaimRelation)})) OR "
            f"(from_event_number IS NOT NULL AND to_event_number IS NOT NULL AND ({one_of('type', vocabulary.EventRelation)}))",
            name="type",
        ),
        partial_index("from_claim_number", where="from_claim_number IS NOT NULL"),
        partial_index("from_event_number", where="from_event_number IS NOT NULL"),
        partial_index("to_claim_number", where="to_claim_number IS NOT NULL"),
        partial_index("to_event_number", where="to_event_number IS NOT NULL"),
        WITHOUT_ROWID,
    )

    article_number: int = Field(primary_key=True, foreign_key="articles.number", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    type: str
    from_claim_number: int | None = Field(foreign_key="claims.number", ondelete="CASCADE", sa_type=BIG)
    from_event_number: int | None = Field(foreign_key="events.number", ondelete="CASCADE")
    to_claim_number: int | None = Field(foreign_key="claims.number", ondelete="CASCADE", sa_type=BIG)
    to_event_number: int | None = Field(foreign_key="events.number", ondelete="CASCADE")
