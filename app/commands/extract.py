"""The command ``onrecord extract``: articles in, knowledge documents out."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.arguments import CORES, InputPaths, Jobs
from app.commands.exits import exit_with_error
from app.commands.output import open_output
from app.commands.settings import load_settings
from app.extract.text.inputs import faults_of_metadata, metadata_of
from app.ingest.reading.extraction import extraction, jobs_for
from app.ingest.reading.files import find_files, find_skipped
from app.ingest.report import report_skipped, write_documents
from app.logs import configure_logs


def extract(
    paths: InputPaths = None,
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
    settings, files = load_settings(), list(find_files(paths or []))
    configure_logs(settings)
    if not paths:
        raise typer.BadParameter("give articles", param_hint="PATH")
    metadata = _metadata_from_options(published=published, title=title, url=url, publisher=publisher)
    report_skipped(find_skipped(paths))
    try:
        with extraction(settings, jobs_for(files, jobs), metadata) as read, open_output(output) as stream:
            refused = write_documents(files, read, stream)
    except OSError as error:
        exit_with_error(error)
    raise typer.Exit(1 if refused else 0)


def _metadata_from_options(**options: str | None) -> dict[str, Any]:
    """Return the metadata of articles that options give; end the command if one is wrong."""
    metadata = metadata_of(options)
    for fault in faults_of_metadata(metadata):
        raise typer.BadParameter(fault.message, param_hint=f"--{fault.field}")
    return metadata
