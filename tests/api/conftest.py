"""Which fixture to take of those that the tests of a run share; none can write to the database:

``library``  asks the API over the seeds and made articles
``address``  where a real server answers over the seeds, on SQLite
"""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.api.servers import serving
from tests.conftest import DATABASES, Templates
from tests.queries.archive import STORIES, astral, opened
from tests.queries.filed import FILED


@pytest.fixture(scope="session", params=DATABASES)
def library(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, astral(), *FILED, *STORIES[:2], seeded=True) as client:
        yield client


@pytest.fixture(scope="session")
def address(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("server") / "log"
    with templates.copy("sqlite", seeded=True) as url, serving(url, log) as (_, found):
        yield found
