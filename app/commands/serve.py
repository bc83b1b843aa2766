"""The command ``onrecord serve``: run the server."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Annotated, cast

import typer
import uvicorn
from uvicorn._types import ASGIApplication

from app.api.access.connections import limited_protocol
from app.api.access.limits import ConnectionLimits
from app.commands.database_files import require_tables
from app.commands.numbers import positive_number
from app.commands.settings import load_settings
from app.commands.workers import Factory, run, stop_orphan
from app.ingest.reading.parents import when_parent_ends
from app.logs import configure_logs

EXAMPLE = "onrecord serve --port 9000 --workers 2"

# The event loop asks for the interpreter several times in an answer. By Python's default a thread that has it keeps it for 5 ms each time.
SWITCH_INTERVAL_S = 0.0005
REVISION_CHECK_DELAY_S = 1.0  # so that the check takes no time from the start and the first answers


def serve(
    host: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Address to listen on; else ONRECORD_HOST.")] = None,
    port: Annotated[int | None, typer.Option(metavar="N", help="Port to listen on; else ONRECORD_PORT.")] = None,
    workers: Annotated[int | None, typer.Option(parser=positive_number, metavar="N", help="Processes; else ONRECORD_WORKERS.")] = None,
    root_path: Annotated[
        str | None, typer.Option(metavar="PATH", help="Path under which a proxy serves it, as /onrecord; else ONRECORD_ROOT_PATH.")
    ] = None,
) -> None:
    """Serve the API."""
    settings = load_settings(root_path=root_path)
    configure_logs(settings)
    require_tables(settings.served_url)
    processes = workers or settings.workers
    limits = ConnectionLimits(settings.connections, settings.header_timeout_s, settings.send_timeout_s)
    with _folder_of_counters(processes) as folder:
        config = uvicorn.Config(
            cast(ASGIApplication, Factory(folder, processes)),
            factory=True,
            host=host or settings.host,
            port=settings.port if port is None else port,
            workers=processes,
            root_path=settings.root_path,
            http=limited_protocol(limits),
            ws="none",
            timeout_keep_alive=settings.keep_alive_s,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),  # for the log alone: no answer depends on the client's address or scheme
            forwarded_allow_ips=settings.trusted_proxies,
            timeout_graceful_shutdown=settings.shutdown_timeout_s,
        )
        run(config)


@contextmanager
def _folder_of_counters(processes: int) -> Iterator[Path | None]:
    """Make the folder in which several processes count requests, and remove it afterwards; one process needs none."""
    if processes == 1:
        yield None
        return
    with TemporaryDirectory(prefix="onrecord-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def application(counters_folder: Path | None = None, processes: int = 1) -> ASGIApplication:
    """Return the application, for uvicorn. Its objects stay: garbage collection is off while they are made, and skips them afterwards."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    settings = load_settings()
    when_parent_ends(partial(stop_orphan, settings.shutdown_timeout_s))
    gc.disable()
    app = cast(ASGIApplication, import_module("app.main").create_app(None, counters_folder, processes))
    gc.freeze()
    gc.enable()
    _check_revision_later(settings.served_url)
    return app


def _check_revision_later(url: str) -> None:
    """Warn of another revision from a thread, so that a database that does not answer delays nothing."""
    # Imported here: with the tables imported before garbage collection is off, the start takes longer.
    timer = Timer(REVISION_CHECK_DELAY_S, import_module("app.commands.revisions").warn_of_revision, [url])
    timer.daemon = True
    timer.start()
