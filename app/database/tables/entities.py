"""Tables of entities, their outlets, and their appearances in articles with roles, aliases and members."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.database.tables.columns import BIG, GIVEN, WITHOUT_ROWID, Json, Table, appearance_key, partial_index, vocabulary_check
from app.terms import vocabulary


class Entity(Table, table=True):
    """One row per kind and folded full name, or per anonymous source of an article.

    ``survivor_number`` is the number of the entity that this one resolves to, most often itself. Names and counts are kept at the survivor.
    ``named_kind`` is the kind that articles give, where a person corrected it; resolution goes by that one.
    """

    __tablename__ = "entities"
    __table_args__ = (
        vocabulary_check("kind", vocabulary.EntityKind),
        vocabulary_check("named_kind", vocabulary.EntityKind),
        CheckConstraint("anonymous = (name IS NULL)", name="named_or_anonymous"),
        CheckConstraint("anonymous = (article_number IS NOT NULL)", name="anonymous_in_one_article"),
        Index(None, "folded", "kind"),
        partial_index("article_number", where="article_number IS NOT NULL"),
        partial_index("wikidata", where="wikidata IS NOT NULL"),
        Index(None, "claims", "tie"),
        Index(None, "articles", "tie"),
        Index(None, "name_order", "tie"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    id: str = Field(unique=True)
    tie: int = Field(sa_type=BIG)
    survivor_number: int = Field(foreign_key="entities.number", index=True)
    kind: str
    named_kind: str | None
    anonymous: bool
    name: str | None
    folded: str | None  # the words of the name
    name_order: str  # the words of the name as resolved; of an unnamed one those of the descriptor, behind a character that sorts last
    article_number: int | None = Field(foreign_key="articles.number")
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
    __table_args__ = (WITHOUT_ROWID,)

    entity_number: int = Field(primary_key=True, foreign_key="entities.number", ondelete="CASCADE")
    publisher_folded: str = Field(primary_key=True)


class Appearance(Table, table=True):
    """An entity as one article presents it: ``key_number`` is the entity as named there, ``entity_number`` the one it resolves to."""

    __tablename__ = "appearances"
    __table_args__ = (
        Index(None, "key_number"),
        Index(None, "entity_number", "published_order", "tie", "position"),
        WITHOUT_ROWID,
    )

    article_number: int = Field(primary_key=True, foreign_key="articles.number", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    local_id: str
    key_number: int = Field(foreign_key="entities.number")
    entity_number: int = Field(foreign_key="entities.number")
    name: str | None
    descriptor: str | None
    anonymity_condition: str | None
    wikidata: str | None
    mentions: list[list[int]] = Field(sa_type=Json)
    published_order: str  # the article's, and its tie
    tie: int = Field(sa_type=BIG)
    claims: int  # made by it in this article


class Role(Table, table=True):
    """A title, an organization or both, as one article gives them to an entity."""

    __tablename__ = "roles"
    __table_args__ = (
        appearance_key("article_number", "position"),
        partial_index("organization_folded", "entity_number", where="organization_folded IS NOT NULL"),
        partial_index("title_folded", "entity_number", where="title_folded IS NOT NULL"),
        Index(None, "entity_number", "published_order", "tie", "position", "number"),  # the newest role of an entity
        WITHOUT_ROWID,
    )

    article_number: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    number: int = Field(primary_key=True)  # within the appearance
    title: str | None
    title_folded: str | None
    organization: str | None
    organization_folded: str | None
    entity_number: int = Field(foreign_key="entities.number")
    published_order: str  # the article's, and its tie
    tie: int = Field(sa_type=BIG)


class RoleTitle(Table, table=True):
    """A word of a title in ``roles``, and the folded title. Archives have few titles, so the roles with a word are found by them."""

    __tablename__ = "role_titles"
    __table_args__ = (WITHOUT_ROWID,)

    word: str = Field(primary_key=True)
    title_folded: str = Field(primary_key=True)


class Alias(Table, table=True):
    """Another name of an entity, as one article gives it."""

    __tablename__ = "aliases"
    __table_args__ = (
        appearance_key("article_number", "position"),
        partial_index("kind", "folded", where="folded <> ''"),
        partial_index("key_number", "folded", where="folded <> ''"),
        WITHOUT_ROWID,
    )

    article_number: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    number: int = Field(primary_key=True)  # within the appearance
    key_number: int  # the appearance's
    kind: str  # the entity's
    alias: str
    folded: str  # '' where the alias joins nothing across articles (a person's surname alone)


class Member(Table, table=True):
    """A member of a group, as one article presents both."""

    __tablename__ = "members"
    __table_args__ = (
        appearance_key("article_number", "group_position"),
        appearance_key("article_number", "position"),
        Index(None, "entity_number"),
        Index(None, "group_number"),
        WITHOUT_ROWID,
    )

    article_number: int = Field(primary_key=True)
    group_position: int = Field(primary_key=True)
    position: int = Field(primary_key=True)  # the member's
    group_number: int = Field(foreign_key="entities.number")
    entity_number: int = Field(foreign_key="entities.number")
