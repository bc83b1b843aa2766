"""Fixtures of tests that write over HTTP:

``keys``    an API key for each scope, by its name; ``reviewer`` has ``write`` and ``review``
``writer``  asks the API over a migrated, empty database; requests give a key by ``bearer``
"""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.ingest.administering.keys import create_key
from app.main import create_app
from app.terms.api_keys import SCOPES
from tests.conftest import settings_for


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def keys(engine: Engine) -> dict[str, str]:
    return {scope: create_key(engine, scope, [scope]) for scope in SCOPES} | {
        "reviewer": create_key(engine, "reviewer", ["write", "review"])
    }


@pytest.fixture
def writer(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(settings_for(url)), raise_server_exceptions=False) as client:
        yield client
