"""The command line ``onrecord``. Data goes to stdout, everything else to stderr."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

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
from app.ingest.report import Report
from app.logs import configure_logs
from app.main import create_app
from app.migrate import migrate as run_migrations
from app.models import REVISION
from app.settings import Settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Who said what, about what, when, in which article, word for word where."
)
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
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Knowledge documents: files or folders of YAML, JSON, JSON Lines, also .gz; - is JSON Lines on stdin."),
    ] = None,
    text: Annotated[
        list[Path] | None, typer.Option(help="A text to attach, by its hash, to the article it belongs to. Repeatable.")
    ] = None,
    texts: Annotated[
        list[Path] | None, typer.Option(help="A folder of texts to attach, by their hashes. Repeatable.", file_okay=False, exists=True)
    ] = None,
) -> None:
    """Load knowledge documents, each in one transaction. Exit status 1 if any was refused; the others are loaded."""
    configure_logs(_settings())
    if not (paths or text or texts):
        raise typer.BadParameter("give documents, or texts to attach to documents that are loaded", param_hint="PATH")
    engine = write_engine(_settings().database_url)
    report = Report(engine)
    try:
        report.add_texts(text or [], texts or [])
        report.load(paths or [])
    except (DatabaseError, OnRecordError) as error:
        _fail(error)
    finally:
        engine.dispose()
    raise typer.Exit(report.exit_status)


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
        with replacing(output) if output else nullcontext(sys.stdout.buffer) as stream:
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


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors():
            typer.echo(f"ONRECORD_{str(fault['loc'][0]).upper()}: {fault['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(2) from error


def _print_json(value: object) -> None:
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def _fail(error: Exception) -> None:
    if isinstance(error, DatabaseError):
        typer.echo(f"Database error: {error.orig}\n{NOT_MIGRATED}", err=True)
    else:
        typer.echo(str(error), err=True)
    raise typer.Exit(2) from error
