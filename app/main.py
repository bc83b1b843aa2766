"""The application: the only wiring."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from app.api import (
    answers,
    articles,
    claims,
    comparison,
    docs,
    documenting,
    entities,
    events,
    graph,
    search,
    server,
    sources,
    speakers,
    stats,
    timeline,
)
from app.api.hot import Hot
from app.api.kept import Kept
from app.api.lane import Application, Lane
from app.api.requests import Requests
from app.api.session import HurriedReader, Reader
from app.db import checkpoint, read_engine
from app.logs import configure_logs
from app.settings import Settings

READ_BY_BROWSERS = {
    "allow_methods": ["GET", "HEAD"],
    "allow_headers": ["*"],
    "expose_headers": ["Link", "ETag", "Location", "Retry-After", "X-Request-Id"],
}


def create_app(settings: Settings | None = None) -> Application:
    """Return the application for the settings; those of the environment if none are given."""
    settings = settings or Settings()
    configure_logs(settings)
    engine = read_engine(settings.served_url, settings.threads + 1)
    reader = Reader(engine)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # A connection for each thread and one for the event loop: who has a thread never waits for a connection, nor does the loop.
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
        yield
        reader.close()
        engine.dispose()
        if settings.served_url == settings.database_url:  # a replica is written by who makes it
            checkpoint(settings.database_url)

    app = Application(
        title="On Record",
        version=version("onrecord"),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.settings, app.state.reader, app.state.kept = settings, reader, Kept(settings.cache_mb << 20)
    app.state.build = build_of(Path(__file__).parent)
    for resource in (claims, speakers, entities, events, articles, graph, timeline, stats, sources, comparison, search):
        app.include_router(resource.router, prefix="/v1")
    app.include_router(server.router)
    app.include_router(docs.router)
    docs.add_assets(app)
    answers.add_handlers(app)
    documenting.add_openapi(app)
    app.add_middleware(Requests, access_log=settings.access_log)
    browsers: dict[str, Any] = {"allow_origins": settings.origins, **READ_BY_BROWSERS}
    app.add_middleware(CORSMiddleware, **browsers)
    hurried = HurriedReader(reader)
    app.lane = Lane(Hot(hurried, app.state.build), hurried, app.state.kept, CORSMiddleware(app, **browsers), settings.access_log)
    return app


def build_of(package: Path) -> str:
    """Return a hash of the program's own files: another program may answer otherwise, so its ETags are others."""
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(package.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
