"""The metrics for Prometheus. They are no part of the API, and so not of its OpenAPI document."""

from importlib import import_module

from fastapi import Request, Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.routing import Route

from app.api.reading.session import Reader
from app.errors import OnRecordError
from app.queries.administering.job_figures import JobFigures, get_job_figures
from app.queries.administering.webhooks import WebhookTotals, get_webhook_totals
from app.queries.stats import Sizes, get_sizes

PATH = "/metrics"
EXPOSITION = "app.api.measuring.exposition"  # imported when it is asked for


async def get_metrics(request: Request) -> Response:
    """Give the metrics: requests of all processes, the size of the archive, webhooks, and jobs."""
    state = request.app.state
    stored = await _stored(state.reader)
    exposition = import_module(EXPOSITION)
    body = exposition.expose(request.app.version, state.counters.totals(), *stored)
    return Response(body, media_type=exposition.CONTENT_TYPE, headers={"Cache-Control": "no-store"})


async def _stored(reader: Reader) -> tuple[Sizes | None, WebhookTotals | None, JobFigures | None]:
    try:
        return await reader.probe(lambda connection: (get_sizes(connection), get_webhook_totals(connection), get_job_figures(connection)))
    except (OnRecordError, DBAPIError, PoolTimeout):
        return None, None, None


ROUTES = (Route(PATH, get_metrics),)
