"""Tables of claims, of their holders and topics, and of relations between claims and events."""

from typing import get_args

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.database.tables.columns import Json, Table, appearance_key, vocabulary_check
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
        appearance_key("article_id", "speaker_position"),
        appearance_key("article_id", "reported_via_position"),
        # The index holds ``said_earliest`` so that a list limited to past days can skip later claims without reading them.
        Index(None, "said_order", "id", "said_earliest"),
        Index(None, "published_order", "id"),
        # The last three columns let a speaker's claims be counted in the index alone.
        Index(None, "speaker_id", "said_order", "id", "said_earliest", "kind", "mode"),
        Index(None, "article_id", "position", unique=True),
        Index(None, "kind", "said_order", "id"),
        Index(None, "cue_folded", "said_order", "id"),
        Index(None, "place_folded", "said_order", "id"),
        Index(None, "reported_via_id"),
        Index(None, "quote_sha256", "speaker_id"),  # finds repetitions of a quote; a speaker may have very many claims
    )

    number: int = Field(primary_key=True)
    id: str = Field(unique=True)
    article_id: str = Field(foreign_key="articles.id", ondelete="CASCADE")
    local_id: str
    position: int
    speaker_id: str | None = Field(foreign_key="entities.id")
    speaker_position: int | None
    reported_via_id: str | None = Field(foreign_key="entities.id")
    reported_via_position: int | None
    kind: str
    mode: str
    source: list[list[int]] = Field(sa_type=Json)
    cue: list[list[int]] = Field(sa_type=Json)
    content: list[list[int]] = Field(sa_type=Json)
    as_said: str | None
    cue_text: str | None
    cue_folded: str | None
    quote_sha256: str
    quote: str | None
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
    review: str
    words: str  # folded, of gist, quote and the speaker's name or descriptor, for full-text search
    rendered_shape: int  # as in ``Article``
    rendered: bytes


class Holder(Table, table=True):
    """An entity whose view a claim is, where the view is not the speaker's own."""

    __tablename__ = "claim_holders"
    __table_args__ = (appearance_key("article_id", "appearance_position"), Index(None, "entity_id"))

    claim_id: str = Field(primary_key=True, foreign_key="claims.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    article_id: str
    appearance_position: int
    entity_id: str = Field(foreign_key="entities.id")


class About(Table, table=True):
    """A topic of a claim: an entity or an event."""

    __tablename__ = "claim_abouts"
    __table_args__ = (
        CheckConstraint("(entity_id IS NULL) <> (event_id IS NULL)", name="entity_or_event"),
        appearance_key("article_id", "appearance_position"),
        Index(None, "entity_id", "claim_id"),
        Index(None, "event_id", "claim_id"),
        Index(None, "speaker_id", "entity_id", "event_id", "claim_id"),  # the graph is counted in the index alone
    )

    claim_id: str = Field(primary_key=True, foreign_key="claims.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    article_id: str
    appearance_position: int | None
    entity_id: str | None = Field(foreign_key="entities.id")
    event_id: str | None = Field(foreign_key="events.id", ondelete="CASCADE")
    speaker_id: str | None  # the claim's
    speaker_position: int | None


class Relation(Table, table=True):
    """A claim restates, contradicts, supports, elaborates or responds to a claim or event; or an event precedes or causes another."""

    __tablename__ = "relations"
    __table_args__ = (
        CheckConstraint("(from_claim_id IS NULL) <> (from_event_id IS NULL)", name="from"),
        CheckConstraint("(to_claim_id IS NULL) <> (to_event_id IS NULL)", name="to"),
        CheckConstraint(
            f"(from_claim_id IS NOT NULL AND type IN {get_args(vocabulary.ClaimRelation)}) OR "
            f"(from_event_id IS NOT NULL AND to_event_id IS NOT NULL AND type IN {get_args(vocabulary.EventRelation)})",
            name="type",
        ),
        Index(None, "from_claim_id"),
        Index(None, "from_event_id"),
        Index(None, "to_claim_id"),
        Index(None, "to_event_id"),
    )

    article_id: str = Field(primary_key=True, foreign_key="articles.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    type: str
    from_claim_id: str | None = Field(foreign_key="claims.id", ondelete="CASCADE")
    from_event_id: str | None = Field(foreign_key="events.id", ondelete="CASCADE")
    to_claim_id: str | None = Field(foreign_key="claims.id", ondelete="CASCADE")
    to_event_id: str | None = Field(foreign_key="events.id", ondelete="CASCADE")
