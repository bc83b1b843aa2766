"""Read, empty and describe all tables of a database; execute a statement."""

from typing import Any

from sqlalchemy import Engine, Inspector, create_engine, delete, select, text

from app.database.engines import database_url
from app.database.tables import Table


def dump(engine: Engine, *left_out: str) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of the tables, sorted, without the numbers that only full text needs."""
    tables = [each for each in Table.metadata.sorted_tables if each.name not in left_out]
    columns_of = {each.name: [column for column in each.c if column.name != "number" or len(each.primary_key) > 1] for each in tables}
    with engine.connect() as connection:
        return {
            name: sorted((dict(row) for row in connection.execute(select(*columns)).mappings()), key=repr)
            for name, columns in columns_of.items()
        }


def wipe(engine: Engine) -> None:
    """Empty all tables with loaded data."""
    with engine.begin() as connection:
        for each in reversed(Table.metadata.sorted_tables):
            if each.name != "data_version":
                connection.execute(delete(each))


def version(engine: Engine) -> int:
    return int(dump(engine)["data_version"][0]["version"])


def indexes_of(found: Inspector, table: str) -> list[dict[str, Any]]:
    """Return the indexes of a table as the inspector reports them, sorted."""
    indexes: list[dict[str, Any]] = [{**index} for index in found.get_indexes(table)]
    for index in indexes:  # the condition of a partial index is an object that equals no other
        index["dialect_options"] = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return sorted(indexes, key=str)


def stamp(url: str, revision: str) -> None:
    """Set the migration revision of a database."""
    execute(url, "UPDATE alembic_version SET version_num = :revision", revision=revision)


def execute(url: str, statement: str, **values: str) -> None:
    """Execute a statement outside of a transaction, as CREATE DATABASE needs."""
    engine = create_engine(database_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement), values)
    engine.dispose()
