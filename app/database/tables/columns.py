"""Types, constraints and the base class that all tables are made with."""

from datetime import UTC, datetime
from typing import Any, get_args

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    text,
)
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
# For ties, which have 63 bits, and for numbers of claims, of which a hundred million articles have more than 31 bits can count. A key of
# SQLite is its row id only if its type is INTEGER.
BIG = BigInteger().with_variant(Integer(), "sqlite")
GIVEN = {"autoincrement": False}  # a key whose numbers ``ingest`` gives, in the order in which rows arrive
# A table that is its key: SQLite keeps the rows in the index of the key, PostgreSQL does as always.
WITHOUT_ROWID = {"sqlite_with_rowid": False}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite stores no zones, and would give back another value than PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; it must have a zone."""
        assert value is None or value.tzinfo is not None
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Table(SQLModel):
    """Base of all tables. They do not validate; ``defer_build`` saves making validators that nobody calls."""

    model_config = SQLModelConfig(defer_build=True)
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


def vocabulary_check(column: str, vocabulary: Any) -> CheckConstraint:
    """Return the CHECK that a column holds a word of a closed vocabulary."""
    return CheckConstraint(one_of(column, vocabulary), name=column)


def one_of(column: str, vocabulary: Any) -> str:
    """Return the condition that a column holds a word of a closed vocabulary.

    Not by IN: for each row that is inserted, SQLite would put the list into a table of its own, which took half the time of a claim.
    """
    return " OR ".join(f"{column} = {word!r}" for word in get_args(vocabulary))


def appearance_key(*columns: str) -> ForeignKeyConstraint:
    """Return the foreign key from (article, position) to an appearance."""
    return ForeignKeyConstraint(list(columns), ["appearances.article_number", "appearances.position"], ondelete="CASCADE")


def partial_index(*columns: str, where: str) -> Index:
    """Return an index of the rows that fulfil a condition. It answers queries that imply the condition: ``=`` implies not null."""
    return Index(None, *columns, sqlite_where=text(where), postgresql_where=text(where))
