"""Tables of edits: what people changed of claims and events, and how often each thing changed."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from app.database.tables.columns import Json, Table, UtcDateTime


class Edit(Table, table=True):
    """A change of one claim or event by a person: a layer over the article's document, which stays as it went in.

    The fields are those of the knowledge document, and ``review``. Entities are named by the ids that the document gives them. Rows hold
    public ids, and no numbers: they stay while the rows of their article are replaced.
    """

    __tablename__ = "edits"

    number: int = Field(primary_key=True)
    thing_id: str = Field(index=True)
    article_id: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str | None
    reason: str | None
    before: dict[str, Any] = Field(sa_type=Json)
    after: dict[str, Any] = Field(sa_type=Json)


class EditNumber(Table, table=True):
    """How often a thing changed: a claim or event by an edit, an article by another document. A thing without a row never did."""

    __tablename__ = "edit_numbers"

    thing_id: str = Field(primary_key=True)
    number: int
