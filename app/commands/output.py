"""Output of commands: stdout, or a file that gets its name only when it is complete."""

import errno
import os
import re
import secrets
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO, NoReturn

import orjson

from app.terms.lines import in_one_line

OPEN_FILES = re.compile(r"/dev/(stdout|stderr|fd/)|/proc/")
ENDINGS = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]


@contextmanager
def replace_file(file: Path) -> Iterator[BinaryIO]:
    """Write to a file under a random name in the same folder, and rename it at the end. If writing fails, the old file stays as it was.

    The mode and, where this user may set it, the owner of the old file are kept. A device, a pipe and what a process has open
    (``/dev/stdout``) are written to directly: they must never be replaced.
    """
    if OPEN_FILES.match(str(file.absolute())) or (file.exists() and not file.is_file()):
        with file.open("wb") as stream:
            yield stream
        return
    file = _behind_links(file)
    # Random: another command may write the same file. Short: the name of the file may be as long as names can be.
    temporary_file = file.with_name(f".onrecord-{secrets.token_hex(8)}.part")
    try:
        with _exit_on_signals():
            with temporary_file.open("xb") as stream:  # exclusively: never through a link, nor over a file
                _set_owner_and_mode(stream, file)
                yield stream
            temporary_file.replace(file)
    except OSError as error:
        if error.errno and error.filename in (None, str(temporary_file)):  # as on a full disk
            raise OSError(error.errno, error.strerror, str(file)) from error
        raise
    finally:
        temporary_file.unlink(missing_ok=True)


def _behind_links(file: Path) -> Path:
    """Return the file that links lead to: a link stays a link."""
    try:
        return file.resolve()
    except RuntimeError:  # pathlib's error for links in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(file)) from None


def _set_owner_and_mode(stream: BinaryIO, old_file: Path) -> None:
    """Give a new file the owner, group and mode of the one that it replaces; without one, the mode stays what the umask made it."""
    if not old_file.exists() or not hasattr(os, "fchown"):  # Windows has none
        return
    old = old_file.stat()
    for owner, group in ((-1, old.st_gid), (old.st_uid, -1)):
        with suppress(OSError):  # only root may give files away
            os.fchown(stream.fileno(), owner, group)
    os.fchmod(stream.fileno(), old.st_mode & 0o777)


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """Let signals that end the process at once raise an exit, so that it can clean up first. Those that are ignored stay ignored."""
    before = {each: signal.signal(each, _exit) for each in ENDINGS if signal.getsignal(each) is signal.SIG_DFL}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _exit(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)  # as a shell reports it


def open_output(output: Path | None) -> AbstractContextManager[BinaryIO]:
    """Open a file for replacing; without one, stdout."""
    return replace_file(output) if output else nullcontext(sys.stdout.buffer)


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def columns_of(row: Mapping[str, object]) -> str:
    """Return a line with the values as columns between tabs; "-" is none. Titles and reasons are other people's text."""
    texts = (" ".join(str("-" if value is None else value).split()) for value in row.values())
    return "\t".join(map(in_one_line, texts)) + "\n"
