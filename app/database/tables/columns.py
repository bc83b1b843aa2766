"""Types, constraints and the base class that all tables are made with."""

from typing import Any, get_args

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, MetaData, Text
from sqlmodel import SQLModel
from sqlmodel._compat import SQLModelConfig

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# Text compares by code point on both databases, so that both give the same order.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
Json = JSON(none_as_null=True)


class Table(SQLModel):
    """Base of all tables. They do not validate; ``defer_build`` saves making validators that nobody calls."""

    model_config = SQLModelConfig(defer_build=True)
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


def vocabulary_check(column: str, vocabulary: Any) -> CheckConstraint:
    """Return the CHECK that a column holds a word of a closed vocabulary."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in get_args(vocabulary))})", name=column)


def appearance_key(*columns: str) -> ForeignKeyConstraint:
    """Return the foreign key from (article, position) to an appearance."""
    return ForeignKeyConstraint(list(columns), ["appearances.article_id", "appearances.position"], ondelete="CASCADE")
