"""Problem responses: status, body and the parameters that they name."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from app.api.serving.problems import respond_to_error
from app.database.engines import database_url
from app.terms.cursors import encode_cursor
from tests.api.serving.problem_checks import problem, wrong_parameters
from tests.conftest import DATABASES, api_of, asking
from tests.databases import Templates, remove
from tests.queries.archive import PATHS, UNKNOWN, get, items
from tests.tables import stamp

PREFIXES = dict(zip(PATHS, ("clm", "ent", "ent", "evt", "art"), strict=True))  # of the ids of each list


@pytest.mark.parametrize(
    "path", ["/nothing", "/nothing/", "/v1//", "/v2/claims", "/v1/claims//", "/v1/claims/x/y/", "/v1/Claims", "/%00", "/ü"]
)
def test_an_unknown_path_is_not_found(library: TestClient, path: str) -> None:
    assert problem(library, path, 404)["type"] == "/problems/not-found"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/v1/claims/", "../claims"),
        ("/v1/claims/?limit=2&q=%C3%BC+a%2Fb", "../claims?limit=2&q=%C3%BC+a%2Fb"),
        ("/v1/claims/a:b%20ü/", "../a%3Ab%20%C3%BC"),
        ("/v1/articles/x/annotated/", "../annotated"),
        ("/v1/", "../v1"),
        ("/docs/", "../docs"),
        ("/healthz/", "../healthz"),
    ],
)
def test_a_slash_at_the_end_redirects_to_the_address_without_it(library: TestClient, path: str, address: str) -> None:
    for method in ("GET", "HEAD"):
        answer = library.request(method, path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, address)
    problem(library, path, 404, "POST")


def test_the_redirect_leads_to_the_list_with_its_query(library: TestClient) -> None:
    assert library.get("/v1/claims/?limit=2").json() == library.get("/v1/claims?limit=2").json()


ILL_FORMED = [
    "x",
    "clm_",
    "%00",
    "a%00b",
    "%F0%9F%8E%89",
    "%FF",
    "..%2F",
    "'%20OR%201=1",
    "%25",
    "x" * 3000,
    "clm_00000000000000000000",
    "%0A",
]


@pytest.mark.parametrize("path", [*(f"{path}/{{}}" for path in PATHS), "/v1/articles/{}/annotated", "/v1/articles/{}/document"])
def test_an_unknown_or_ill_formed_id_is_not_found(library: TestClient, path: str) -> None:
    for thing in ILL_FORMED:
        problem(library, path.format(thing), 404)
    assert problem(library, path.format("no~1such"), 404)["instance"] == path.format("no~1such")


def test_the_appearances_of_an_unknown_entity_are_not_found(library: TestClient) -> None:
    for thing in ILL_FORMED:
        problem(library, f"/v1/entities/{thing}/appearances", 404)


ADDRESSES = [
    "/v1/claims",
    "/v1/entities/x/appearances",
    "/v1/articles/x/document",
    "/healthz",
    "/",
    "/openapi.json",
    "/docs/assets/swagger-ui.css",
]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_another_method_is_not_allowed_and_the_answer_lists_all_that_are(library: TestClient, method: str) -> None:
    for path in ADDRESSES:
        detail = problem(library, path, 405, method)["detail"]
        assert (path, detail.partition(".")[0]) == (path, "This address takes GET, HEAD, OPTIONS")
        assert (path, library.request(method, path).headers["allow"]) == (path, "GET, HEAD, OPTIONS")


def test_options_lists_the_methods_that_are_answered(library: TestClient) -> None:
    for path in ADDRESSES:
        answer = library.options(path)
        assert (path, answer.status_code, answer.content, answer.headers["allow"]) == (path, 204, b"", "GET, HEAD, OPTIONS")
        got, head = (library.request(method, path, follow_redirects=False) for method in ("GET", "HEAD"))
        assert (head.status_code, head.content, head.headers["content-type"]) == (got.status_code, b"", got.headers["content-type"])
    problem(library, "/nothing", 404, "OPTIONS")


@pytest.mark.parametrize(("path", "method"), [("/nothing", "GET"), ("/v1/nothing", "POST"), ("/docs/assets/no.css", "GET"), ("/v1", "PUT")])
def test_an_answer_to_a_wrong_address_or_method_says_where_addresses_are_listed(library: TestClient, path: str, method: str) -> None:
    detail = problem(library, path, 405 if path == "/v1" else 404, method)["detail"]
    assert detail.endswith("`/v1` lists the addresses that need no id, `/openapi.json` all of them with their methods.")
    assert detail.startswith("This address takes GET" if path == "/v1" else "There is no such address.")


def test_methods_of_several_routes_of_one_address_are_listed_together(one_url: str) -> None:
    with asking(one_url) as client:
        api_of(client).router.add_api_route("/v1/claims/{claim_id}", lambda claim_id: None, methods=["PATCH", "DELETE"])
        assert client.put("/v1/claims/x").headers["allow"] == "GET, PATCH, DELETE, HEAD, OPTIONS"
        assert client.put("/v1/claims").headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", PATHS)
def test_a_cursor_that_this_list_did_not_make_is_not_found(library: TestClient, path: str) -> None:
    cursors = {name: get(library, name, {"limit": 1})["next_cursor"] for name in PATHS}
    other_sort = {"/v1/claims": "said", "/v1/events": "date", "/v1/articles": "published"}.get(path, "-articles")
    own = cursors.pop(path)
    bad = [
        *cursors.values(),
        "",
        "x",
        "=",
        "🎉",
        "a b",
        own[:-2],
        own + "x",
        "A" + own[1:],
        own * 50,
        encode_cursor("", ["", ""]),
        "%",
        "\0",
    ]
    for cursor in bad:
        assert (cursor, wrong_parameters(library, path, 404, params={"cursor": cursor})) == (cursor, ["cursor"])
    for filters in ({"q": "bridge"}, {"sort": other_sort}, {"id": UNKNOWN[PREFIXES[path]]}):
        assert (filters, wrong_parameters(library, path, 404, params={"cursor": own, **filters})) == (filters, ["cursor"])
    assert library.get(path, params={"cursor": own, "count": "exact"}).status_code == 200
    for name in ("ndjson", "csv"):
        assert wrong_parameters(library, path, 404, params={"cursor": "x", "format": name}) == ["cursor"]


def test_a_cursor_of_another_entitys_appearances_is_not_found(library: TestClient) -> None:
    (ana,) = items(library, "/v1/entities", {"q": "novak maria"})
    bo = items(library, "/v1/entities", {"q": "bo"})[0]
    cursor = get(library, f"/v1/entities/{ana['id']}/appearances", {"limit": 1})["next_cursor"]
    assert wrong_parameters(library, f"/v1/entities/{bo['id']}/appearances", 404, params={"cursor": cursor}) == ["cursor"]


def test_a_statement_that_is_too_large_for_sqlite_is_no_failure_of_the_database() -> None:
    for said in ("Expression tree is too large (maximum depth 1000)", "too many SQL variables"):
        response = respond_to_error({"path": "/v1/claims", "root_path": ""}, OperationalError("SELECT", {}, ValueError(said)))
        assert response is not None
        assert (response.status_code, b"Ask with fewer" in response.body) == (422, True)


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("secret"), 500), (OperationalError("secret", {}, ValueError()), 503)])
def test_a_failure_is_a_problem_that_does_not_tell_its_cause(
    one_url: str, monkeypatch: pytest.MonkeyPatch, error: Any, status: int
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("app.queries.claims.list_claims", fail)
    monkeypatch.setattr("app.queries.claims.get_claim_json", fail)
    with asking(one_url) as client:
        for path in ("/v1/claims", "/v1/claims?q=x", "/v1/claims/x"):
            assert "secret" not in str(problem(client, path, status))
            headers = client.get(path, headers={"Origin": "https://page.example"}).headers
            assert (headers.get("retry-after"), headers["access-control-allow-origin"]) == ("5" if status == 503 else None, "*")
        assert client.get("/v1/events").status_code == 200


def _assert_unavailable(client: TestClient) -> None:
    for path in ("/readyz", *PATHS, "/v1/claims/x", "/v1/entities/x/appearances"):
        problem(client, path, 503)
    assert client.get("/v1/claims").headers["retry-after"] == "5"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("kind", DATABASES)
def test_a_database_that_is_gone_is_503(templates: Templates, kind: str) -> None:
    with templates.copy(kind) as url:
        remove(url)
        with asking(url) as client:
            _assert_unavailable(client)


def test_a_database_that_is_not_migrated_is_503(url: str) -> None:
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).write_bytes(b"")
    else:
        engine = create_engine(database_url(url))
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    with asking(url) as client:
        _assert_unavailable(client)


@pytest.mark.parametrize(("revision", "advice"), [("0009", "onrecord export documents"), ("other", "Use the version that made it")])
def test_a_database_of_another_revision_is_not_ready(url: str, revision: str, advice: str) -> None:
    stamp(url, revision)
    with asking(url) as client:
        detail = problem(client, "/readyz", 503)["detail"]
    assert f"revision {revision!r}" in detail
    assert advice in detail


def test_a_database_that_lacks_a_column_is_503(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE claims DROP COLUMN rendered_shape"))
        connection.execute(text("ALTER TABLE claims DROP COLUMN gist"))
    with asking(url) as client:
        problem(client, "/v1/claims?format=csv", 503)
        problem(client, "/v1/claims", 503)
