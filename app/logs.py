"""Structured logs on stderr: one line an event, JSON for machines or text for people, with the id of the request."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from app.settings import Settings


@contextmanager
def without(package: str) -> Iterator[None]:
    """Let what is imported within think that a package is not installed."""
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # None says that a module cannot be imported
    had = modules.setdefault(package, None)
    try:
        yield
    finally:
        if had is None:
            del modules[package]


# It would read in rich for tracebacks in color: 25 ms, a twentieth of the time to the first answer.
with without("rich"):
    import structlog
    from structlog.typing import Processor


def has_colors(stream: TextIO) -> bool:
    """Whether text on a stream may be coloured: on a terminal that has colours, unless NO_COLOR (https://no-color.org) asks for none."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def configure_logs(settings: Settings) -> None:
    """Send the logs of the program and its libraries to stderr, in the format of the settings."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    as_text = settings.log_format == "text"
    rendering: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=has_colors(sys.stderr))]
        if as_text
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    handler = logging.StreamHandler(sys.stderr)
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[remove_meta, *rendering]))
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
