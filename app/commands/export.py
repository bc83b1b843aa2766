"""The command ``onrecord export``: write a whole list as NDJSON or CSV, or all documents as NDJSON."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError

from app.api.serving.exports import ExportFormat, ExportName, export_pages
from app.commands.exits import exit_with_error
from app.commands.output import open_output
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import read_engine
from app.errors import OnRecordError

EXAMPLE = "onrecord export claims --format csv -o claims.csv"


def export(
    what: Annotated[
        ExportName,
        typer.Argument(
            metavar="LIST", help="Which list, whole: claims, speakers, entities, events, articles, or documents as ingest reads them."
        ),
    ],
    format: Annotated[ExportFormat, typer.Option(metavar="ndjson|csv", help="Documents are NDJSON.")] = "ndjson",
    hidden_text: Annotated[bool, typer.Option("--hidden-text", help="With what the policies of articles hide.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write; else stdout.")] = None,
) -> None:
    """Write a whole list as NDJSON or CSV."""
    if what == "documents" and format == "csv":
        raise typer.BadParameter("documents are nested: they are written as NDJSON alone", param_hint="--format")
    url = load_settings().read_url
    require_database(url)
    engine = read_engine(url)
    try:
        with open_output(output) as stream:
            for page in export_pages(engine, what, format, shows_hidden=hidden_text):
                stream.write(page)
    except (DatabaseError, OnRecordError, OSError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()
