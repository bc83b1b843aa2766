"""Arguments and options that ``ingest`` and ``extract`` share: input paths and the number of processes."""

import os
from pathlib import Path
from typing import Annotated

import typer

CORES = os.cpu_count() or 1
InputPaths = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Files or folders: knowledge documents and records of articles (YAML, JSON, JSON Lines), texts (.txt) and pages (.html), "
        "also .gz; - is JSON Lines on stdin."
    ),
]
Jobs = Annotated[int, typer.Option(min=1, help="Processes that extract.", show_default="one for each core")]
