"""The command ``onrecord extract``: articles in, knowledge documents out."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.arguments import CORES, InputPaths, Jobs, Published, Publisher, Title, Url, metadata_from_options, require_paths
from app.commands.exits import exit_with_error
from app.commands.output import open_output
from app.commands.settings import load_settings
from app.ingest.reading.extraction import extraction, jobs_for
from app.ingest.reading.files import find_files, find_skipped
from app.ingest.report import report_skipped, write_documents
from app.ingest.report_lines import ReportLines
from app.logs import configure_logs

EXAMPLE = "onrecord extract court.txt --published 2024-06-27 -o court.jsonl"


def extract(
    paths: InputPaths = None,
    published: Published = None,
    title: Title = None,
    url: Url = None,
    publisher: Publisher = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write; else stdout.")] = None,
    jobs: Jobs = CORES,
) -> None:
    """Find who said what in articles, and write knowledge documents.

    Each article is one line, in the order of the input. Knowledge documents are passed on. Exit status 1 if anything was refused; the
    rest is written. If everything was refused, the file of --output stays as it was.
    """
    settings, files = load_settings(), list(find_files(paths or []))
    configure_logs(settings)
    if not paths:
        raise typer.BadParameter("give articles", param_hint="PATH")
    require_paths(paths)
    metadata = metadata_from_options(published=published, title=title, url=url, publisher=publisher)
    report_skipped(find_skipped(paths), ReportLines())
    try:
        with extraction(settings, jobs_for(files, jobs), metadata) as read, open_output(output) as stream:
            written = write_documents(files, read, stream)
            if written.refused and not written.documents:
                raise typer.Exit(1)  # before the empty file gets the name of the one that is there
    except OSError as error:
        exit_with_error(error)
    raise typer.Exit(1 if written.refused else 0)
