"""Progress bars on a terminal, by bytes of files or by articles."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from app.ingest.reading.files import STDIN, InputItem

COLUMNS = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[articles]} articles"), TimeRemainingColumn())


@contextmanager
def progress(files: Sequence[Path], description: str, *, is_shown: bool = True) -> Iterator[Callable[[InputItem], None]]:
    """Show progress over files if stderr is a terminal; lend the function to call after each article."""
    ends = list(accumulate(map(_bytes_in, files), initial=0))
    starts = dict(zip(map(str, files), ends, strict=False))
    with _bar(is_shown) as bar:
        task = bar.add_task(description, total=None if STDIN in files else ends[-1], articles=0)

        def advance(item: InputItem) -> None:
            bar.update(task, completed=starts.get(item.file, 0) + item.bytes_read, articles=bar.tasks[0].fields["articles"] + 1)

        yield advance


@contextmanager
def progress_over(articles: int, description: str) -> Iterator[Callable[[int], None]]:
    """Show progress over articles if stderr is a terminal; lend the function to call with the number of further articles."""
    with _bar(is_shown=articles > 0) as bar:
        task = bar.add_task(description, total=articles, articles=0)
        yield lambda more: bar.update(task, advance=more, articles=bar.tasks[0].fields["articles"] + more)


def _bar(is_shown: bool) -> Progress:
    is_disabled = not (is_shown and sys.stderr.isatty())
    return Progress(*COLUMNS, console=Console(stderr=True), transient=True, disable=is_disabled)


def _bytes_in(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
