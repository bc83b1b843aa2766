"""The tables of what articles were before: earlier texts with their documents, and hashes of earlier documents."""

from datetime import datetime

from sqlmodel import Field

from app.database.tables.columns import BIG, GIVEN, WITHOUT_ROWID, Table, UtcDateTime


class Revision(Table, table=True):
    """A text of an article that another text followed, with the last document of it. The latest text stands in ``articles`` alone.

    ``number`` counts from 1 in the order in which the texts arrived: the latest has the number behind the last row. Rows hold the public
    id of the article: they stay while its rows are replaced. ``arrival`` and ``posted_by`` are as in ``documents``.
    """

    __tablename__ = "revisions"

    article_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    replaced_at: datetime = Field(sa_type=UtcDateTime)
    arrival: int | None = Field(sa_type=BIG)
    text_sha256: bytes
    sha256: bytes
    posted_by: str | None
    title: str
    published: str | None
    claims: int
    events: int
    ids: bytes  # of claims and events, by local id, as compressed JSON: rules for ids may change, these stay
    body: bytes  # the document as compressed JSON
    text: bytes | None  # compressed


class EarlierDocument(Table, table=True):
    """The hash of a document that another one of the same text replaced. Loaded again, it changes nothing.

    What a key without the scope ``review`` posted is earlier only for others of its kind (``is_trusted`` is false).
    """

    __tablename__ = "earlier_documents"
    __table_args__ = (WITHOUT_ROWID,)

    article_id: str = Field(primary_key=True)
    sha256: bytes = Field(primary_key=True)
    is_trusted: bool
