"""Remove what deleted rows leave behind in the files of a database."""

from sqlalchemy import Engine, column, insert, table, text

from app.database.engines import checkpoint, write_engine, write_session
from app.database.tables import Table

FULL_TEXT_TABLES = text(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%' ORDER BY name"
)


def scrub(url: str) -> bool:
    """Overwrite what deleted rows left in indexes of full text and in the write-ahead log; return whether all of it could be done.

    SQLite overwrites rows when they are deleted (``secure_delete``). Its indexes of full text note a deleted word beside the word, until
    they are merged; the log has pages as they were before, until it is emptied, which a long read of another process prevents.
    PostgreSQL marks the room of deleted rows as free, and writes over it later.
    """
    engine = write_engine(url)
    try:
        (_merge_full_text if engine.dialect.name == "sqlite" else _vacuum)(engine)
    finally:
        engine.dispose()
    return checkpoint(url)


def _merge_full_text(engine: Engine) -> None:
    with write_session(engine) as session:
        names = list(session.connection().execute(FULL_TEXT_TABLES).scalars())
    for name in names:  # one transaction each, so that other writers wait no longer than for one index
        with write_session(engine) as session:
            session.connection().execute(insert(table(name, column(name))).values({name: "optimize"}))


def _vacuum(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in Table.metadata.tables:
            connection.exec_driver_sql(f"VACUUM {name}")
