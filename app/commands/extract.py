"""The command ``onrecord extract``: articles in, knowledge documents out."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import orjson
import typer

from app.commands.arguments import CORES, InputPaths, Jobs, Published, Publisher, Title, Url, metadata_from_options, require_paths
from app.commands.exits import exit_with_error
from app.commands.explaining.confidences import with_confidence
from app.commands.explaining.pages import Page
from app.commands.explaining.terminal import console_on, explain
from app.commands.numbers import share
from app.commands.output import open_output, replace_file
from app.commands.settings import load_settings
from app.ingest.reading.extraction import extraction, jobs_for
from app.ingest.reading.files import find_files, find_skipped
from app.ingest.report import report_skipped, write_documents
from app.ingest.report_lines import ReportLines
from app.logs import configure_logs

Write = Callable[[dict[str, Any]], None]  # takes a document
EXAMPLE = "onrecord extract court.txt --published 2024-06-27 -o court.jsonl"


def extract(
    paths: InputPaths = None,
    published: Published = None,
    title: Title = None,
    url: Url = None,
    publisher: Publisher = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write; else stdout.")] = None,
    jobs: Jobs = CORES,
    min_confidence: Annotated[
        float | None, typer.Option(parser=share, metavar="SHARE", help="Leave out claims and events of less confidence, from 0 to 1.")
    ] = None,
    explained: Annotated[
        bool, typer.Option("--explain", help="Show the articles, with sources, cues and contents marked and the speakers beside them.")
    ] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the same as a page.")] = None,
) -> None:
    """Find who said what in articles, and write knowledge documents.

    Each article is one line, in the order of the input. Knowledge documents are passed on. With --explain or --html documents are
    written to the file of --output alone. Exit status 1 if anything was refused; the rest is written. If everything was refused, the
    files of --output and --html stay as they were.
    """
    settings, files = load_settings(), list(find_files(paths or []))
    configure_logs(settings)
    if not paths:
        raise typer.BadParameter("give articles", param_hint="PATH")
    require_paths(paths)
    metadata = metadata_from_options(published=published, title=title, url=url, publisher=publisher)
    report_skipped(find_skipped(paths), ReportLines())
    try:
        with extraction(settings, jobs_for(files, jobs), metadata) as read, _outputs(output, html, explained=explained) as outputs:
            write = _to_all(outputs, min_confidence or 0)
            written = write_documents(files, read, write, is_shown=not sys.stdout.isatty() or (not explained and bool(html or output)))
            if written.refused and not written.documents:
                raise typer.Exit(1)  # before the empty file gets the name of the one that is there
    except OSError as error:
        exit_with_error(error)
    raise typer.Exit(1 if written.refused else 0)


@contextmanager
def _outputs(output: Path | None, html: Path | None, *, explained: bool) -> Iterator[list[Write]]:
    """Lend what writes documents: as lines to a file, or to stdout if nothing else is asked for; as explanation; as page."""
    with ExitStack() as files:
        outputs = list[Write]()
        if output or not (explained or html):
            outputs.append(_lines_to(files.enter_context(open_output(output))))
        if explained:
            outputs.append(_explanations_to_stdout())
        if html:
            page = Page(files.enter_context(replace_file(html)))
            outputs.append(page.add)
            yield outputs
            page.end()
        else:
            yield outputs


def _lines_to(stream: BinaryIO) -> Write:
    def write(document: dict[str, Any]) -> None:
        stream.write(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))
        stream.flush()

    return write


def _explanations_to_stdout() -> Write:
    console = console_on(sys.stdout)

    def write(document: dict[str, Any]) -> None:
        explain(console, document)
        sys.stdout.flush()

    return write


def _to_all(outputs: list[Write], least: float) -> Write:
    def write(document: dict[str, Any]) -> None:
        confident = with_confidence(document, least)
        for output in outputs:
            output(confident)

    return write
