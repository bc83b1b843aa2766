"""The command ``onrecord check``: read everything that is stored, and name what is wrong."""

import sys
from collections.abc import Callable, Iterator

import typer
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DatabaseError

from app.commands.exits import exit_with_error
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import read_connection, read_engine
from app.errors import OnRecordError
from app.ingest.reading.progress import progress_over
from app.queries.checking.changes import check_changes
from app.queries.checking.corrections import check_corrections
from app.queries.checking.counters import check_counters
from app.queries.checking.findings import Finding, IndexesUnchecked
from app.queries.checking.full_text import check_full_text
from app.queries.checking.indexes import check_indexes
from app.queries.checking.judgements import check_judgements
from app.queries.checking.pages import check_pages, check_references
from app.queries.checking.revisions import check_revisions
from app.queries.checking.stored_json import check_stored_json
from app.queries.checking.versions import check_versions
from app.queries.tables import articles
from app.terms.words import counted

EXAMPLE = "onrecord check"


def check() -> None:
    """Read every page, index, document and stored JSON, and count everything again.

    What is wrong is named by table and id, a line each; the exit status is 1 if anything is. Nothing is changed. Loads may go on.
    """
    url = load_settings().read_url
    require_database(url)
    engine = read_engine(url, connections=1)
    faults = 0
    try:
        for finding in _findings(engine):
            faults += 1
            sys.stdout.write(f"{finding}\n")
    except (DatabaseError, OnRecordError, BrokenPipeError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()
    sys.stdout.write(f"{counted(faults, 'fault')}\n")
    raise typer.Exit(1 if faults else 0)


def _findings(engine: Engine) -> Iterator[Finding]:
    """Yield the findings of each step. A step that the database breaks off is itself one, and the next steps follow."""
    with read_connection(engine) as connection:
        number = connection.scalar(select(func.count()).select_from(articles)) or 0
    for description, step in STEPS.items():
        with progress_over(number, description) as advance:
            try:
                with read_connection(engine) as connection:
                    yield from step(connection, advance)
            except IndexesUnchecked as error:
                sys.stderr.write(f"warning: {error}\n")
            except DatabaseError as error:
                yield Finding("database", "", f"{description}: {error.orig}".rstrip())
            advance(number)


STEPS: dict[str, Callable[..., Iterator[Finding]]] = {
    "checking pages": lambda connection, _: check_pages(connection),
    "checking indexes": lambda connection, _: check_indexes(connection),
    "checking full text": lambda connection, _: check_full_text(connection),
    "checking references": lambda connection, _: check_references(connection),
    "checking documents": check_stored_json,
    "checking revisions": check_revisions,
    "checking judgements": lambda connection, _: check_judgements(connection),
    "checking corrections": lambda connection, _: check_corrections(connection),
    "checking counters": lambda connection, _: check_counters(connection),
    "checking changes": lambda connection, _: check_changes(connection),
    "checking versions": lambda connection, _: check_versions(connection),
}
