"""The tables as they are: all rows of them, and none; their indexes."""

from typing import Any

from sqlalchemy import Engine, Inspector, create_engine, delete, select, text

from app.database.engines import database_url
from app.database.tables import Table


def dump(engine: Engine, *left_out: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables but those left out, in an order of their own, without the integers that only full text needs."""
    tables = [each for each in Table.metadata.sorted_tables if each.name not in left_out]
    columns_of = {each.name: [kept for kept in each.c if kept.name != "number" or len(each.primary_key) > 1] for each in tables}
    with engine.connect() as connection:
        return {
            name: sorted((dict(row) for row in connection.execute(select(*columns)).mappings()), key=repr)
            for name, columns in columns_of.items()
        }


def wipe(engine: Engine) -> None:
    """Empty all tables that hold what was loaded."""
    with engine.begin() as connection:
        for each in reversed(Table.metadata.sorted_tables):
            if each.name != "data_version":
                connection.execute(delete(each))


def version(engine: Engine) -> int:
    return int(dump(engine)["data_version"][0]["version"])


def indexes_of(found: Inspector, table: str) -> list[dict[str, Any]]:
    """Return what the inspector says of the indexes of a table, in an order of their own."""
    indexes: list[dict[str, Any]] = [{**index} for index in found.get_indexes(table)]
    for index in indexes:  # the condition of a partial one is an object that equals no other
        index["dialect_options"] = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return sorted(indexes, key=str)


def stamp(url: str, revision: str) -> None:
    """Say in the database that it is at another revision."""
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()
