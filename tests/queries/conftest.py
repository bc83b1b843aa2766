"""Fixtures with databases that the tests of a run share and cannot write to:

``archive``     asks the API over many small articles
``connection``  reads what ``archive`` asks, without HTTP
``filed``       asks the API over three articles of which every filter matches some things and not others
"""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.database.engines import read_connection
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.queries.archive import STORIES, opened, reading_engine
from tests.queries.filed import FILED


@pytest.fixture(scope="session", params=DATABASES)
def archive(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, *STORIES) as client:
        yield client


@pytest.fixture(scope="session", params=DATABASES)
def filed(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, *FILED) as client:
        yield client


@pytest.fixture
def connection(archive: TestClient) -> Iterator[Connection]:
    with read_connection(reading_engine(archive)) as connected:
        yield connected
