"""Progress of long work on stderr: a bar on a terminal, elsewhere a line now and then."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from app.ingest.reading.files import STDIN, InputItem

COLUMNS = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[figures]}"))
LINE_INTERVAL_S = 30.0  # short work says nothing, and the log of long work stays short
Advance = Callable[[Sequence[InputItem], int], None]  # takes further items of the input, and the number of their claims


@dataclass
class Done:
    """The part of the work that is done.

    Attributes:
        started: when, by the monotonic clock.
        total: bytes of files, or articles or pages; None if unknown.
        completed: of these.
        noun: what is counted.
        files: number of all files; 0 if none are read.
        file: number of the file that is being read, from 1.
    """

    started: float
    total: int | None
    files: int = 0
    completed: int = 0
    file: int = 0
    articles: int = 0
    claims: int = 0
    noun: str = "articles"

    def figures(self) -> str:
        """Return the counts, and as far as they are known claims a second and the time left, both by the average since the start."""
        seconds = monotonic() - self.started
        files = [f"{self.file} of {self.files} files"] if self.files > 1 else []
        claims = [f"{self.claims:,} claims", f"{self.claims / seconds:,.0f} claims a second"] if self.claims and seconds else []
        return ", ".join([*files, f"{self.articles:,} {self.noun}", *claims, *self._time_left(seconds)])

    def _time_left(self, seconds: float) -> list[str]:
        if not self.total or not self.completed:
            return []
        return [f"{timedelta(seconds=round(seconds * (self.total - self.completed) / self.completed))} left"]


@contextmanager
def progress(files: Sequence[Path], description: str, *, is_shown: bool = True) -> Iterator[Advance]:
    """Show progress over files; lend the function to call with further items and the number of their claims."""
    ends = list(accumulate(map(_bytes_in, files), initial=0))
    starts = {str(file): (number, start) for number, (file, start) in enumerate(zip(files, ends, strict=False), 1)}
    done = Done(monotonic(), None if STDIN in files else ends[-1], len(files))
    with _shown(done, description, is_shown) as show:

        def advance(items: Sequence[InputItem], claims: int) -> None:
            last = items[-1]
            if last.file in starts:
                done.file, start = starts[last.file]
                done.completed = start + last.bytes_read
            done.articles += len(items)
            done.claims += claims
            show()

        yield advance


@contextmanager
def progress_over(total: int, description: str, noun: str = "articles") -> Iterator[Callable[[int], None]]:
    """Show progress over articles, or another noun; lend the function to call with the number of further ones."""
    done = Done(monotonic(), total, noun=noun)
    with _shown(done, description, is_shown=total > 0) as show:

        def advance(more: int) -> None:
            done.articles += more
            done.completed = done.articles
            show()

        yield advance


@contextmanager
def _shown(done: Done, description: str, is_shown: bool) -> Iterator[Callable[[], None]]:
    """Lend the function that shows what is done by now."""
    if is_shown and not sys.stderr.isatty():
        yield _line_writer(done, description)
        return
    with Progress(*COLUMNS, console=Console(stderr=True), transient=True, disable=not is_shown) as bar:
        task = bar.add_task(description, total=done.total, figures=done.figures())
        yield lambda: bar.update(task, completed=done.completed, figures=done.figures())


def _line_writer(done: Done, description: str) -> Callable[[], None]:
    """Return a function that writes a line if the last one was written a while ago."""
    last_line = done.started

    def write_line() -> None:
        nonlocal last_line
        if monotonic() - last_line >= LINE_INTERVAL_S:
            last_line = monotonic()
            with suppress(OSError):  # nowhere to write to: that stops no load
                sys.stderr.write(f"{description}: {done.figures()}\n")
                sys.stderr.flush()

    return write_line


def _bytes_in(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
