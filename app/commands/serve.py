"""``onrecord serve``."""

import gc
from importlib import import_module
from threading import Thread
from typing import Annotated, cast

import typer
import uvicorn
from uvicorn._types import ASGIApplication

from app.commands.database import warn_of_revision
from app.commands.environment import settings_of_environment
from app.logs import configure_logs


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; else ONRECORD_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else ONRECORD_PORT.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; else ONRECORD_WORKERS.")] = None,
) -> None:
    """Serve the API."""
    settings = settings_of_environment()
    configure_logs(settings)
    uvicorn.run(
        "app.commands.serve:application",
        factory=True,
        host=host or settings.host,
        port=settings.port if port is None else port,
        workers=workers or settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing answered depends on the client's address or scheme
        timeout_graceful_shutdown=settings.shutdown_timeout_s,
    )


def application() -> ASGIApplication:
    """Return the application. Nothing that it is made of is garbage: collecting is off meanwhile, and never looks at it again."""
    url = settings_of_environment().served_url
    gc.disable()
    made = cast(ASGIApplication, import_module("app.main").create_app())
    gc.freeze()
    gc.enable()
    Thread(target=warn_of_revision, args=(url,), daemon=True).start()  # one that does not answer delays nothing
    return made
