"""Lines of the report of a load. One that cannot be written stops no load."""

import os
import sys
from contextlib import suppress
from typing import TextIO

from app.terms.lines import in_one_line


class ReportLines:
    """Writes lines, in which names of files and words of documents cannot forge others.

    After the first that cannot be written, as on a full disk or to a closed pipe, those behind it are dropped.

    Attributes:
        is_lost: whether any line was lost.
    """

    def __init__(self) -> None:
        self.is_lost = False

    def result(self, line: str) -> None:
        """Write a line on stdout."""
        self._write(sys.stdout, line)

    def problem(self, line: str) -> None:
        """Write a line on stderr."""
        self._write(sys.stderr, line)

    def flush(self) -> None:
        """Write what is buffered."""
        self._write(sys.stdout)
        self._write(sys.stderr)

    def _write(self, stream: TextIO, line: str | None = None) -> None:
        try:
            if line is None:
                stream.flush()
            else:
                stream.write(f"{in_one_line(line)}\n")
        except OSError as error:
            self.is_lost = True
            discard_output(stream)
            if stream is sys.stdout:
                self.problem(f"the report cannot be written ({error.strerror}); the load does not stop for that")


def discard_output(stream: TextIO) -> None:
    """Let stdout or stderr write nowhere, so that what is left in its buffer fails no more, neither later nor when the process ends."""
    with suppress(OSError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
