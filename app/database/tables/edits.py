"""Tables of edits: what people changed of claims, events, entities and policies, and how often each thing changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.database.tables.columns import Json, Table, UtcDateTime, vocabulary_check
from app.terms import vocabulary


class Edit(Table, table=True):
    """A change of one claim, event or entity by a person: a layer over the documents, which stay as they went in.

    Or a change of the text policy of an article, whose id ``thing_id`` then is. The fields are those of the
    knowledge document, and ``review``; of an entity, ``uncorrected`` names those of its fields that are as the articles say, whatever the
    value is. Entities are named by the ids that the document gives them. Rows hold public ids, and no numbers:
    they stay while the rows of their article are replaced. An entity belongs to no article.
    """

    __tablename__ = "edits"
    __table_args__ = (CheckConstraint("(article_id IS NULL) = (substr(thing_id, 1, 4) = 'ent_')", name="of_entity_or_in_article"),)

    number: int = Field(primary_key=True)
    thing_id: str = Field(index=True)
    article_id: str | None = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str | None
    reason: str | None
    before: dict[str, Any] = Field(sa_type=Json)
    after: dict[str, Any] = Field(sa_type=Json)


class Orphan(Table, table=True):
    """A claim or event of which edits are orphaned: the document no longer has the thing, or the passage or speaker that they rest on.

    ``edits`` are the numbers of those edits since which no other edit of the thing was made that fits. Rows are made with those of the
    article.
    """

    __tablename__ = "orphans"
    __table_args__ = (vocabulary_check("type", vocabulary.ReviewedType),)

    thing_id: str = Field(primary_key=True)
    type: str
    article_number: int = Field(foreign_key="articles.number", ondelete="CASCADE", index=True)
    edits: list[int] = Field(sa_type=Json)


class EditNumber(Table, table=True):
    """How often a thing changed: a claim, event or entity by an edit, an article by another document. One without a row never did."""

    __tablename__ = "edit_numbers"

    thing_id: str = Field(primary_key=True)
    number: int
