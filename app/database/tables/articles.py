"""Tables of articles, of their knowledge documents, of names in bylines, and of time expressions in texts."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.database.tables.columns import BIG, GIVEN, WITHOUT_ROWID, Json, Table, partial_index


class Article(Table, table=True):
    """One published story, with its text where that is attached.

    ``number`` is given in the order in which rows arrive, here and in all tables of things with an id. Rows are joined by it; it is never
    shown, and nothing that is shown depends on it. ``tie`` is the id as an integer, for the ends of lists (``terms.ties.tie_of``).

    Rows of an article, its claims and its figures hold no more than its policy shows to everybody, so that no read, search or count can
    tell more. What it hides stands in columns that are read for askers who may see it: ``hidden_text``, ``Claim.hidden``,
    ``Figure.hidden_text``.
    """

    __tablename__ = "articles"
    __table_args__ = (
        Index(None, "published_order", "tie"),
        Index(None, "publisher_folded", "published_order", "tie"),
        Index(None, "claims", "tie"),
        Index(None, "events", "tie"),
        CheckConstraint("text_policy IN ('quotes', 'hidden')", name="text_policy"),
        partial_index("text_policy", where="text_policy IS NOT NULL"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    id: str = Field(unique=True)
    tie: int = Field(sa_type=BIG)
    title: str
    title_folded: str
    published: str | None
    published_on: str | None
    published_order: str  # published_on, or '' where unknown, so that keysets compare
    publisher: str | None
    publisher_folded: str | None
    url: str | None
    byline: list[str] = Field(sa_type=Json)
    dateline: str | None
    language: str | None
    text_sha256: bytes = Field(index=True)
    namesake_key: bytes = Field(index=True)  # a hash of title, publisher and day, by which ``ingest`` finds namesakes
    text: str | None
    astral: list[int] = Field(sa_type=Json)  # offsets of the code points that take two UTF-16 units
    producer_name: str
    producer_version: str
    claims: int
    speakers: int
    events: int
    words: str  # folded, of title, publisher, byline and text, for full-text search
    # The stored JSON of the answer, compressed, with placeholders for claims and entities, and the version of the JSON's shape: the value
    # that ``RENDERED_SHAPE`` in ``app/queries/rendering/placeholders.py`` had when the JSON was made. The JSON of an article and of its
    # claims is made in one transaction.
    rendered_shape: int = Field(index=True)
    rendered: bytes
    text_policy: str | None  # null is ``full``: a null behind a long text is read without reading that
    hidden_text: str | None  # in place of ``text`` where the policy is another


class Document(Table, table=True):
    """The knowledge document as it was given, without the article's text. The rows of the other tables are made from it.

    ``posted_by`` is the id of the API key that posted it without the scope ``review``: such a document counts as extracted, whoever made
    it. It is null for documents that are trusted. ``arrival`` tells when its text arrived: it
    is the number of the job that loaded it with the line in what was posted, or for other texts the number that the next job was to get;
    null where there was no job yet (``arrival_of`` in ``app/ingest/writing/revising/arrivals.py``). ``document_arrival`` tells when the
    document itself did, which may have followed others of this text; where it is null, with the text.
    """

    __tablename__ = "documents"

    article_number: int = Field(primary_key=True, foreign_key="articles.number", ondelete="CASCADE")
    sha256: bytes
    body: bytes  # compressed JSON
    posted_by: str | None
    arrival: int | None = Field(sa_type=BIG)
    document_arrival: int | None = Field(sa_type=BIG)


class Byline(Table, table=True):
    """A name in an article's byline, folded. The byline as it is written is ``Article.byline``."""

    __tablename__ = "bylines"
    __table_args__ = (Index(None, "folded", "article_number"), WITHOUT_ROWID)

    article_number: int = Field(primary_key=True, foreign_key="articles.number", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    folded: str


class Time(Table, table=True):
    """A time expression in an article's text, and the date it denotes."""

    __tablename__ = "times"
    __table_args__ = (WITHOUT_ROWID,)

    article_number: int = Field(primary_key=True, foreign_key="articles.number", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    start: int
    end: int
    edtf: str
