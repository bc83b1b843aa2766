"""Under a root path, behind proxies that take it away and proxies that do not, every address leads somewhere."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.api.servers import free_port, serving
from tests.conftest import api_of, settings_for
from tests.databases import Templates
from tests.needs import NGINX, PROXY
from tests.queries.archive import MERGED, STORIES, astral, opened
from tests.queries.filed import FILED

ROOT = "/on/record"
FORMS = ["{path}", ROOT + "{path}", ROOT + ROOT + "{path}"]  # taken away; kept, or put there by the server; both
Clients = tuple[TestClient, TestClient]
PATHS = ["/v1/claims?limit=1", "/v1/speakers", "/v1/claims/x", "/v1/claims?limit=0", "/nothing", "/healthz", "/problems/not-found"]
NGINX_CONFIGURATION = """
pid {folder}/nginx.pid; error_log stderr warn; events {{ }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; location {root}/ {{ proxy_pass {address}{rest}; }} }}
}}
"""


@pytest.fixture(scope="module")
def prefixed(templates: Templates) -> Iterator[Clients]:
    """Lend two clients of the API over one database: one at the root of its host, one under a root path."""
    with opened(templates, "sqlite", astral(), *FILED, *STORIES[:2], seeded=True) as plain:
        settings = settings_for(api_of(plain).state.settings.database_url)
        with TestClient(create_app(settings), root_path=ROOT, raise_server_exceptions=False) as under_root:
            yield plain, under_root


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_is_the_same_with_the_root_path_before_its_addresses(prefixed: Clients, form: str) -> None:
    plain, under_root = prefixed
    for path in PATHS:
        there, here = plain.get(path), under_root.get(form.format(path=path))
        assert here.status_code == there.status_code
        assert with_root(there.json()) == without_request_id(here.json())
        assert here.headers.get("link", "") == there.headers.get("link", "").replace("</v1", f"<{ROOT}/v1")


def with_root(body: dict[str, Any]) -> dict[str, Any]:
    addresses = {key: ROOT + value for key, value in body.items() if key in ("type", "instance") and value.startswith("/")}
    if body.get("detail"):
        addresses["detail"] = body["detail"].replace("`/", f"`{ROOT}/")
    return without_request_id(body | addresses)


def without_request_id(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "request_id"}


def test_pages_are_joined_by_links_and_come_from_the_cache(templates: Templates) -> None:
    with templates.copy("sqlite", seeded=True) as url:
        app: Any = create_app(Settings(database_url=url, access_log=False))
        with TestClient(app, root_path=ROOT) as client:
            for _ in range(2):
                ids, address = list[str](), f"{ROOT}/v1/claims?limit=5"
                while address:
                    page = client.get(address)
                    ids += [item["id"] for item in page.json()["items"]]
                    address = page.links.get("next", {}).get("url", "")
            assert ids == [item["id"] for item in client.get("/v1/claims?limit=200").json()["items"]]
            pages = -(-len(ids) // 5)
            assert pages > 1
            assert app._counters.totals()[1:] == (pages, pages + 1)


def test_what_was_merged_redirects_to_the_survivor_under_the_root_path(prefixed: Clients) -> None:
    _, under_root = prefixed
    answer = under_root.get(f"/v1/entities/{MERGED}?units=utf16", follow_redirects=False)
    assert answer.status_code == 308
    assert re.fullmatch(f"{ROOT}/v1/entities/ent_[0-9a-z]{{20}}\\?units=utf16", answer.headers["location"])


def test_the_way_in_and_the_documentation_name_addresses_under_the_root_path(prefixed: Clients) -> None:
    _, under_root = prefixed
    assert {value for value in under_root.get("/").json().values() if value.startswith("/")} >= {f"{ROOT}/docs", f"{ROOT}/v1/claims"}
    browser = {"Accept": "text/html"}
    assert under_root.get(f"{ROOT}/", headers=browser, follow_redirects=False).headers["location"] == f"{ROOT}/docs"
    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"|url: '([^']+)'", under_root.get("/docs").text)
    named = [first or second for first, second in addresses]
    assert len(named) >= 4
    assert [address for address in named if not address.startswith(f"{ROOT}/") or under_root.get(address).status_code != 200] == []
    assert under_root.get("/openapi.json").json()["servers"] == [{"url": ROOT, "description": "This server."}]


def test_a_file_that_is_missing_is_a_problem_of_the_server_not_of_the_folder(prefixed: Clients) -> None:
    _, under_root = prefixed
    assert under_root.get("/docs/assets/nothing").json()["type"] == f"{ROOT}/problems/not-found"


def test_jsonld_names_things_under_the_root_path_and_plain_ids_as_they_are(prefixed: Clients) -> None:
    plain, _ = prefixed
    article = plain.get("/v1/articles?limit=1").json()["items"][0]["id"]
    for path in ("/v1/claims", "/v1/entities", f"/v1/articles/{article}/annotated"):
        there, here = (client.get(path, headers={"Accept": "application/ld+json"}) for client in prefixed)
        assert there.text.count('"/v1/') > 0
        assert here.text == there.text.replace('"/v1/', f'"{ROOT}/v1/')


@contextmanager
def nginx(folder: Path, address: str, rest: str) -> Iterator[str]:
    """Start nginx before a server; what it puts in place of the root path is ``rest``."""
    port, configuration = free_port(), folder / "nginx.conf"
    configuration.write_text(NGINX_CONFIGURATION.format(folder=folder, port=port, root=ROOT, address=address, rest=rest))
    process = subprocess.Popen([str(NGINX), "-e", "stderr", "-g", "daemon off;", "-c", str(configuration)])
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not is_open(port):
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def is_open(port: int) -> bool:
    try:
        httpx2.get(f"http://127.0.0.1:{port}/")
    except httpx2.TransportError:
        return False
    return True


@pytest.mark.slow
@PROXY.mark
@pytest.mark.parametrize(("rest", "workers"), [("/", "1"), ("", "2")], ids=["taken away", "kept"])
def test_nginx_may_take_the_root_path_away_or_keep_it(templates: Templates, tmp_path: Path, rest: str, workers: str) -> None:
    settings = {"ONRECORD_ROOT_PATH": ROOT, "ONRECORD_WORKERS": workers, "TMPDIR": str(tmp_path)}
    with (
        templates.copy("sqlite", seeded=True) as url,
        serving(url, tmp_path / "log", **settings) as (_, address),
        nginx(tmp_path, address, rest) as proxy,
    ):
        first = httpx2.get(f"{proxy}{ROOT}/v1/claims?limit=1")
        second = httpx2.get(proxy + first.links["next"]["url"])
        assert [len(page.json()["items"]) for page in (first, second)] == [1, 1]
        assert first.json()["items"] != second.json()["items"]
        assert httpx2.get(f"{proxy}{ROOT}/", headers={"Accept": "text/html"}, follow_redirects=True).url.path == f"{ROOT}/docs"
        assert httpx2.get(f"{proxy}{ROOT}/docs/assets/swagger-ui.css").status_code == 200
        assert httpx2.get(proxy + httpx2.get(f"{proxy}{ROOT}/v1/claims/x").json()["type"]).json()["status"] == 404
        assert httpx2.get(f"{address}/healthz").status_code == 200
