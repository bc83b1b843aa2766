"""``archive``: asks the API over a database of many small articles that the tests of a run share. None can write to it."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.db import read_connection
from tests.conftest import DATABASES, Templates
from tests.queries.archive import STORIES, opened, reading_engine


@pytest.fixture(scope="session", params=DATABASES)
def archive(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, *STORIES) as client:
        yield client


@pytest.fixture
def connection(archive: TestClient) -> Iterator[Connection]:
    with read_connection(reading_engine(archive)) as connected:
        yield connected
