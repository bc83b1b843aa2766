"""The tables, small things first in each group: articles, entities, claims, events, relations.

Constraints are named by a convention. The database holds the rules; SQLModel tables do not validate. What is derived
from other rows (``*_order``, ``*_folded``, ``words``, counts) is written by ``ingest`` in the same transaction.
"""

from typing import get_args

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field
from sqlmodel.sql.sqltypes import AutoString

from app.columns import TEXT, Json, of_appearance, one_of
from app.columns import Table as Table  # the tables are looked up in its metadata, which is full only once they are defined here
from app.terms import vocabulary

# The migrations, oldest first, and the newest: what a database must be at. A new migration is added; a test compares.
REVISIONS = ("0011",)
REVISION = REVISIONS[-1]
# Migrations that were never released, and are now part of 0011: no database at one of them can be brought forward.
ABANDONED_REVISIONS = frozenset(f"{number:04}" for number in range(1, 11))


class DataVersion(Table, table=True):
    """One row. Its number rises with every transaction that changes data, taken last before commit.

    ``database_id`` is made at random by the migration: two databases at the same number are not taken for one another.
    """

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(primary_key=True)
    version: int
    database_id: str


class Article(Table, table=True):
    __tablename__ = "articles"
    __table_args__ = (
        Index(None, "published_order", "id"),
        Index(None, "publisher_folded", "published_order", "id"),
        Index(None, "claims", "id"),
        Index(None, "events", "id"),
    )

    number: int = Field(primary_key=True)  # for full text only, which needs an integer; never shown
    id: str = Field(unique=True)
    title: str
    published: str | None
    published_on: str | None
    published_order: str  # published_on, or '' where unknown, so that keysets compare
    publisher: str | None
    publisher_folded: str | None
    url: str | None
    byline: list[str] = Field(sa_type=Json)
    dateline: str | None
    language: str | None
    text_sha256: str = Field(index=True)
    namesake_key: str = Field(index=True)  # of title, publisher and day, as ``ingest.rows`` makes it: who else has all three
    text: str | None
    astral: list[int] = Field(sa_type=Json)  # offsets of the code points that take two UTF-16 units
    producer_name: str
    producer_version: str
    claims: int
    speakers: int
    events: int
    words: str
    # ``queries.rendering.RENDERED_SHAPE`` when the JSON of the article and its claims was made, always in one transaction; and that
    # JSON, with gaps for claims and entities, as ``ingest.rendering`` makes it.
    rendered_shape: int = Field(index=True)
    rendered: bytes


class Document(Table, table=True):
    """The knowledge document as it was given, without the article's text. The other tables are made from it."""

    __tablename__ = "documents"

    article_id: str = Field(primary_key=True, foreign_key="articles.id", ondelete="CASCADE")
    sha256: str
    body: str


class Entity(Table, table=True):
    """One row per kind and folded full name, or per anonymous source of an article.

    ``survivor_id`` is the entity that this one resolves to, most often itself. What is known is kept at the survivor.
    """

    __tablename__ = "entities"
    __table_args__ = (
        one_of("kind", vocabulary.EntityKind),
        CheckConstraint("anonymous = (name IS NULL)", name="named_or_anonymous"),
        CheckConstraint("anonymous = (article_id IS NOT NULL)", name="anonymous_in_one_article"),
        Index(None, "kind", "folded"),
        Index(None, "claims", "id"),
        Index(None, "articles", "id"),
    )

    number: int = Field(primary_key=True)
    id: str = Field(unique=True)
    survivor_id: str = Field(foreign_key="entities.id", index=True)
    kind: str
    anonymous: bool
    name: str | None
    folded: str | None
    article_id: str | None = Field(foreign_key="articles.id", index=True)
    descriptor: str | None
    anonymity_condition: str | None
    wikidata: str | None
    aliases: list[str] = Field(sa_type=Json)
    claims: int
    articles: int
    outlets: int
    first_said: str | None
    last_said: str | None
    words: str


class Outlet(Table, table=True):
    """A publisher with whom an entity, as resolved, appears: how many there are is its ``outlets``."""

    __tablename__ = "outlets"
    __table_args__ = ({"sqlite_with_rowid": False},)

    entity_id: str = Field(primary_key=True, foreign_key="entities.id", ondelete="CASCADE")
    publisher_folded: str = Field(primary_key=True)


