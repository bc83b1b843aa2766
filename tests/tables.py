"""Read, empty and describe all tables of a database; execute a statement."""

from typing import Any

from sqlalchemy import Engine, Inspector, create_engine, delete, select, text

from app.database.engines import database_url
from app.database.tables import Table
from app.database.tables.counts import NO_VALUE
from app.queries.administering.tombstones import list_unscrubbed

Rows = list[dict[str, Any]]
NUMBERED = ("articles", "entities", "claims", "events", "jobs")  # tables whose rows have an id, and a number by the order of arrival


def dump(engine: Engine, *left_out: str) -> dict[str, Rows]:
    """Return all rows of the tables, sorted, with ids in place of the numbers of rows, which depend on the order of arrival.

    The tables of changes, of the numbers at which versions start, and of how often things changed, are left out: they tell how it came to
    be.
    """
    histories = ("changes", "version_starts", "edit_numbers")
    tables = [each for each in Table.metadata.sorted_tables if each.name not in (*left_out, *histories)]
    with engine.connect() as connection:
        ids = {name: {row.number: row.id for row in connection.execute(select(Table.metadata.tables[name]))} for name in NUMBERED}
        rows = {each.name: [dict(row) for row in connection.execute(select(each)).mappings()] for each in tables}
    return {name: sorted((_with_ids(name, row, ids) for row in rows[name]), key=repr) for name in rows}


def _with_ids(table: str, row: dict[str, Any], ids: dict[str, dict[int, str]]) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if name != "number" or table not in NUMBERED}
    if table == "counts" and row["facet"] == "speaker" and row["value"] != NO_VALUE:
        shown["value"] = ids["entities"][int(row["value"])]
    if table == "counts" and row["facet"] == "organization" and row["shown"] and not row["shown"].endswith("\t"):
        spelling, _, number = row["shown"].rpartition("\t")
        shown["shown"] = f"{spelling}\t{ids['entities'][int(number)]}"
    references = [name for name, value in row.items() if name.endswith("_number") and value is not None]
    return {**shown, **{name: ids[_table_of(name)][row[name]] for name in references}}


def _table_of(reference: str) -> str:
    """Return the table that a column with numbers refers to: entities, unless its name says another one."""
    noun = reference.removesuffix("_number").rpartition("_")[2]
    return f"{noun}s" if f"{noun}s" in NUMBERED else "entities"


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


def unscrubbed(engine: Engine) -> list[str]:
    """Return the withdrawn articles of which some bytes may still be in the files of the database."""
    with engine.connect() as connection:
        return list_unscrubbed(connection)
