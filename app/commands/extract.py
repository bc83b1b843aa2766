"""``onrecord extract``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.environment import settings_of_environment
from app.commands.failures import fail
from app.commands.inputs import CORES, Inputs, Jobs
from app.commands.output import writing
from app.extract.text.inputs import faults_of_known, known_of
from app.ingest.reading.extraction import extraction, jobs_for
from app.ingest.reading.files import find_files, find_skipped
from app.ingest.report import tell_skipped, write_documents
from app.logs import configure_logs


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
    settings, files = settings_of_environment(), list(find_files(paths or []))
    configure_logs(settings)
    if not paths:
        raise typer.BadParameter("give articles", param_hint="PATH")
    known = _known(published=published, title=title, url=url, publisher=publisher)
    tell_skipped(find_skipped(paths))
    try:
        with extraction(settings, jobs_for(files, jobs), known) as read, writing(output) as stream:
            refused = write_documents(files, read, stream)
    except OSError as error:
        fail(error)
    raise typer.Exit(1 if refused else 0)


def _known(**given: str | None) -> dict[str, Any]:
    known = known_of(given)
    for fault in faults_of_known(known):
        raise typer.BadParameter(fault.message, param_hint=f"--{fault.field}")
    return known
