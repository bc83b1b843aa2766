"""What the tables are made with: names of constraints, types of columns, checks of vocabularies."""

from typing import Any, get_args

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, MetaData, Text
from sqlmodel import SQLModel
from sqlmodel._compat import SQLModelConfig

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# Text compares by code point on both databases, so that both give the same order.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
Json = JSON(none_as_null=True)


def vocabulary_check(column: str, words: Any) -> CheckConstraint:
    """A CHECK that the column holds a word of a closed vocabulary."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in get_args(words))})", name=column)


class Table(SQLModel):
    model_config = SQLModelConfig(defer_build=True)  # tables do not validate: what would is made only where somebody asks for it
    metadata = MetaData(naming_convention=CONVENTION)


def appearance_key(*columns: str, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A foreign key to the appearance at (article_id, position)."""
    return ForeignKeyConstraint(list(columns), ["appearances.article_id", "appearances.position"], ondelete=ondelete)
