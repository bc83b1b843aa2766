"""Problem responses: status, body and the parameters that they name."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from app.database.engines import database_url
from app.terms.cursors import encode_cursor
from tests.conftest import DATABASES, Templates, api_of, asking
from tests.queries.archive import PATHS, UNKNOWN, get, items
from tests.tables import stamp

PREFIXES = dict(zip(PATHS, ("clm", "ent", "ent", "evt", "art"), strict=True))  # of the ids of each list
MEMBERS = {"type", "title", "status", "detail", "instance", "request_id"}


def problem(client: TestClient, path: str, status: int, method: str = "GET", **options: Any) -> Any:
    """Send a request, check that the answer is a problem of this status, and return its body."""
    answer = client.request(method, path, follow_redirects=False, **options)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    body = answer.json()
    assert (set(body) - {"errors"}, body["status"]) == (MEMBERS, status)
    assert body["request_id"] == answer.headers["x-request-id"]
    kind = client.get(body["type"]).json()
    assert len(kind.pop("explanation")) > 20
    assert kind == {"type": body["type"], "title": body["title"], "status": status}
    return body


def wrong_parameters(client: TestClient, path: str, status: int = 422, **options: Any) -> list[str]:
    """Return the parameters that a problem names, after checking their pointers and details."""
    body = problem(client, path, status, **options)
    for part in body["errors"]:
        steps = [name.replace("~1", "/").replace("~0", "~") for name in part["pointer"].split("/")]
        assert (steps[:3], bool(part["detail"])) == (["", "query", part["parameter"]], True)
        assert part["parameter"] in body["detail"] or status == 404
    return [part["parameter"] for part in body["errors"]]


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


ADDRESSES = ["/v1/claims", "/v1/claims/x", "/v1/articles/x/document", "/healthz", "/", "/openapi.json", "/docs/assets/swagger-ui.css"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_another_method_is_not_allowed_and_the_answer_lists_all_that_are(library: TestClient, method: str) -> None:
    for path in ADDRESSES:
        problem(library, path, 405, method)
        assert (path, library.request(method, path).headers["allow"]) == (path, "GET, HEAD, OPTIONS")


def test_options_lists_the_methods_that_are_answered(library: TestClient) -> None:
    for path in ADDRESSES:
        answer = library.options(path)
        assert (path, answer.status_code, answer.content, answer.headers["allow"]) == (path, 204, b"", "GET, HEAD, OPTIONS")
        got, head = (library.request(method, path, follow_redirects=False) for method in ("GET", "HEAD"))
        assert (head.status_code, head.content, head.headers["content-type"]) == (got.status_code, b"", got.headers["content-type"])
    problem(library, "/nothing", 404, "OPTIONS")


def test_methods_of_several_routes_of_one_address_are_listed_together(one_url: str) -> None:
    with asking(one_url) as client:
        api_of(client).router.add_api_route("/v1/claims/{claim_id}", lambda claim_id: None, methods=["PATCH", "DELETE"])
        assert client.put("/v1/claims/x").headers["allow"] == "GET, PATCH, DELETE, HEAD, OPTIONS"
        assert client.put("/v1/claims").headers["allow"] == "GET, HEAD, OPTIONS"


BAD: list[tuple[str, str]] = [
    *((f"limit={value}", "limit") for value in ("0", "-1", "201", "1e3", "x", "", "1.5", "99999999999999999999999", "%00")),
    *((f"count={value}", "count") for value in ("thing", "", "EXACT", "%00")),
    *((f"format={value}", "format") for value in ("xml", "", "JSON", "%00")),
    *((f"{name}=1", name) for name in ("nonsense", "Q", "offset", "page", "speakers", "q[]", "a~b")),
    *((f"sort={value}", "sort") for value in ("id", "", "--said", "+said")),
    ("q=%00", "q"),
    ("q=a%00b", "q"),
    *((f"id={value}", "id") for value in ("%00", "x", "", "ent_0")),
]
PATH_IDS = {f"{name}_id": "x" for name in ("claim", "speaker", "entity", "event", "article")} | {"kind": "not-found"}
DAYS = ["2024-02-31", "0000-01-01", "2023-02-29", "1900-02-29", "2024-13-01", "2024-6-1", "20240601", "10000-01-01", "2024-06", "today", ""]
DAYS += ["2024-06-01T00:00:00Z", "-2024-06-01", "2024-06-01%00", "2024-06-01%0A", "٢٠٢٤-٠٦-٠١", "2024-00-01", "2024-01-00", "%202024-06-01"]
BAD_BY_LIST: list[tuple[str, str, str]] = [
    *(("claims", f"{name}={day}", name) for name in ("said_from", "said_to", "published_from", "published_to") for day in DAYS),
    *(("articles", f"{name}={DAYS[0]}", name) for name in ("published_from", "published_to")),
    *(("events", f"{name}={DAYS[0]}", name) for name in ("date_from", "date_to")),
    *(
        ("claims", f"{name}=nonsense", name)
        for name in ("kind", "mode", "review", "speaker_kind", "include", "facet", "units", "anonymous")
    ),
    *(("claims", f"min_confidence={value}", "min_confidence") for value in ("-0.1", "1.1", "nan", "inf", "x", "", "1e400")),
    *(("claims", f"{name}=%00", name) for name in ("speaker", "organization", "holder", "cue", "about", "event", "article", "place")),
    ("claims", "&".join([f"id={UNKNOWN['clm']}"] * 201), "id"),
    ("claims", f"id={UNKNOWN['clm']}&id=x", "id"),
    *(("graph", f"focus={value}", "focus") for value in ("x", "%00", UNKNOWN["evt"])),
    *(("compare", f"speaker={UNKNOWN['ent']}&speaker={value}", "speaker") for value in ("x", "%00", UNKNOWN["evt"])),
    ("sources", "speaker=x", "speaker"),
    *(("claims", f"{name}_from=2024-06-02&{name}_to=2024-06-01", f"{name}_from") for name in ("said", "published")),
    ("articles", "published_from=2024-06-02&published_to=2024-06-01", "published_from"),
    ("events", "date_from=2024-06-02&date_to=2024-06-01", "date_from"),
    ("timeline", "date_from=2024-06-02&date_to=2024-06-01", "date_from"),
    *(("events", f"{name}=x", name) for name in ("kind", "status", "negated", "main", "review", "facet", "units")),
    *(("entities", f"{name}=x", name) for name in ("kind", "anonymous", "facet")),
    *(("articles", f"{name}=%00", name) for name in ("publisher", "language", "speaker", "entity")),
    ("claims", "explicit=", "explicit"),
    ("claims", "kind=hope&kind=x", "kind"),
    ("articles", "units=utf16", "units"),
    ("speakers", "facet=mode", "facet"),
]


@pytest.mark.parametrize("path", PATHS)
def test_a_bad_parameter_of_every_list_is_named(library: TestClient, path: str) -> None:
    for query, parameter in BAD:
        assert (query, wrong_parameters(library, f"{path}?{query}")) == (query, [parameter])


def test_a_bad_filter_is_named(library: TestClient) -> None:
    for name, query, parameter in BAD_BY_LIST:
        assert (query, wrong_parameters(library, f"/v1/{name}?{query}")) == (query, [parameter])


def test_numbers_that_only_python_reads_are_refused_by_every_numeric_parameter(library: TestClient) -> None:
    numeric = [
        (path, parameter["name"])
        for path, operations in library.get("/openapi.json").json()["paths"].items()
        for parameter in operations["get"].get("parameters", [])
        if parameter["schema"].get("type") in ("integer", "number")
    ]
    assert {name for _, name in numeric} == {"limit", "depth", "min_confidence", "added_since"}
    for path, name in numeric:
        for value in (
            "0_1",
            "1_0",
            "+1",
            "%2B1",
            "%201",
            "1%20",
            "1%0A",
            "nan",
            "inf",
            "٣",
            *(["1.0"] if name != "min_confidence" else []),
        ):
            address = f"{path.format(entity_id='x', article_id='x')}?{name}={value}&q=x"
            assert (address, name in [part["parameter"] for part in problem(library, address, 422)["errors"]]) == (address, True)
    for query in ("limit=05", "min_confidence=.5", "min_confidence=1e-1", "min_confidence=1."):
        assert (query, library.get(f"/v1/claims?{query}").status_code) == (query, 200)


def test_all_wrong_parameters_are_named_at_once_with_pointers(library: TestClient) -> None:
    body = problem(library, "/v1/claims?limit=0&kind=hope&kind=x&nonsense=1&said_from=2024-02-31&a~b/c=1", 422)
    assert {part["pointer"] for part in body["errors"]} == {
        "/query/limit",
        "/query/kind/1",
        "/query/nonsense",
        "/query/said_from",
        "/query/a~0b~1c",
    }
    assert (body["type"], body["instance"]) == ("/problems/invalid-parameters", "/v1/claims")


WORDS: list[tuple[str, str]] = [
    ("claims?published=2024-06-01", "unknown parameter `published`; did you mean `published_from`?"),
    ("claims?speakers=x", "unknown parameter `speakers`; did you mean `speaker`?"),
    ("claims?speaker_id=x", "unknown parameter `speaker_id`; did you mean `speaker`?"),
    ("claims?Q=x", "unknown parameter `Q`; did you mean `q`?"),
    ("claims?organisation=x", "unknown parameter `organisation`; did you mean `organization`?"),
    ("claims?colour=red", "unknown parameter `colour`; /docs lists what this address takes"),
    ("schema?x=1", "unknown parameter `x`; this address takes none"),
    ("schema?x=1", "unknown parameter `x`; this address takes none"),
    ("claims?section=foo", "`section` is `foo`; it takes headline, standfirst or body"),
    ("claims?include=foo", "`include` is `foo`; it takes groups"),
    ("timeline?bucket=", "`bucket` is empty; it takes day, week, month or year"),
    ("claims?limit=500", "`limit` is `500`; it takes a whole number from 1 to 200"),
    ("claims?limit=+1", "`limit` is ` 1`; it takes a whole number from 1 to 200"),
    ("claims?limit=99999999999999999999999", "`limit` is `99999999999999999999999`; it takes a whole number from 1 to 200"),
    ("graph?limit=0", "`limit` is `0`; it takes a whole number from 1 to 1000"),
    ("claims?min_confidence=2", "`min_confidence` is `2`; it takes a number from 0 to 1"),
    ("claims?min_confidence=sure", "`min_confidence` is `sure`; it takes a number from 0 to 1"),
    ("claims?min_confidence=1e400", "`min_confidence` is `1e400`; it takes a number from 0 to 1"),
    ("claims?anonymous=maybe", "`anonymous` is `maybe`; it takes true or false"),
    ("search", "`q` is missing; this address needs it"),
    ("claims?q=%00", "`q` holds U+0000, which no text has"),
    ("claims?place=a%00", "`place` holds U+0000, which no text has"),
    ("timeline?from=2024-06-01&date_from=2024-06-01", "`from` and `date_from` are two names of one parameter; give one of them"),
    ("claims?limit=2&limit=3", "`limit` is given more than once; it takes one value"),
    ("claims?" + "&".join(["place=Oslo"] * 201), "`place` is given 201 times; it takes 200 values at most"),
    ("compare?publisher=Gazette", "`publisher` is given once; it takes 2 values or more"),
    ("claims?said_from=2024-02-30", "`said_from` is `2024-02-30`, which is no day of the calendar; a day looks like 2024-06-27"),
    ("claims?said_from=2024-06-02&said_to=2024-06-01", "`said_from` is 2024-06-02, later than `said_to`, which is 2024-06-01"),
    ("claims?speaker=Nasrallah", "`speaker` is `Nasrallah`; an id looks like ent_...; find it by /v1/speakers?q=Nasrallah"),
    ("graph?focus=Al+B%26c", "`focus` is `Al B&c`; an id looks like ent_...; find it by /v1/entities?q=Al+B%26c"),
    (
        "claims?about=the+vote",
        "`about` is `the vote`; an id looks like ent_... or evt_...; find it by /v1/entities?q=the+vote or /v1/events?q=the+vote",
    ),
    ("claims?article=art_0", "`article` is `art_0`; an id looks like art_... (20 characters); find it by /v1/articles"),
]


@pytest.mark.parametrize(("address", "words"), WORDS, ids=[address[:50] for address, _ in WORDS])
def test_a_fault_is_told_in_plain_words(library: TestClient, address: str, words: str) -> None:
    body = problem(library, f"/v1/{address}", 422)
    assert [body["detail"], *(fault["detail"] for fault in body["errors"])] == [words, words]


def test_every_value_that_openapi_excludes_is_refused_in_words_of_our_own(library: TestClient) -> None:
    """Pydantic's messages begin with a capital letter; ours name the parameter."""
    for path, operations in library.get("/openapi.json").json()["paths"].items():
        for parameter in (each for each in operations["get"].get("parameters", []) if each["in"] == "query"):
            for value in ("%00", "", "x" * 100, "-1"):
                answer = library.get(f"{path.format(**PATH_IDS)}?{parameter['name']}={value}&unknown=1", follow_redirects=False)
                assert answer.status_code in (404, 422)
                for fault in answer.json().get("errors", []):
                    assert f"`{fault['parameter']}`" in fault["detail"] or fault["parameter"] == "cursor"
                    assert "should" not in fault["detail"]


def test_many_faults_are_told_on_lines_of_their_own_and_no_more_than_twenty(library: TestClient) -> None:
    body = problem(library, "/v1/claims?" + "&".join(f"nonsense{n}=1" for n in range(1000)), 422)
    assert (len(body["errors"]), body["detail"].count("\n")) == (20, 19)
    assert len(problem(library, f"/v1/claims?{'x' * 3000}=1", 422)["detail"]) < 200


def test_one_thing_takes_no_parameters_of_lists(library: TestClient) -> None:
    for path in PATHS:
        thing = f"{path}/{items(library, path)[0]['id']}"
        assert [wrong_parameters(library, f"{thing}?{query}") for query in ("limit=1", "units=bytes", "x=1")] == [
            ["limit"],
            ["units"],
            ["x"],
        ]
    thing = f"/v1/articles/{items(library, '/v1/articles')[0]['id']}"
    assert wrong_parameters(library, f"{thing}/document?units=utf16") == ["units"]
    assert wrong_parameters(library, f"{thing}/annotated?format=csv") == ["format"]


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
        pass
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
