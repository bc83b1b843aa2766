"""Clients with and without the cache. Take ``both`` to compare their answers, ``client_with_cache`` to load more on the way."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from app.main import create_app
from tests.conftest import DATABASES, api_of, settings_for
from tests.databases import Templates
from tests.queries.archive import STORIES, astral, opened
from tests.queries.filed import FILED

DOCUMENTS = [astral(), *FILED, *STORIES[:2]]
Both = tuple[TestClient, TestClient]


def caching_client(url: str, cache_mb: int = 8) -> TestClient:
    """Return a client of the API over a database, with a cache; to be used in a ``with``."""
    return TestClient(create_app(settings_for(url).model_copy(update={"cache_mb": cache_mb})), raise_server_exceptions=False)


def no_layer(app: ASGIApp, *_: Any) -> ASGIApp:
    """Stand in for a middleware that is left out."""
    return app


@pytest.fixture(scope="module", params=DATABASES)
def both(request: pytest.FixtureRequest, templates: Templates) -> Iterator[Both]:
    """Lend two clients over one database: of the whole application, and of FastAPI without the cache in front."""
    with opened(templates, request.param, *DOCUMENTS, seeded=True) as archive:
        url = api_of(archive).state.settings.database_url
        with patch("app.main.CacheMiddleware", no_layer):
            uncached = caching_client(url)
        with caching_client(url) as cached_client, uncached as fastapi_client:
            yield cached_client, fastapi_client


@pytest.fixture
def client_with_cache(url: str) -> Iterator[TestClient]:
    with caching_client(url) as client:
        yield client
