"""Builds the application: settings, database, routes, and the layers around them."""

from asyncio import Event
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI
from starlette.types import ASGIApp

from app.api import (
    articles,
    changes,
    claims,
    comparison,
    docs,
    entities,
    events,
    graph,
    imports,
    jobs,
    metrics,
    review,
    search,
    server,
    sources,
    speakers,
    stats,
    timeline,
    webhooks,
)
from app.api.access.bodies import BodyLimits
from app.api.access.guard import Guard
from app.api.access.log import AccessLog
from app.api.access.middleware import AccessMiddleware
from app.api.access.rates import RateLimits, WrongKeys
from app.api.cache.memory import ResponseCache
from app.api.cache.middleware import CacheMiddleware
from app.api.measuring.counters import Counters
from app.api.reading.session import OTHER_CONNECTIONS, Reader
from app.api.reading.slots import Slots
from app.api.serving import openapi, problems
from app.api.serving.addresses import EndpointKey, endpoint_key
from app.api.serving.etags import build_hash
from app.api.serving.routes import make_routes
from app.api.writing.imports import TOO_MANY_IMPORTS
from app.api.writing.routes import make_write_routes
from app.api.writing.writer import Writer
from app.database.engines import checkpoint, read_engine
from app.jobs.supervisor import Supervisor
from app.logs import configure_logs
from app.settings import Settings
from app.terms.api_keys import NeededScope

PREFIX = "/v1"
RESOURCES = (claims, speakers, entities, events, articles, graph, timeline, stats, sources, comparison, search, changes, review)
ENDPOINTS = [endpoint for resource in RESOURCES for endpoint in resource.ENDPOINTS]
LIVE = [*jobs.LIVE, *webhooks.LIVE]  # not kept by the cache
WRITES = [endpoint for resource in (*RESOURCES, imports, jobs, webhooks) for endpoint in getattr(resource, "WRITES", ())]
SCOPES: dict[tuple[str, EndpointKey], NeededScope] = {
    (getattr(endpoint, "method", "GET"), endpoint_key(f"{PREFIX}{endpoint.path}")): endpoint.scope
    for endpoint in (*ENDPOINTS, *LIVE, *WRITES)
}
PRIVATE_PARAMETERS = {endpoint_key(f"{PREFIX}{each.path}"): each.private_parameters for each in ENDPOINTS if each.private_parameters}
PATHS = (
    [*dict.fromkeys(f"{PREFIX}{endpoint.path}" for endpoint in (*ENDPOINTS, *LIVE, *WRITES))]
    + [route.path for route in (*server.ROUTES, *metrics.ROUTES)]
    + [*docs.PATHS]
)


def create_app(settings: Settings | None = None, counters_folder: Path | None = None, processes: int = 1) -> ASGIApp:
    """Return the ASGI application. Without settings, those of the environment are used.

    A request goes through ``AccessMiddleware``, then ``CacheMiddleware``, which answers what it can, then FastAPI. Around them is
    ``TraceMiddleware``, where the settings want traces.

    Args:
        settings: of the program.
        counters_folder: where several processes that serve keep the counters of their requests; None if there is one.
        processes: that serve; each allows its part of the rate limits.
    """
    settings = settings or Settings()
    configure_logs(settings)
    build_hash()  # now, of the files that this process runs: later they may be those of another version
    api = create_api(settings)
    counters = api.state.counters = Counters(PATHS, counters_folder)
    cache = CacheMiddleware(api, ENDPOINTS, PREFIX, api.state.reader, api.state.response_cache, counters)
    wrong_keys = WrongKeys(settings.wrong_key_limit, processes)
    guard = Guard(api.state.reader, SCOPES, PREFIX, wrong_keys, PRIVATE_PARAMETERS, is_reading_open=settings.open_reading)
    rates, limits = RateLimits(settings.rate_limit, settings.key_rate_limit, processes), BodyLimits.of(settings)
    app = AccessMiddleware(cache, problems.answer_failure, guard, rates, settings.origins, access_log(settings), counters, limits)
    return _traced(app, counters) if settings.traces else app


def _traced(app: ASGIApp, counters: Counters) -> ASGIApp:
    """Return the application with traces. OpenTelemetry is imported here alone, where it is wanted: it may not be installed."""
    traced: ASGIApp = import_module("app.api.access.traces").traced(app, counters.route_of, PATHS)
    return traced


def access_log(settings: Settings) -> AccessLog | None:
    """Return the log of requests; None if the settings want none, or only lines that are more severe."""
    is_wanted = settings.access_log and settings.log_level in ("debug", "info")
    return AccessLog(settings, [endpoint.query_model for endpoint in ENDPOINTS], PATHS) if is_wanted else None


def create_api(settings: Settings) -> FastAPI:
    """Return the FastAPI application alone: its routes and its OpenAPI document."""
    engine = read_engine(settings.served_url, settings.reading_threads + OTHER_CONNECTIONS, settings.read_timeout_s)
    reader = Reader(
        engine, settings.reading_threads, settings.queue, settings.read_timeout_s, settings.exports, settings.min_rate_kb, settings.feeds
    )
    writer = Writer(settings.database_url, settings.write_timeout_s, settings.queue, is_read_only=settings.immutable)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Event]]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.reading_threads  # of those that compress
        supervisor = api.state.supervisor = Supervisor(settings) if settings.run_jobs and not settings.immutable else None
        if supervisor is not None:
            supervisor.start()
        yield {"stopping": Event()}  # set by ``LimitedConnection``; by it feeds, which have no end, know that they must end
        if supervisor is not None:
            supervisor.stop()
        reader.close()
        writer.close()
        engine.dispose()
        if settings.served_url == settings.database_url:  # a replica is written by PostgreSQL, or by whoever copies the file
            checkpoint(settings.database_url)

    api = FastAPI(
        title="On Record",
        version=version("onrecord"),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},  # its spans have queries, its logs messages
        routes=[
            *make_routes([*ENDPOINTS, *LIVE], PREFIX),
            *make_write_routes(WRITES, PREFIX),
            *server.ROUTES,
            *(metrics.ROUTES if settings.metrics else ()),
        ],
    )
    api.state.settings, api.state.reader, api.state.writer, api.state.supervisor = settings, reader, writer, None
    api.state.import_slots = Slots(settings.imports, TOO_MANY_IMPORTS)
    api.state.response_cache = ResponseCache(settings.cache_mb << 20)
    api.include_router(docs.router)
    problems.add_handlers(api)
    openapi.add_openapi(api)
    return api
