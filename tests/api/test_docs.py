"""The documentation page and the OpenAPI document."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, Request, sync_playwright

from tests.api.operations import reads_of
from tests.needs import BROWSER, CHROMIUM, GIT

ROOT = Path(__file__).parent.parent.parent
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def test_the_committed_openapi_document_is_what_the_app_serves(seeds: TestClient) -> None:
    assert json.loads((ROOT / "openapi.json").read_text()) == seeds.get("/openapi.json").json()


def test_every_property_has_an_example_and_every_parameter_a_description(seeds: TestClient) -> None:
    document = seeds.get("/openapi.json").json()
    properties = [
        (name, key, part)
        for name, schema in document["components"]["schemas"].items()
        for key, part in schema.get("properties", {}).items()
    ]
    assert [(name, key) for name, key, part in properties if not {"examples", "$ref", "const"} & set(part)] == []
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    parameters = [(operation["operationId"], parameter) for operation in operations for parameter in operation.get("parameters", [])]
    assert [(name, parameter["name"]) for name, parameter in parameters if not parameter.get("description")] == []


def test_parameters_are_easy_to_read_and_stand_in_the_order_of_use(seeds: TestClient) -> None:
    last = ["added_since", "sort", "facet", "count", "bucket", "after", "cursor", "limit", "units", "view", "fields", "format", "bom"]
    for path, operation in reads_of(seeds.get("/openapi.json").json()["paths"]).items():
        parameters = [each for each in operation.get("parameters", []) if each["in"] == "query" and "deprecated" not in each]
        names = [parameter["name"] for parameter in parameters]
        assert (path, names.index("q") if "q" in names else 0) == (path, 0)
        assert (path, names[len(names) - len({*names} & {*last}) :]) == (path, [name for name in last if name in names])
        for parameter in parameters:
            schema = parameter["schema"]
            has_example = schema["type"] != "array" or parameter["name"] == "fields" or bool(schema.get("examples"))
            assert (parameter["name"], has_example) == (parameter["name"], True)
            assert "former_name" not in schema
            assert parameter["name"].endswith(("_from", "_to")) == (schema.get("format") == "date")
            assert len(schema.get("pattern", "")) < 60


def test_former_names_of_parameters_are_deprecated(seeds: TestClient) -> None:
    paths = seeds.get("/openapi.json").json()["paths"]
    former = [(path, each["name"]) for path, one in reads_of(paths).items() for each in one.get("parameters", []) if each.get("deprecated")]
    assert former == [("/v1/timeline", "from"), ("/v1/timeline", "to")]


def test_every_tag_is_described_and_used(seeds: TestClient) -> None:
    document = seeds.get("/openapi.json").json()
    used = {tag for path in document["paths"].values() for operation in path.values() for tag in operation["tags"]}
    assert {tag["name"] for tag in document["tags"]} == used
    assert [tag["name"] for tag in document["tags"] if len(tag["description"].split()) < 5] == []


def test_every_summary_is_a_sentence_of_its_own(seeds: TestClient) -> None:
    paths = seeds.get("/openapi.json").json()["paths"]
    summaries = [operation["summary"] for path in paths.values() for operation in path.values()]
    assert [summary for summary in summaries if len(summary.split()) < 5 or len(summary) > 130] == []
    assert [summary for summary in summaries if summary.istitle() or summary.endswith(".") or "`" in summary] == []
    assert len(set(summaries)) == len(summaries)


def test_every_error_in_the_openapi_document_is_a_problem(seeds: TestClient) -> None:
    text = seeds.get("/openapi.json").text
    assert "HTTPValidationError" not in text
    operations = [operation for methods in json.loads(text)["paths"].values() for operation in methods.values()]
    for status, answer in (each for operation in operations for each in operation["responses"].items()):
        if status >= "400":
            assert list(answer["content"]) == ["application/problem+json"]


def test_the_docs_page_names_no_address_outside_the_server(seeds: TestClient) -> None:
    assert re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", seeds.get("/docs").text) == []


def test_the_docs_page_has_an_icon_of_our_own(seeds: TestClient) -> None:
    assert 'href="/favicon.ico"' in seeds.get("/docs").text
    answer = seeds.get("/favicon.ico")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert ElementTree.fromstring(answer.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert seeds.get("/favicon.ico", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser.new_page()
        browser.close()


@pytest.mark.slow
@pytest.mark.browser
@BROWSER.mark
def test_docs_render_and_try_it_out_works_with_the_network_blocked(address: str, page: Page) -> None:
    outside_requests: list[str] = []
    console_errors: list[str] = []

    def is_outside(request: Request) -> bool:
        return not request.url.startswith((address, "data:"))

    page.on("request", lambda request: outside_requests.append(request.url) if is_outside(request) else None)
    page.on("console", lambda message: console_errors.append(message.text) if message.type == "error" else None)
    page.route(lambda url: not url.startswith(address), lambda route: route.abort())
    page.goto(f"{address}/docs")
    block = page.locator("#operations-claims-listClaims")
    block.locator(".opblock-summary-control").click()
    block.locator(".try-out__btn").click()
    block.locator(".execute").click()
    block.locator(".live-responses-table .response .response-col_status").wait_for()
    assert block.locator(".live-responses-table .response .response-col_status").inner_text().split() == ["200"]
    assert page.locator(".opblock").count() == page.evaluate(
        "fetch('/openapi.json').then(r => r.json()).then(d => Object.values(d.paths).flatMap(Object.keys).length)"
    )
    assert (outside_requests, console_errors) == ([], [])


@GIT.mark
def test_no_committed_file_names_a_package_registry() -> None:
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry.np" + "mjs"]
    found = subprocess.run(["git", "grep", "-lE", "|".join(hosts)], cwd=ROOT, capture_output=True, text=True)
    assert found.stdout == ""
