"""The table of tombstones, which stay where articles were withdrawn."""

from datetime import datetime

from sqlmodel import Field

from app.database.tables.columns import Table, UtcDateTime


class Tombstone(Table, table=True):
    """An article that was withdrawn. Nothing else of it is stored, and ``ingest`` skips its documents."""

    __tablename__ = "tombstones"

    article_id: str = Field(primary_key=True)
    withdrawn_at: datetime = Field(sa_type=UtcDateTime)
    actor: str | None
    reason: str
    scrubbed_at: datetime | None = Field(sa_type=UtcDateTime)  # when its bytes were gone from the files of the database, too