class Appearance(Table, table=True):
    """An entity as one article presents it. ``key_id`` is the entity as named there, ``entity_id`` as resolved."""

    __tablename__ = "appearances"
    __table_args__ = (Index(None, "key_id", "name"), Index(None, "entity_id", "published_order", "article_id", "position"))

    article_id: str = Field(primary_key=True, foreign_key="articles.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    local_id: str
    key_id: str = Field(foreign_key="entities.id")
    entity_id: str = Field(foreign_key="entities.id")
    name: str | None
    descriptor: str | None
    anonymity_condition: str | None
    wikidata: str | None
    mentions: list[list[int]] = Field(sa_type=Json)
    published_order: str  # the article's
    claims: int  # that it makes in this article


class Role(Table, table=True):
    __tablename__ = "roles"
    __table_args__ = (
        of_appearance("article_id", "position"),
        Index(None, "organization_folded", "entity_id"),
        Index(None, "entity_id", "published_order", "article_id", "position", "number"),  # the newest one, of an entity with very many
    )

    article_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    title: str | None
    organization: str | None
    organization_folded: str | None
    entity_id: str = Field(foreign_key="entities.id")
    published_order: str  # the article's


class Alias(Table, table=True):
    __tablename__ = "aliases"
    __table_args__ = (of_appearance("article_id", "position"), Index(None, "kind", "folded"), Index(None, "key_id", "folded"))

    article_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    key_id: str = Field(foreign_key="entities.id")
    kind: str
    alias: str
    folded: str  # '' where it may not resolve across articles (a person's surname alone)


class Member(Table, table=True):
    """A member of a group, as one article presents them."""

    __tablename__ = "members"
    __table_args__ = (
        of_appearance("article_id", "group_position"),
        of_appearance("article_id", "position"),
        Index(None, "entity_id"),
        Index(None, "group_id"),
    )

    article_id: str = Field(primary_key=True)
    group_position: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    group_id: str = Field(foreign_key="entities.id")
    entity_id: str = Field(foreign_key="entities.id")


class Claim(Table, table=True):
    __tablename__ = "claims"
    __table_args__ = (
        one_of("kind", vocabulary.ClaimKind),
        one_of("mode", vocabulary.ClaimMode),
        one_of("section", vocabulary.Section),
        one_of("review", vocabulary.Review),
        one_of("said_precision", vocabulary.Precision),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint("said_earliest <= said_latest", name="said"),
        of_appearance("article_id", "speaker_position"),
        of_appearance("article_id", "reported_via_position"),
        Index(None, "said_order", "id", "said_earliest"),  # the last for lists of a time in the past, which then skip what was later
        Index(None, "published_order", "id"),
        # The last three for counting, which then reads no row.
        Index(None, "speaker_id", "said_order", "id", "said_earliest", "kind", "mode"),
        Index(None, "article_id", "position", unique=True),
        Index(None, "kind", "said_order", "id"),
        Index(None, "cue_folded", "said_order", "id"),
        Index(None, "place_folded", "said_order", "id"),
        Index(None, "reported_via_id"),
        Index(None, "quote_sha256", "speaker_id"),  # who repeats words: a speaker alone may have very many claims
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
    words: str
    rendered_shape: int  # as of articles
    rendered: bytes


class Holder(Table, table=True):
    """Whose view a claim is, where it is not the speaker's own."""

    __tablename__ = "claim_holders"
    __table_args__ = (of_appearance("article_id", "appearance_position"), Index(None, "entity_id"))

    claim_id: str = Field(primary_key=True, foreign_key="claims.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    article_id: str
    appearance_position: int
    entity_id: str = Field(foreign_key="entities.id")


class Event(Table, table=True):
    __tablename__ = "events"
    __table_args__ = (
        one_of("kind", vocabulary.EventKind),
        one_of("status", vocabulary.EventStatus),
        one_of("review", vocabulary.Review),
        one_of("date_precision", vocabulary.Precision),
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
    date_order: str
    place: str | None
    place_folded: str | None
    mentions: list[list[int]] = Field(sa_type=Json)
    main: bool
    confidence: float | None
    review: str
    claims: int
    words: str


class About(Table, table=True):
    """What a claim is about: an entity or an event."""

    __tablename__ = "claim_abouts"
    __table_args__ = (
        CheckConstraint("(entity_id IS NULL) <> (event_id IS NULL)", name="entity_or_event"),
        of_appearance("article_id", "appearance_position"),
        Index(None, "entity_id", "claim_id"),
        Index(None, "event_id", "claim_id"),
        Index(None, "speaker_id", "entity_id", "event_id", "claim_id"),  # who speaks about whom is counted in it, without a claim
    )

    claim_id: str = Field(primary_key=True, foreign_key="claims.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    article_id: str
    appearance_position: int | None
    entity_id: str | None = Field(foreign_key="entities.id")
    event_id: str | None = Field(foreign_key="events.id", ondelete="CASCADE")
    speaker_id: str | None  # the claim's
    speaker_position: int | None


class Participant(Table, table=True):
    __tablename__ = "participants"
    __table_args__ = (
        one_of("role", vocabulary.ParticipantRole),
        of_appearance("article_id", "appearance_position"),
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
    __tablename__ = "figures"
    __table_args__ = (one_of("measure", vocabulary.Measure), one_of("qualifier", vocabulary.Qualifier))

    event_id: str = Field(primary_key=True, foreign_key="events.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    measure: str
    value: float | None
    text: str | None
    qualifier: str
    span: list[int] | None = Field(sa_type=Json)


class Relation(Table, table=True):
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


class Time(Table, table=True):
    """A time expression of an article and what it denotes."""

    __tablename__ = "times"

    article_id: str = Field(primary_key=True, foreign_key="articles.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    start: int
    end: int
    edtf: str


NO_VALUE = " "  # in the key of a counter: of what has no value there. Nothing folded, and no id, is a space
OPEN_START, OPEN_END = "0", "9999-12-31"  # before and behind every month: an open or unknown end is no month


# Not the facet itself. SQLite would compare it with that of each row that is deleted, and prepare the statement anew (7 µs); PostgreSQL
# would take it for granted, and look for nothing behind it in the index.
OF_SPEAKERS = "facet || '' = 'speaker'"


def _of_speakers(*columns: str) -> Index:
    return Index(None, *columns, sqlite_where=text(OF_SPEAKERS), postgresql_where=text(OF_SPEAKERS))


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
        _of_speakers("what", "facet", "earliest", "latest", "number"),
        _of_speakers("what", "facet", "value", "latest", "earliest", "number"),
        {"sqlite_with_rowid": False},
    )

    what: str = Field(primary_key=True)
    facet: str = Field(primary_key=True)
    earliest: str = Field(primary_key=True)
    latest: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    shown: str = Field(primary_key=True)
    number: int


for table in Table.metadata.tables.values():
    for column in table.columns:
        if isinstance(column.type, AutoString):
            column.type = TEXT
