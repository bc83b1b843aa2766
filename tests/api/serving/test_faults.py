"""Faults of parameters: each is named, with a pointer and in plain words."""

import pytest
from fastapi.testclient import TestClient

from app.api.access.limits import MAX_TARGET_BYTES
from tests.api.operations import open_reads_of
from tests.api.serving.problem_checks import problem, wrong_parameters
from tests.queries.archive import PATHS, UNKNOWN, items

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
PATH_IDS = {f"{name}_id": "x" for name in ("claim", "speaker", "entity", "event", "article")} | {"kind": "not-found", "number": "1"}
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


@pytest.mark.parametrize("path", ["/v1/claims", "/v1/speakers/ent_8r1c0v6t5k2m9x3w7z4p", "/v1/stats"])
@pytest.mark.parametrize("pair", ["", "a", "q=a", "speaker=x"])
def test_a_query_of_too_many_parameters_is_refused_before_it_is_read(library: TestClient, path: str, pair: str) -> None:
    body = problem(library, f"{path}?{'&'.join([pair] * 501)}", 422)
    assert body["detail"] == "the query has 501 parameters; it takes 500 at most"


def test_200_ids_of_each_of_two_filters_are_taken(library: TestClient) -> None:
    query = "&".join([f"speaker={UNKNOWN['ent']}"] * 200 + [f"article={UNKNOWN['art']}"] * 200)
    assert (len(query) < MAX_TARGET_BYTES, library.get(f"/v1/claims?{query}").status_code) == (True, 200)


def test_a_bad_filter_is_named(library: TestClient) -> None:
    for name, query, parameter in BAD_BY_LIST:
        assert (query, wrong_parameters(library, f"/v1/{name}?{query}")) == (query, [parameter])


def test_numbers_that_only_python_reads_are_refused_by_every_numeric_parameter(library: TestClient) -> None:
    numeric = [
        (path, parameter["name"])
        for path, operation in open_reads_of(library.get("/openapi.json").json()["paths"]).items()
        for parameter in operation.get("parameters", [])
        if parameter["schema"].get("type") in ("integer", "number")
    ]
    assert {name for _, name in numeric} == {"limit", "depth", "min_confidence", "added_since", "against"}
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
            address = f"{path.format(entity_id='x', article_id='x', number='1')}?{name}={value}&q=x"
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
    for path, operation in open_reads_of(library.get("/openapi.json").json()["paths"]).items():
        for parameter in (each for each in operation.get("parameters", []) if each["in"] == "query"):
            for value in ("%00", "", "x" * 100, "-1"):
                answer = library.get(f"{path.format(**PATH_IDS)}?{parameter['name']}={value}&unknown=1", follow_redirects=False)
                assert answer.status_code in ((401,) if parameter["name"] == "edited" else (404, 422))  # which needs a scope
                for fault in answer.json().get("errors", []):
                    assert f"`{fault['parameter']}`" in fault["detail"] or fault["parameter"] == "cursor"
                    assert "should" not in fault["detail"]


def test_many_faults_are_told_on_lines_of_their_own_and_no_more_than_twenty(library: TestClient) -> None:
    body = problem(library, "/v1/claims?" + "&".join(f"nonsense{n}=1" for n in range(500)), 422)
    assert (len(body["errors"]), body["detail"].count("\n")) == (20, 19)
    assert len(problem(library, f"/v1/claims?{'x' * 3000}=1", 422)["detail"]) < 200


@pytest.mark.parametrize(("path", "name", "most"), [("claims", "q", 1000), ("articles", "title", 300), ("speakers", "role", 300)])
def test_a_search_of_as_many_words_as_fit_is_answered_and_one_character_more_refused(
    library: TestClient, path: str, name: str, most: int
) -> None:
    words = "+".join(f"{number:03}" for number in range(300))[:most]
    assert library.get(f"/v1/{path}?{name}={words}").status_code == 200
    body = problem(library, f"/v1/{path}?{name}={'a' * (most + 1)}", 422)
    assert body["detail"] == f"`{name}` has {most + 1:,} characters; it takes {most:,} at most"


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
