"""Databases on PostgreSQL that tests take one after another: emptied in between, since a new one costs the time of twenty tests."""

from collections import Counter
from typing import NamedTuple
from uuid import uuid4

import psycopg
from psycopg import Connection, sql

from app.database.engines import database_url
from tests.needs import POSTGRES_URL
from tests.tables import execute

MOST_USES = 60  # rows that are deleted stay in the files for a while, and slow the next tests down
MOST_ROWS = 3_000  # that are deleted; of more, a new database is cheaper

# A change of a schema is a row of a catalog that came or went. What VACUUM and ANALYZE write there leaves ``xmin`` alone.
CATALOGS = "pg_class pg_attribute pg_attrdef pg_constraint pg_index pg_trigger pg_proc pg_type pg_extension pg_rewrite".split()
CHANGES = sql.SQL("SELECT {}, COUNT(*), MAX(xmin::text::bigint) FROM {}")
NAMESPACES = sql.SQL("SELECT 'namespaces', COUNT(*), MAX(xmin::text::bigint) FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'")
SETTINGS = sql.SQL(
    "SELECT 'settings', COUNT(*), 0 FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase WHERE datname = current_database()"
)
SCHEMA = sql.SQL(" UNION ALL ").join(
    [*(CHANGES.format(sql.Literal(name), sql.Identifier(name)) for name in CATALOGS), NAMESPACES, SETTINGS]
) + sql.SQL(" ORDER BY 1")
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0"
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"
SEQUENCES = "SELECT sequencename, COALESCE(last_value, start_value), last_value IS NOT NULL FROM pg_sequences WHERE schemaname = 'public'"
OTHERS_END = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Contents(NamedTuple):
    """A database as tests get it.

    Attributes:
        schema: figures that any change of the schema changes.
        rows: of each table that has some, by the statement that copies them in.
        sequences: name, value, and whether this was the last number or will be the next.
    """

    schema: list[tuple[object, ...]]
    rows: dict[str, bytes]
    sequences: list[tuple[object, ...]]


class Pool:
    """Copies of a template, lent to one test at a time.

    Args:
        template: the URL of the database that they are copies of; nobody is connected to it.
    """

    def __init__(self, template: str) -> None:
        self.template = template
        self._free, self._uses = list[str](), Counter[str]()
        with connect(template) as connection:
            self._contents = contents_of(connection)

    def take(self) -> str:
        """Return the URL of a copy that nobody has."""
        url = self._free.pop() if self._free else create_database(self.template.rpartition("/")[2])
        self._uses[url] += 1
        return url

    def give_back(self, url: str) -> None:
        """Make a copy what it was, for the next test; or remove it where that is not possible, or takes longer than a new one."""
        if self._uses[url] < MOST_USES and is_restored(url, self._contents):
            self._free.append(url)
        else:
            drop_database(url)

    def drop(self) -> None:
        """Remove the copies that nobody has, and the template."""
        for url in (*self._free, self.template):
            drop_database(url)


def create_database(template: str) -> str:
    """Create a database from one of this name; return its URL."""
    name = f"onrecord_test_{uuid4().hex}"
    execute(POSTGRES_URL, f"CREATE DATABASE {name} TEMPLATE {template}")
    return database_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Remove a database, if it is there."""
    execute(POSTGRES_URL, f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")


def connect(url: str) -> "Connection[tuple[object, ...]]":
    return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)


def contents_of(connection: "Connection[tuple[object, ...]]") -> Contents:
    rows = dict[str, bytes]()
    for (table,) in connection.execute(TABLES).fetchall():
        columns = sql.SQL(", ").join(sql.Identifier(str(name)) for (name,) in connection.execute(COLUMNS, [table]))
        names = sql.SQL("{} ({})").format(sql.Identifier(str(table)), columns)
        with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(names)) as copy:
            copied = b"".join(copy)
        if copied:
            rows[sql.SQL("COPY {} FROM STDIN").format(names).as_string(connection)] = copied
    return Contents(connection.execute(SCHEMA).fetchall(), rows, connection.execute(SEQUENCES).fetchall())


def is_restored(url: str, contents: Contents) -> bool:
    """End all connections to a database and give it these contents; return whether that was possible, within ``MOST_ROWS``."""
    try:
        with connect(url) as connection:
            connection.execute(OTHERS_END)
            return connection.execute(SCHEMA).fetchall() == contents.schema and _has_replaced(connection, contents)
    except psycopg.Error:
        return False


def _has_replaced(connection: "Connection[tuple[object, ...]]", contents: Contents) -> bool:
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # no foreign key is checked, so the order is any
        tables = [sql.Identifier(str(table)) for (table,) in connection.execute(TABLES)]
        deleted = sum(connection.execute(sql.SQL("DELETE FROM {}").format(table)).rowcount for table in tables)
        for statement, rows in contents.rows.items():
            with connection.cursor().copy(statement.encode()) as copy:
                copy.write(rows)
        for sequence in contents.sequences:
            connection.execute("SELECT setval(%s::regclass, %s, %s)", sequence)
    return deleted < MOST_ROWS
