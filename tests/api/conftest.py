"""Fixtures shared by all tests of a run; none can write to the database:

``library``  a client of the API over the seeds and articles written for tests
``address``  the address of a real server over the seeds, on SQLite
"""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.api.servers import serving
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.queries.archive import STORIES, astral, opened
from tests.queries.filed import FILED


@pytest.fixture(scope="session", params=DATABASES)
def library(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, astral(), *FILED, *STORIES[:2], seeded=True) as client:
        yield client


@pytest.fixture(scope="session")
def address(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("server") / "log"
    with templates.copy("sqlite", seeded=True) as url, serving(url, log) as (_, server_address):
        yield server_address
