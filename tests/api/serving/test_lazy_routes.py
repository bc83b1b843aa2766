"""Routes that FastAPI analyses when they are first used, and modules that serving does not load."""

import subprocess
import sys

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.answers.server import Health
from app.api.serving.lazy_routes import LazyRoute
from app.api.serving.routes import EndpointRoute
from app.main import ENDPOINTS, LIVE, create_api
from app.settings import Settings

LOADED = "import sys; from app.commands.serve import application; application(); print(*sys.modules)"


async def check(number: int) -> Health:
    assert number
    return Health(status="ok")


@pytest.fixture
def route() -> LazyRoute:
    return LazyRoute("/checks/{number}", check, response_model=Health)


def is_made(route: LazyRoute) -> bool:
    return "api_route" in vars(route)


def test_a_route_is_made_at_its_first_request(route: LazyRoute) -> None:
    client = TestClient(FastAPI(routes=[route]))
    assert not is_made(route)
    assert (client.get("/checks/x").status_code, client.get("/checks/1").json()) == (422, {"status": "ok"})
    assert is_made(route)


def test_it_answers_other_methods_with_405_and_other_paths_with_404(route: LazyRoute) -> None:
    client = TestClient(FastAPI(routes=[route]))
    assert (client.post("/checks/1").status_code, client.get("/other").status_code) == (405, 404)
    assert not is_made(route)


def test_a_model_can_be_named(route: LazyRoute) -> None:
    named = LazyRoute("/checks/{number}", check, response_model="app.answers.server:Health")
    assert named.api_route.response_model is route.api_route.response_model is Health


def test_starting_makes_none_of_the_endpoints_and_the_openapi_document_all() -> None:
    api = create_api(Settings())
    routes = [route for route in api.routes if isinstance(route, EndpointRoute)]
    assert len(routes) == len([*ENDPOINTS, *LIVE])
    assert [route.path for route in routes if is_made(route)] == []
    assert {route.path for route in routes} < api.openapi()["paths"].keys()
    assert all(is_made(route) for route in routes)


def test_serving_loads_no_models_of_documents_and_no_old_pydantic() -> None:
    loaded = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout.split()
    assert "app.queries.claims" in loaded
    assert {"pydantic.v1", "app.document.knowledge_document", "w3lib", "rich"} & {*loaded} == set()
