"""The command ``onrecord serve``: run the server."""

import gc
from importlib import import_module
from threading import Timer
from typing import Annotated, cast

import typer
import uvicorn
from uvicorn._types import ASGIApplication

from app.commands.settings import load_settings
from app.commands.workers import run
from app.logs import configure_logs

REVISION_CHECK_DELAY_S = 1.0  # so that the check takes no time from the start and the first answers


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; else ONRECORD_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else ONRECORD_PORT.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; else ONRECORD_WORKERS.")] = None,
) -> None:
    """Serve the API."""
    settings = load_settings()
    configure_logs(settings)
    config = uvicorn.Config(
        "app.commands.serve:application",
        factory=True,
        host=host or settings.host,
        port=settings.port if port is None else port,
        workers=workers or settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),  # for the log alone: no answer depends on the client's address or scheme
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.shutdown_timeout_s,
    )
    run(config)


def application() -> ASGIApplication:
    """Return the application, for uvicorn. Its objects stay: garbage collection is off while they are made, and skips them afterwards."""
    url = load_settings().served_url
    gc.disable()
    app = cast(ASGIApplication, import_module("app.main").create_app())
    gc.freeze()
    gc.enable()
    _check_revision_later(url)
    return app


def _check_revision_later(url: str) -> None:
    """Warn of another revision from a thread, so that a database that does not answer delays nothing."""
    # Imported here: with the tables imported before garbage collection is off, the start takes longer.
    timer = Timer(REVISION_CHECK_DELAY_S, import_module("app.commands.revisions").warn_of_revision, [url])
    timer.daemon = True
    timer.start()
