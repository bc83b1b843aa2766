"""Every answer is valid by the OpenAPI document, in which objects have no other properties."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from fastapi.testclient import TestClient

from tests.api.operations import open_reads_of, reads_of
from tests.queries.archive import MERGED, PATHS, UNKNOWN, Json, get, items

LIST_QUERIES = [
    *("?limit=100", "?limit=1&count=exact", "?count=capped&units=utf16", "?limit=1&facet=kind", "?limit=1&facet=publisher"),
    *("?limit=1&facet=speaker&facet=organization", "?limit=1&facet=article&facet=place", "?limit=0", "?cursor=x", "?nonsense=1", "/x"),
]


def closed_schema(schema: Any) -> Any:
    """Return the schema with ``additionalProperties: false`` in every object that lists its properties."""
    if isinstance(schema, list):
        return [closed_schema(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed_schema(each) for name, each in schema.items()}
    return {**inner, "additionalProperties": False} if isinstance(schema.get("properties"), dict) and "type" in schema else inner


OTHER_QUERIES = {
    "/v1/timeline": ["", "?bucket=week&count=exact&limit=2", "?units=utf16&kind=denial&kind=protest", "?cursor=x"],
    "/v1/search": ["?q=bridge&limit=3", "?q=b&prefix=true&count=exact&units=utf16", "?q=brno&type=article&type=entity&count=none", "?q="],
    "/v1/graph": ["", f"?focus={MERGED}&depth=2&limit=2"],
    "/v1/compare": ["", f"?speaker={MERGED}&speaker={UNKNOWN['ent']}&publisher=gazette&publisher=The+Test&units=utf16", "?speaker=ent_0"],
    "/v1/sources": ["", "?anonymous=true", "?q=nothing+at+all"],
    "/v1/stats": [""],
    "/v1/changes": ["", "?limit=2&count=capped", "?after=x", "?cursor=0123456789ab.1"],
}


class Contract:
    """Checks answers against the schemas of the OpenAPI document.

    Attributes:
        paths: the paths of the document.
        schemas: its components, by name.
    """

    def __init__(self, openapi: Json) -> None:
        self.paths = openapi["paths"]
        self.schemas: Json = openapi["components"]["schemas"]
        self._components = closed_schema(openapi["components"])
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def assert_holds(self, route: str, answer: Any) -> None:
        """Check the status, the media type and the body of an answer."""
        documented = self.paths[route]["get"]["responses"][str(answer.status_code)]
        reference = documented["content"][answer.headers["content-type"]]["schema"]
        key = str(reference)
        if key not in self._validators:
            self._validators[key] = jsonschema_rs.Draft202012Validator({**closed_schema(reference), "components": self._components})
        assert [(str(answer.url), error.message, error.instance_path) for error in self._validators[key].iter_errors(answer.json())] == []


@pytest.fixture
def contract(library: TestClient) -> Contract:
    return Contract(library.get("/openapi.json").json())


@pytest.mark.slow
def test_every_answer_of_a_walk_is_as_documented(library: TestClient, contract: Contract) -> None:
    things = {"/v1/claims": "claim", "/v1/speakers": "speaker", "/v1/entities": "entity", "/v1/events": "event", "/v1/articles": "article"}
    walked = set()
    for path in PATHS:
        for query in LIST_QUERIES:
            answer = library.get(path + query)
            route = path if not query.startswith("/") else f"{path}/{{{things[path]}_id}}"
            contract.assert_holds(route, answer)
        route = f"{path}/{{{things[path]}_id}}"
        parts = {"/v1/entities": ["", "/appearances"], "/v1/articles": ["", "/annotated", "/document", "/sources", "/revisions"]}.get(
            path, [""]
        )
        for item in items(library, path)[:: 1 if path == "/v1/articles" else 9]:
            for part in parts:
                for query in ("?units=utf16", "?nonsense=1"):
                    contract.assert_holds(route + part, library.get(f"{path}/{item['id']}{part}{query}"))
        walked |= {path, *(route + part for part in parts)}
    article = items(library, "/v1/articles")[0]["id"]
    of_revision = "/v1/articles/{article_id}/revisions/{number}/diff"
    for number, query in (("1", "?against=1"), ("1", ""), ("7", ""), ("1", "?nonsense=1")):
        contract.assert_holds(of_revision, library.get(f"/v1/articles/{article}/revisions/{number}/diff{query}"))
    walked.add(of_revision)
    for path, queries in OTHER_QUERIES.items():
        for query in (*queries, "?nonsense=1"):
            contract.assert_holds(path, library.get(path + query))
        walked.add(path)
    for path in ("/", "/v1", "/v1/changes", "/healthz", "/readyz", "/v1/schema", "/problems/not-found", "/problems/nothing"):
        route = "/problems/{kind}" if path.startswith("/problems") else path
        contract.assert_holds(route, library.get(path))
        walked.add(route)
    assert walked == set(open_reads_of(contract.paths))


def test_redirects_unmodified_answers_and_formats_are_documented(library: TestClient, contract: Contract) -> None:
    for route in ("/v1/entities/{entity_id}", "/v1/speakers/{speaker_id}", "/v1/entities/{entity_id}/appearances"):
        path = route.replace("{entity_id}", MERGED).replace("{speaker_id}", MERGED)
        assert str(library.get(path, follow_redirects=False).status_code) in contract.paths[route]["get"]["responses"]
    for path in PATHS:
        responses = contract.paths[path]["get"]["responses"]
        media_types = {
            library.get(path, params={"format": name, "limit": 1}).headers["content-type"].partition(";")[0] for name in ("ndjson", "csv")
        }
        assert media_types <= set(responses["200"]["content"])
        etag = library.get(path).headers["etag"]
        assert str(library.get(path, headers={"If-None-Match": etag}).status_code) in responses
        assert {"404", "406", "422", "503"} <= set(responses)


def test_nothing_but_problems_is_documented_as_an_error(contract: Contract) -> None:
    for route, operation in ((route, each) for route, methods in contract.paths.items() for each in methods.values()):
        for status, response in operation["responses"].items():
            if status[0] in "45":
                assert (route, list(response["content"])) == (route, ["application/problem+json"])


def test_every_property_of_every_answer_is_described(contract: Contract) -> None:
    schemas = contract.schemas
    properties = [(name, key, each) for name, schema in schemas.items() for key, each in schema.get("properties", {}).items()]
    assert [(name, key) for name, key, each in properties if not each.get("description")] == []
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []
    assert len(properties) > 450


def examples_of(schema: Any) -> Iterator[Any]:
    """Yield the examples in a schema or in a document, also those of its parts."""
    if isinstance(schema, dict):
        yield from schema.get("examples", [])
    if isinstance(schema, dict | list):
        yield from (example for each in (schema.values() if isinstance(schema, dict) else schema) for example in examples_of(each))


def test_ids_in_examples_are_those_of_the_seeds(seeds: TestClient, contract: Contract) -> None:
    examples = [str(example) for example in examples_of({"schemas": contract.schemas, "paths": contract.paths})]
    ids = set(re.findall(r"\b(?:art|clm|ent|evt)_[0-9a-z]{20}\b", " ".join(examples)))
    plurals = {"art": "articles", "clm": "claims", "ent": "entities", "evt": "events"}
    assert {key: seeds.get(f"/v1/{plurals[key[:3]]}/{key}").status_code for key in ids} == dict.fromkeys(ids, 200)
    assert {key[:3] for key in ids} == set(plurals)


# Null, empty or other in these things of the seeds: the examples show what they can be.
SHOWN_OTHERWISE = {"holders", "said", "reported_via", "date", "participants", "figures", "mentions"}


@pytest.mark.parametrize("name", ["ClaimOut", "EventOut", "ArticleOut", "EntityOut"])
def test_examples_together_are_a_thing_of_the_seeds(seeds: TestClient, contract: Contract, name: str) -> None:
    properties = contract.schemas[name]["properties"]
    examples = {key: schema["examples"][0] for key, schema in properties.items() if "examples" in schema and key not in SHOWN_OTHERWISE}
    plural = {"ClaimOut": "claims", "EventOut": "events", "ArticleOut": "articles", "EntityOut": "entities"}[name]
    assert examples == {key: get(seeds, f"/v1/{plural}/{examples['id']}")[key] for key in examples}


def test_named_entities_in_examples_are_not_described_as_unnamed_ones(contract: Contract) -> None:
    for schema in contract.schemas.values():
        properties = schema.get("properties", {})
        if {"name", "anonymous", "descriptor"} <= properties.keys():
            name, anonymous, descriptor = (properties[key]["examples"][0] for key in ("name", "anonymous", "descriptor"))
            assert (name is None) == anonymous
            assert name is None or descriptor is None


def test_the_server_is_named_relatively_and_every_tag_is_described(library: TestClient) -> None:
    openapi = library.get("/openapi.json").json()
    assert [server["url"] for server in openapi["servers"]] == ["/"]
    used = {tag for operation in reads_of(openapi["paths"]).values() for tag in operation["tags"]}
    assert {tag["name"] for tag in openapi["tags"] if tag["description"]} == used
