"""``library``: asks the API over a database of the seeds and of made articles that the tests of a run share. None can write to it."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.conftest import DATABASES, Templates
from tests.queries.archive import STORIES, astral, opened
from tests.queries.filed import FILED


@pytest.fixture(scope="session", params=DATABASES)
def library(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, astral(), *FILED, *STORIES[:2], seeded=True) as client:
        yield client
