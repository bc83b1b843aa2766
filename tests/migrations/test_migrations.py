"""Migrations go up and down on both databases, and make the tables of the models."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Inspector, inspect, text

from app.database.migrate import SCRIPTS, alembic_config, migrate
from app.database.tables import Table
from app.database.tables.version import ABANDONED_REVISIONS, REVISION, REVISIONS
from app.errors import RevisionAbandoned, RevisionUnknown
from tests.tables import indexes_of, stamp

# Tables of full-text search: migrations make them, and no model has them.
FULL_TEXT = ("_fts", "_fts_config", "_fts_data", "_fts_docsize", "_fts_idx")
VERSION_TABLE = "alembic_version"


def shape(engine: Engine) -> dict[str, Any]:
    """Return all that the inspector tells of the tables, without full text."""
    inspector = inspect(engine)
    return {
        name: dict(_shape(inspector, name))
        for name in inspector.get_table_names()
        if name != VERSION_TABLE and not name.endswith(FULL_TEXT)
    }


def _shape(inspector: Inspector, table: str) -> Iterator[tuple[str, Any]]:
    yield (
        "columns",
        {column["name"]: (str(column["type"]), column["nullable"], column["default"]) for column in inspector.get_columns(table)},
    )
    yield "primary key", inspector.get_pk_constraint(table)
    yield "foreign keys", sorted(inspector.get_foreign_keys(table), key=str)
    yield "unique", sorted(inspector.get_unique_constraints(table), key=str)
    yield "checks", sorted(inspector.get_check_constraints(table), key=str)
    yield "indexes", [index for index in indexes_of(inspector, table) if not str(index["name"]).endswith("_words")]


def objects_in(engine: Engine) -> list[tuple[str, ...]]:
    """Return type and name of each object in the database."""
    of_postgresql = """
        SELECT relkind::text, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT 'function', proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT 'type', typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
    """
    statement = of_postgresql if engine.dialect.name == "postgresql" else "SELECT type, name FROM sqlite_master"
    with engine.connect() as connection:
        return sorted((str(kind), str(name)) for kind, name in connection.execute(text(statement)) if VERSION_TABLE not in name)


def test_migrations_make_the_tables_of_the_models(url: str, engine: Engine) -> None:
    migrated = shape(engine)
    migrate(url, "base")
    Table.metadata.create_all(engine)
    assert migrated == shape(engine)


def test_the_inspector_sees_checks_and_foreign_keys(engine: Engine) -> None:
    tables = shape(engine)
    assert tables.keys() == Table.metadata.tables.keys()
    assert {check["name"] for check in tables["data_version"]["checks"]} == {"ck_data_version_one_row"}
    assert {key["options"].get("ondelete") for key in tables["documents"]["foreign keys"]} == {"CASCADE"}


def test_alembic_would_change_nothing(engine: Engine) -> None:
    def of_models(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
        return not (reflected and name and name.endswith((*FULL_TEXT, "_words")))

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": of_models, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Table.metadata) == []


def test_alembic_check_finds_nothing(url: str) -> None:
    command.check(alembic_config(url))


def test_going_down_leaves_nothing_and_going_up_again_everything(url: str, engine: Engine) -> None:
    before = objects_in(engine)
    migrate(url, "base")
    assert objects_in(engine) == []
    migrate(url)
    assert objects_in(engine) == before
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version FROM data_version")).scalars().all() == [0]


def test_migrating_twice_changes_nothing(url: str, engine: Engine) -> None:
    before = objects_in(engine), shape(engine)
    migrate(url)
    assert (objects_in(engine), shape(engine)) == before


def test_the_revisions_of_the_models_are_the_migrations() -> None:
    revisions = [script.revision for script in ScriptDirectory.from_config(alembic_config("sqlite://")).walk_revisions()]
    assert revisions == [*reversed(REVISIONS)]
    assert not ABANDONED_REVISIONS & {*REVISIONS}


@pytest.mark.parametrize("target", [REVISION, "base"])
@pytest.mark.parametrize(("revision", "error"), [*((each, RevisionAbandoned) for each in ("0001", "0009")), ("9999", RevisionUnknown)])
def test_a_database_at_a_revision_that_is_no_migration_is_left_as_it_is(
    url: str, engine: Engine, target: str, revision: str, error: type[Exception]
) -> None:
    before = objects_in(engine), shape(engine)
    stamp(url, revision)
    with pytest.raises(error, match=revision):
        migrate(url, target)
    assert (objects_in(engine), shape(engine)) == before


@pytest.mark.parametrize("file", sorted((SCRIPTS / "versions").glob("[0-9]*.py")), ids=lambda file: file.stem)
def test_a_migration_does_not_import_the_program(file: Path) -> None:
    imports = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        name
        for node in imports
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert {name.partition(".")[0] for name in names} <= {"sqlalchemy", "alembic", "uuid"}
