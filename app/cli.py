"""The command line ``onrecord``. Data goes to stdout, everything else to stderr."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NoReturn

import orjson
import typer
import uvicorn
from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy.exc import DatabaseError

from app.api.exports import EXPORTS, ExportFormat, lines_of
from app.api.server import document_schema
from app.db import read_engine, write_engine
from app.errors import OnRecordError
from app.extract.inputs import faults_of_known, known_of
from app.ingest.extraction import extraction, jobs_for
from app.ingest.files import find_files
from app.ingest.report import Report, write_documents
from app.logs import configure_logs
from app.main import create_app
from app.migrate import migrate as run_migrations
from app.models import REVISION
from app.settings import Settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Who said what, about what, when, in which article, word for word where."
)
Inputs = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Files or folders: knowledge documents and records of articles (YAML, JSON, JSON Lines), texts (.txt) and pages (.html), "
        "also .gz; - is JSON Lines on stdin."
    ),
]
Jobs = Annotated[int, typer.Option(min=1, help="Processes that extract.", show_default="one for each core")]
CORES = os.cpu_count() or 1
NOT_MIGRATED = "If the database was never migrated, run `onrecord migrate`."


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; else ONRECORD_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else ONRECORD_PORT.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Serve the API."""
    settings = _settings()
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host or settings.host,
        port=settings.port if port is None else port,
        workers=workers,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=settings.shutdown_timeout_s,
    )


@app.command()
def ingest(
    paths: Inputs = None,
    text: Annotated[
        list[Path] | None, typer.Option(help="A text to attach, by its hash, to the article it belongs to. Repeatable.")
    ] = None,
    texts: Annotated[
        list[Path] | None, typer.Option(help="A folder of texts to attach, by their hashes. Repeatable.", file_okay=False, exists=True)
    ] = None,
    jobs: Jobs = CORES,
) -> None:
    """Load knowledge documents, and what is extracted from articles, each in one transaction.

    Exit status 1 if anything was refused; the rest is loaded.
    """
    settings = _settings()
    configure_logs(settings)
    if not (paths or text or texts):
        raise typer.BadParameter("give documents, or texts to attach to documents that are loaded", param_hint="PATH")
    engine = write_engine(settings.database_url)
    report, files = Report(engine), list(find_files(paths or []))
    try:
        report.add_texts(text or [], texts or [])
        with extraction(settings, jobs_for(files, jobs)) as read:
            report.load(files, read)
    except (DatabaseError, OnRecordError) as error:
        _fail(error)
    finally:
        engine.dispose()
    raise typer.Exit(report.exit_status)


@app.command()
def extract(
    paths: Inputs = None,
    published: Annotated[str | None, typer.Option(help="When the article was published (ISO 8601), whatever the input says.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title, likewise.")] = None,
    url: Annotated[str | None, typer.Option(help="Its address, likewise.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Its publisher, likewise.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else stdout.")] = None,
    jobs: Jobs = CORES,
) -> None:
    """Find who said what in articles: a knowledge document for each, one a line, in the order of the input.

    Knowledge documents are passed on. Exit status 1 if anything was refused; the rest is written.
    """
    settings, files = _settings(), list(find_files(paths or []))
    configure_logs(settings)
    if not paths:
        raise typer.BadParameter("give articles", param_hint="PATH")
    known = _known(published=published, title=title, url=url, publisher=publisher)
    try:
        with extraction(settings, jobs_for(files, jobs), known) as read, _writing(output) as stream:
            refused = write_documents(files, read, stream)
    except OSError as error:
        _fail(error)
    raise typer.Exit(1 if refused else 0)


@app.command()
def export(
    what: Annotated[
        EXPORTS, typer.Argument(help="Which list, whole: claims, speakers, entities, events, articles, or documents as ingest reads them.")
    ],
    format: Annotated[ExportFormat, typer.Option(help="NDJSON or CSV; documents are NDJSON.")] = "ndjson",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else stdout.")] = None,
) -> None:
    """Write a whole list as NDJSON or CSV."""
    if what == "documents" and format == "csv":
        raise typer.BadParameter("documents are nested: they are written as NDJSON alone", param_hint="--format")
    engine = read_engine(_settings().database_url)
    try:
        with _writing(output) as stream:
            for line in lines_of(engine, what, format):
                stream.write(line)
    except (DatabaseError, OnRecordError, OSError) as error:
        _fail(error)
    finally:
        engine.dispose()


@app.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="Up to which revision; base goes all the way back, to no tables at all.")] = REVISION,
) -> None:
    """Bring the database to the tables of this version."""
    try:
        run_migrations(_settings().database_url, revision)
    except (DatabaseError, CommandError) as error:
        _fail(error)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the knowledge document."""
    _print_json(document_schema())


@app.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    _print_json(create_app(_settings()).openapi())


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """Write a file under another name, and give it its own when it is whole: what was there stays until then."""
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _writing(output: Path | None) -> AbstractContextManager[BinaryIO]:
    return replacing(output) if output else nullcontext(sys.stdout.buffer)


def _known(**given: str | None) -> dict[str, Any]:
    known = known_of(given)
    for fault in faults_of_known(known):
        raise typer.BadParameter(fault.message, param_hint=f"--{fault.field}")
    return known


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors():
            typer.echo(f"ONRECORD_{str(fault['loc'][0]).upper()}: {fault['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(2) from error


def _print_json(value: object) -> None:
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def _fail(error: Exception) -> NoReturn:
    if isinstance(error, BrokenPipeError):  # who reads has read enough; the command line ends silently
        raise error
    if isinstance(error, DatabaseError):
        typer.echo(f"Database error: {error.orig}\n{NOT_MIGRATED}", err=True)
    else:
        typer.echo(str(error), err=True)
    raise typer.Exit(2) from error
