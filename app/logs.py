"""Structured logs on stderr: one line for each event, as JSON or text, with the request id."""

import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO

from app.settings import Settings


@contextmanager
def hide_package(package: str) -> Iterator[None]:
    """Make imports of a package fail within the context, as if it were not installed."""
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # None in sys.modules makes an import fail
    imported_before = modules.setdefault(package, None)
    try:
        yield
    finally:
        if imported_before is None:
            del modules[package]


# structlog imports rich, if it is installed, for tracebacks in colour: 25 ms, a twentieth of the time from start to first answer.
with hide_package("rich"):
    import structlog
    from structlog.typing import EventDict, ExcInfo, Processor

# Of the request that a task or a thread answers. The variables of structlog would take seven times as long to set.
REQUEST_ID: ContextVar[str] = ContextVar("request_id")
MOST_OF_LINE, MOST_OF_TRACEBACK = 300, 20_000  # characters
HIDDEN = "…"
# The statement, the row that broke a constraint, and the value that a check refused, in messages of SQLAlchemy, psycopg and Pydantic.
STATEMENT = re.compile(r"(\[SQL: .{,200}).*?(?=\]\n[\[(])", re.DOTALL)
ROW = re.compile(r"(?<=DETAIL: ).*?(?=\n\[SQL: |\n\n|\Z)", re.DOTALL)
VALUE = re.compile(r"(?<=input_value=).*?(?=, input_type=)", re.DOTALL)


def shortened_traceback(exc_info: ExcInfo) -> str:
    """Return the traceback of an exception with bounded length, without whole statements and without values that messages quote."""
    text = "".join(traceback.format_exception(*exc_info)).rstrip()
    text = STATEMENT.sub(rf"\1{HIDDEN}", VALUE.sub(HIDDEN, ROW.sub(HIDDEN, text)))
    lines = [line if len(line) <= MOST_OF_LINE else f"{line[:MOST_OF_LINE]}{HIDDEN}" for line in text.splitlines()]
    text = "\n".join(lines)
    return text if len(text) <= MOST_OF_TRACEBACK else f"{text[: MOST_OF_TRACEBACK // 2]}\n{HIDDEN}\n{text[-MOST_OF_TRACEBACK // 2 :]}"


def _write_traceback(stream: TextIO, exc_info: ExcInfo) -> None:
    stream.write(f"\n{shortened_traceback(exc_info)}")


def add_request_id(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Add the id of the request to a log line, where there is one."""
    if request_id := REQUEST_ID.get(""):
        event["request_id"] = request_id
    return event


def has_colors(stream: TextIO) -> bool:
    """Return whether text on a stream may have colours: only on a terminal that can show them, without NO_COLOR (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def is_text(settings: Settings) -> bool:
    """Return whether log lines are text: where the settings leave it open, on a terminal alone."""
    return settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())


def configure_logs(settings: Settings) -> None:
    """Send the logs of the program and its libraries to stderr, in the format of the settings."""
    shared_processors: list[Processor] = [
        add_request_id,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendering_processors: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=has_colors(sys.stderr), exception_formatter=_write_traceback)]
        if is_text(settings)
        else [structlog.processors.ExceptionRenderer(shortened_traceback), structlog.processors.JSONRenderer()]
    )
    handler = logging.StreamHandler(sys.stderr)
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared_processors, processors=[remove_meta, *rendering_processors])
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    structlog.configure(
        processors=[*shared_processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
