"""Tables of articles: bibliographic data, text, knowledge document, times."""

from sqlalchemy import Index
from sqlmodel import Field

from app.database.tables.columns import Json
from app.database.tables.columns import (
    Table as Table,  # the tables are looked up in its metadata, which is full only once they are defined here
)


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


class Time(Table, table=True):
    """A time expression of an article and what it denotes."""

    __tablename__ = "times"

    article_id: str = Field(primary_key=True, foreign_key="articles.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    start: int
    end: int
    edtf: str
