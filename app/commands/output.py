"""Where commands write: stdout, or a file that is whole when it gets its name."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

import orjson


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """Write a file under another name, and give it its own when it is whole: what was there stays until then."""
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def writing(output: Path | None) -> AbstractContextManager[BinaryIO]:
    """Lend the stream of a file, or stdout."""
    return replacing(output) if output else nullcontext(sys.stdout.buffer)


def print_json(value: object) -> None:
    """Write a value to stdout, for people."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
