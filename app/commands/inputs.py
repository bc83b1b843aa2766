"""What the commands take that read articles."""

import os
from pathlib import Path
from typing import Annotated

import typer

CORES = os.cpu_count() or 1
Inputs = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Files or folders: knowledge documents and records of articles (YAML, JSON, JSON Lines), texts (.txt) and pages (.html), "
        "also .gz; - is JSON Lines on stdin."
    ),
]
Jobs = Annotated[int, typer.Option(min=1, help="Processes that extract.", show_default="one for each core")]
