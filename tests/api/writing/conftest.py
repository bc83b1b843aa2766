"""Fixtures of tests that write over HTTP:

``keys``    an API key for each scope, by its name; ``reviewer`` has ``write`` and ``review``
``writer``  asks the API over a migrated, empty database; requests give a key by ``bearer``
``claim``   the address of the claim of a story that is loaded
``edit``    edits what is at an address, with the tag that it has
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from app.ingest.administering.keys import create_key
from app.main import create_app
from app.terms.api_keys import SCOPES
from tests import make
from tests.conftest import Load, settings_for
from tests.queries.archive import items

TEXT = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>bridge</e0> will open</c0>. <s1>Tom Reed</s1> was there."
Edit = Callable[..., Response]


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


def story(**more: Any) -> make.Json:
    entities = [make.entity(0, "Ana Novak"), make.entity(1, "Tom Reed")]
    return make.document(TEXT, **{"entities": entities, "claims": [make.claim(about=["e0"])], "events": [make.event()], **more})


@pytest.fixture
def claim(load: Load, writer: TestClient) -> str:
    load(story())
    found: str = items(writer, "/v1/claims")[0]["id"]
    return f"/v1/claims/{found}"


@pytest.fixture
def edit(writer: TestClient, keys: dict[str, str]) -> Edit:
    def send(path: str, patch: Any, query: str = "", key: str = "review", **headers: str) -> Response:
        headers = {"If-Match": writer.get(path).headers["etag"], **headers}
        return writer.patch(f"{path}{query}", json=patch, headers={**bearer(keys[key]), **headers})

    return send
