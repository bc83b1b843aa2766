"""Tables of entities, their outlets, and their appearances in articles with roles, aliases and members."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.database.tables.columns import Json, Table, appearance_key, vocabulary_check
from app.terms import vocabulary


class Entity(Table, table=True):
    """One row per kind and folded full name, or per anonymous source of an article.

    ``survivor_id`` is the entity that this one resolves to, most often itself. Names and counts are kept at the survivor.
    """

    __tablename__ = "entities"
    __table_args__ = (
        vocabulary_check("kind", vocabulary.EntityKind),
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
    folded: str | None  # the words of the name
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
    words: str  # folded, of name and aliases, or of the descriptor of an anonymous source, for full-text search


class Outlet(Table, table=True):
    """A publisher in whose articles an entity, as resolved, appears. ``Entity.outlets`` is their number."""

    __tablename__ = "outlets"
    __table_args__ = ({"sqlite_with_rowid": False},)

    entity_id: str = Field(primary_key=True, foreign_key="entities.id", ondelete="CASCADE")
    publisher_folded: str = Field(primary_key=True)


class Appearance(Table, table=True):
    """An entity as one article presents it: ``key_id`` is the entity as named there, ``entity_id`` the one it resolves to."""

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
    claims: int  # made by it in this article


class Role(Table, table=True):
    """A title, an organization or both, as one article gives them to an entity."""

    __tablename__ = "roles"
    __table_args__ = (
        appearance_key("article_id", "position"),
        Index(None, "organization_folded", "entity_id"),
        Index(None, "entity_id", "published_order", "article_id", "position", "number"),  # the newest role of an entity
    )

    article_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    number: int = Field(primary_key=True)  # within the appearance
    title: str | None
    organization: str | None
    organization_folded: str | None
    entity_id: str = Field(foreign_key="entities.id")
    published_order: str  # the article's


class Alias(Table, table=True):
    """Another name of an entity, as one article gives it."""

    __tablename__ = "aliases"
    __table_args__ = (appearance_key("article_id", "position"), Index(None, "kind", "folded"), Index(None, "key_id", "folded"))

    article_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    number: int = Field(primary_key=True)  # within the appearance
    key_id: str = Field(foreign_key="entities.id")
    kind: str  # the entity's
    alias: str
    folded: str  # '' where the alias joins nothing across articles (a person's surname alone)


class Member(Table, table=True):
    """A member of a group, as one article presents both."""

    __tablename__ = "members"
    __table_args__ = (
        appearance_key("article_id", "group_position"),
        appearance_key("article_id", "position"),
        Index(None, "entity_id"),
        Index(None, "group_id"),
    )

    article_id: str = Field(primary_key=True)
    group_position: int = Field(primary_key=True)
    position: int = Field(primary_key=True)  # the member's
    group_id: str = Field(foreign_key="entities.id")
    entity_id: str = Field(foreign_key="entities.id")
