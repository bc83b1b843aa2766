"""The application: the only wiring."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

import anyio.to_thread
from fastapi import FastAPI

from app.api import articles, claims, comparison, docs, entities, events, graph, search, server, sources, speakers, stats, timeline
from app.api.access.log import Access
from app.api.cache.memory import Memory
from app.api.cache.middleware import Cache
from app.api.serving import openapi, problems
from app.api.serving.endpoint import router_of
from app.api.serving.session import Reader
from app.database.engines import checkpoint, read_engine
from app.logs import configure_logs
from app.settings import Settings

PREFIX = "/v1"
RESOURCES = (claims, speakers, entities, events, articles, graph, timeline, stats, sources, comparison, search)
ENDPOINTS = [endpoint for resource in RESOURCES for endpoint in resource.ENDPOINTS]


def create_app(settings: Settings | None = None) -> Access:
    """Return the application for the settings, those of the environment if none are given, with the layers around it.

    A request comes to the layer of access first, then to the cache and its endpoints, and where none answers it to FastAPI.
    """
    settings = settings or Settings()
    configure_logs(settings)
    api = create_api(settings)
    cache = Cache(api, ENDPOINTS, PREFIX, api.state.reader, api.state.memory)
    return Access(cache, problems.failed, settings.origins, settings.access_log)


def create_api(settings: Settings) -> FastAPI:
    """Return the application without the layers around it: its routes, and its OpenAPI document."""
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

    api = FastAPI(
        title="On Record",
        version=version("onrecord"),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    api.state.settings, api.state.reader, api.state.memory = settings, reader, Memory(settings.cache_mb << 20)
    api.include_router(router_of(ENDPOINTS), prefix=PREFIX)
    api.include_router(server.router)
    api.include_router(docs.router)
    docs.add_assets(api)
    problems.add_handlers(api)
    openapi.add_openapi(api)
    return api
