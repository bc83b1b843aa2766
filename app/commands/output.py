"""Output of commands: stdout, or a file that gets its name only when it is complete."""

import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

import orjson

OPEN_FILES = re.compile(r"/dev/(stdout|stderr|fd/)|/proc/")


@contextmanager
def replace_file(file: Path) -> Iterator[BinaryIO]:
    """Write to a file under a temporary name, and rename it at the end. If writing fails, the old file stays as it was.

    A device, a pipe and what a process has open (``/dev/stdout``) are written to directly: they must never be replaced.
    """
    if OPEN_FILES.match(str(file.absolute())) or (file.exists() and not file.is_file()):
        with file.open("wb") as stream:
            yield stream
        return
    file = file.resolve()  # a link stays a link
    temporary_file = file.with_name(f"{file.name}.part")
    try:
        with temporary_file.open("wb") as stream:
            yield stream
        temporary_file.replace(file)
    except OSError as error:
        if error.errno and not error.filename:  # as on a full disk
            error.filename = str(file)
        raise
    finally:
        temporary_file.unlink(missing_ok=True)


def open_output(output: Path | None) -> AbstractContextManager[BinaryIO]:
    """Open a file for replacing; without one, stdout."""
    return replace_file(output) if output else nullcontext(sys.stdout.buffer)


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
