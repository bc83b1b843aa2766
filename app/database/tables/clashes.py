"""The table of clashes: what later articles say against judgements and corrections of people."""

from sqlmodel import Field

from app.database.tables.columns import Table, vocabulary_check
from app.terms import vocabulary


class Clash(Table, table=True):
    """Something that an article, loaded later, says against what people judged or corrected of an entity.

    ``value`` is a Wikidata item, or an alias. ``other_id`` is the entity that a judgement is about, too; null where the Wikidata item was
    corrected, or where people joined entities of which articles now give different items. A judgement or edit of either entity settles it.
    """

    __tablename__ = "clashes"
    __table_args__ = (vocabulary_check("field", vocabulary.ClashingField),)

    number: int = Field(primary_key=True)
    entity_id: str = Field(index=True)
    other_id: str | None = Field(index=True)
    article_number: int = Field(foreign_key="articles.number", ondelete="CASCADE", index=True)
    field: str
    value: str
