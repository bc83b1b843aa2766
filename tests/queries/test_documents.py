"""Knowledge documents come back as loaded, and give the same answers when loaded in another order."""

from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from tests.conftest import DATABASES
from tests.databases import SEEDS, Templates
from tests.queries.archive import MERGED, PATHS, STORIES, Json, astral, get, items, opened
from tests.queries.filed import FILED

DOCUMENTS = [astral(), *FILED, *STORIES[:2]]
FILES = [yaml.safe_load(file.read_text()) for file in sorted(SEEDS.glob("*.yaml"))]


def fetched(client: TestClient) -> list[Json]:
    return [get(client, f"/v1/articles/{article['id']}/document") for article in items(client, "/v1/articles")]


def bodies(client: TestClient) -> dict[str, Any]:
    """Return the body of every list, of many things and of all their parts, by address."""
    found: dict[str, Any] = {}
    for path in (*PATHS, "/v1/claims?sort=position", "/v1/claims?sort=relevance&q=bridge", "/v1/events?sort=position"):
        found[path] = items(client, path.partition("?")[0], dict(pair.split("=") for pair in path.partition("?")[2].split("&") if pair))
    for path in ("/v1/claims", "/v1/entities", "/v1/events", "/v1/articles"):
        some = found[path] if path == "/v1/articles" else found[path][::6]
        parts = {"/v1/entities": ["", "/appearances"], "/v1/articles": ["", "/annotated", "/document"]}.get(path, [""])
        found |= {one: get(client, one) for item in some for part in parts for one in [f"{path}/{item['id']}{part}"]}
    for query in ("q=bridge", "facet=speaker&facet=organization&facet=publisher", f"speaker={MERGED}", "units=utf16"):
        found[query] = client.get(f"/v1/claims?limit=200&{query}").json()
    return found


@pytest.fixture(scope="module")
def known(templates: Templates) -> tuple[list[Json], dict[str, Any]]:
    """The documents that SQLite exports, and the bodies of all its answers."""
    with opened(templates, "sqlite", *DOCUMENTS, seeded=True) as client:
        return fetched(client), bodies(client)


@pytest.mark.slow
def test_what_went_in_comes_out(known: tuple[list[Json], dict[str, Any]]) -> None:
    came_out = {document["article"]["text_sha256"]: document for document in known[0]}
    for document in [*FILES, *DOCUMENTS[:4]]:
        assert came_out[document["article"]["text_sha256"]] == document


@pytest.mark.slow
@pytest.mark.parametrize("kind", DATABASES)
def test_documents_fetched_and_loaded_in_another_order_give_the_same_bodies(
    known: tuple[list[Json], dict[str, Any]], templates: Templates, kind: str
) -> None:
    documents, expected = known
    order = documents[::-1] if kind == "sqlite" else documents[3:] + documents[:3]
    with opened(templates, kind, *order) as again:
        assert fetched(again) == documents
        assert bodies(again) == expected
