"""Arguments and options of commands that several share, or whose types are lists."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app.commands.numbers import positive_number
from app.extract.text.inputs import faults_of_metadata, metadata_of
from app.ingest.reading.files import STDIN
from app.terms.lines import in_one_line

CORES = os.cpu_count() or 1
InputPaths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        help="Files or folders: knowledge documents and records of articles (YAML, JSON, JSON Lines), texts (.txt) and pages (.html), "
        "also .gz; - is JSON Lines on stdin.",
    ),
]
ArticleIds = Annotated[list[str], typer.Argument(metavar="ID", help="Ids of articles, as `onrecord list` shows them: art_...")]
Publishers = Annotated[list[str] | None, typer.Option("--publisher", metavar="NAME", help="Only those of this publisher. Repeatable.")]
TableFormat = Annotated[
    Literal["text", "ndjson"], typer.Option("--format", metavar="text|ndjson", help="Columns for people, or an object a line.")
]
Jobs = Annotated[
    int,
    typer.Option(parser=positive_number, metavar="N", help="Processes that extract; one for each core if not given.", show_default=False),
]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="When the articles were published (ISO 8601), whatever the input says.")
]
Title = Annotated[str | None, typer.Option(metavar="TITLE", help="Their title, likewise.")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="Their address, likewise.")]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Their publisher, likewise.")]


def require_paths(paths: Iterable[Path]) -> None:
    """Name each path that does not exist on stderr, and exit with 2 if there is any; also if stdin is to be read and closed (``<&-``)."""
    paths = list(paths)
    if STDIN in paths and sys.stdin is None:
        typer.echo("standard input is closed: there is nothing to read at -", err=True)
        raise typer.Exit(2)
    missing = [path for path in paths if path != STDIN and not os.path.exists(path)]
    for path in missing:
        typer.echo(in_one_line(f"{path} does not exist"), err=True)
    if missing:
        raise typer.Exit(2)


def metadata_from_options(**options: str | None) -> dict[str, Any]:
    """Return the metadata of articles that options give; end the command if one is wrong."""
    metadata = metadata_of(options)
    for fault in faults_of_metadata(metadata):
        raise typer.BadParameter(fault.message, param_hint=f"--{fault.field}")
    return metadata
