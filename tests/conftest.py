"""Fixtures of all tests, and the databases behind them.

``url``         the URL of a migrated, empty database of this test's own; on SQLite, and on PostgreSQL where TEST_POSTGRES_URL is set
``engine``      the engine that writes to it
``load``        loads knowledge documents into it: ``load(make.document(...))``
``client``      asks the API over it
``one_url``     as ``url``, on SQLite alone: for behaviour that does not depend on the database
``seeded_url``  the URL of a database of this test's own that holds ``seeds/``
``seeded``      asks the API over it
``seeds``       asks the API over a database that holds ``seeds/`` and that all tests of a run share, read-only

One database is migrated per run and kind; every test gets a copy (``tests/databases.py``), on PostgreSQL one that an earlier test
has used and that was emptied since (``tests/pool.py``). The configured database is never touched.
Hypothesis generates the same examples in every run, without a deadline, and ten times as many with TEST_EXAMPLES=10.
``--shuffle SEED`` runs the tests in a random order.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import hypothesis
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.database.engines import write_engine
from app.ingest.reading.validation import validated
from app.ingest.writing.decisions import Outcome
from app.main import create_app
from app.settings import Settings
from tests import needs
from tests.databases import Templates
from tests.examples import examples
from tests.loading import load_document
from tests.needs import POSTGRESQL

DATABASES = ["sqlite", pytest.param("postgresql", marks=POSTGRESQL.mark)]
Load = Callable[..., list[Outcome]]

hypothesis.settings.register_profile("tests", deadline=None, derandomize=True, max_examples=examples(25))
hypothesis.settings.load_profile("tests")

for name in [name for name in os.environ if name.startswith("ONRECORD_")]:
    del os.environ[name]


def settings_for(url: str) -> Settings:
    """Return settings of a test: its own database, no log lines for requests, no cache, no limit on wrong keys, nobody who runs jobs."""
    return Settings(database_url=url, access_log=False, log_level="error", cache_mb=0, run_jobs=False, wrong_key_limit=0)


def asking(url: str) -> TestClient:
    """Return a client of the API over a database, to be used in a ``with``."""
    return TestClient(create_app(settings_for(url)), raise_server_exceptions=False)


def api_of(client: TestClient) -> FastAPI:
    """Return the FastAPI application of a client, without the layers around it."""
    app: Any = client.app
    while not isinstance(app, FastAPI):
        app = app.app
    return app


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    templates = Templates(tmp_path_factory.mktemp("databases"))
    yield templates
    templates.drop()


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, templates: Templates) -> Iterator[str]:
    with templates.copy(request.param) as copied:
        yield copied


@pytest.fixture
def one_url(templates: Templates) -> Iterator[str]:
    with templates.copy("sqlite") as copied:
        yield copied


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = write_engine(url)
    yield opened
    opened.dispose()


@pytest.fixture
def load(engine: Engine) -> Load:
    def load_all(*documents: dict[str, Any]) -> list[Outcome]:
        return [load_document(engine, validated(document)) for document in documents]

    return load_all


@pytest.fixture
def client(url: str) -> Iterator[TestClient]:
    with asking(url) as opened:
        yield opened


@pytest.fixture(params=DATABASES)
def seeded_url(request: pytest.FixtureRequest, templates: Templates) -> Iterator[str]:
    with templates.copy(request.param, seeded=True) as copied:
        yield copied


@pytest.fixture
def seeded(seeded_url: str) -> Iterator[TestClient]:
    with asking(seeded_url) as opened:
        yield opened


@pytest.fixture(scope="session", params=DATABASES)
def seeds(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with templates.copy(request.param, seeded=True) as copied, asking(copied) as opened:
        yield opened


def pytest_report_header() -> list[str]:
    """Name what is not tested on this machine."""
    return [f"not tested: {need.reason}" for need in needs.ALL if not need.is_met]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shuffle", type=int, metavar="SEED", help="run files, and the tests of each, in a random order")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle files, and the tests of each. Fixtures of a file are made once all the same."""
    seed = config.getoption("--shuffle")
    if seed is not None:
        random = Random(seed)
        places = {path: random.random() for path in dict.fromkeys(item.path for item in items)}
        items.sort(key=lambda item: (places[item.path], random.random()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was not tested, with the number of tests that were skipped for this reason."""
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped"))
    for reason, number in sorted(reasons.items()):
        terminalreporter.write_line(f"not tested: {reason}: {number} tests")
