"""Every resource as JSON-LD: valid in its vocabularies, readable without network, negotiated as other formats are."""

from collections import Counter

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, SDO

from tests.api.jsonld.graphs import OA, SERVER, faults, graph_of, iri, linked, types, values
from tests.queries.archive import PATHS, get, items

KINDS = {
    "/v1/claims": {"Claim"},
    "/v1/speakers": {"Person", "Organization", "Place"},
    "/v1/entities": {"Person", "Organization", "Place"},
    "/v1/events": {"Event"},
    "/v1/articles": {"NewsArticle"},
}
ANNOTATED = "/v1/articles/{}/annotated"


def things(client: TestClient) -> list[str]:
    """Return the paths of all articles and of every ninth other thing."""
    paths = [f"{path}/{item['id']}" for path in PATHS for item in items(client, path)[:: 1 if path == "/v1/articles" else 9]]
    return paths + [ANNOTATED.format(article["id"]) for article in items(client, "/v1/articles")]


@pytest.mark.parametrize("path", PATHS)
def test_a_list_is_valid_in_its_vocabularies(library: TestClient, path: str) -> None:
    document = linked(library, path, {"limit": 200})
    assert faults(graph_of(document, path)) == set()
    assert None not in list(values(document))
    assert [] not in [value for key, value in document.items() if key != "@graph"]


def test_a_thing_is_valid_in_its_vocabularies(library: TestClient) -> None:
    paths = things(library)
    assert len(paths) > 40
    for path in paths:
        document = linked(library, path)
        assert (path, faults(graph_of(document, path)), None in list(values(document))) == (path, set(), False)


@pytest.mark.parametrize("path", PATHS)
def test_a_list_holds_each_of_its_things(library: TestClient, path: str) -> None:
    page, document = items(library, path), linked(library, path, {"limit": 200})
    graph = graph_of(document, path)
    assert [node["identifier"] for node in document["@graph"]] == [item["id"] for item in page]
    by_id = {str(name): thing for thing, _, name in graph.triples((None, SDO.identifier, None))}
    for item in page:
        path_of_item = f"/v1/{'entities' if path == '/v1/speakers' else path[4:]}/{item['id']}"
        assert by_id[item["id"]] == iri(path_of_item)
        assert types(graph, by_id[item["id"]]) & KINDS[path]


def test_a_thing_has_all_that_a_list_has_of_it(library: TestClient) -> None:
    for path in PATHS:
        (node, *_) = linked(library, path, {"limit": 1})["@graph"]
        alone = linked(library, f"{path}/{node['identifier']}")
        assert {key: alone[key] for key in node if key not in ("affiliation", "jobTitle", "memberOf")} == {
            key: value for key, value in node.items() if key not in ("affiliation", "jobTitle", "memberOf")
        }
        assert library.get(node["@id"]).status_code == 200


def test_every_iri_of_this_server_is_answered(library: TestClient) -> None:
    (article,) = items(library, "/v1/articles", {"q": "bridges"})
    graph = graph_of(linked(library, f"/v1/articles/{article['id']}"), "/")
    iris = {str(term).partition("#")[0] for triple in graph for term in triple if str(term).startswith(SERVER)}
    assert Counter(address.split("/")[-2] for address in iris) == {"articles": 1, "claims": 5, "events": 2, "entities": 6}
    assert [library.get(address.removeprefix(SERVER)).status_code for address in iris] == [200] * 14


def test_a_document_is_the_same_graph_at_any_base_address(library: TestClient) -> None:
    path = "/v1/claims"
    assert len(graph_of(linked(library, path), path)) == len(graph_of(linked(library, path), "/elsewhere/than/here"))


def test_offsets_count_code_points_with_units_utf16_too(library: TestClient) -> None:
    (article,) = items(library, "/v1/articles", {"publisher": "+Plus"})
    article_path = f"/v1/articles/{article['id']}"
    text = get(library, f"{article_path}/annotated")["text"]
    claims, events = linked(library, "/v1/claims", {"article": article["id"]}), linked(library, "/v1/events", {"article": article["id"]})
    for path, document in (
        ("/v1/claims", claims),
        ("/v1/events", events),
        *((path, linked(library, path)) for path in (article_path, f"{article_path}/annotated")),
    ):
        positions = [
            selector for selector in values(document) if isinstance(selector, dict) and selector.get("type") == "TextPositionSelector"
        ]
        assert (path, len(positions) > 0) == (path, True)
        assert max(selector["end"] for selector in positions) <= len(text)
        for target in (value for value in values(document) if isinstance(value, dict) and value.get("type") == "SpecificResource"):
            position, *quotes = target["selector"]
            for quote in quotes:
                assert text[position["start"] : position["end"]] == quote["exact"]
                assert text[: position["start"]].endswith(quote["prefix"])
                assert text[position["end"] :].startswith(quote["suffix"])


def test_without_its_text_a_passage_has_offsets_alone(seeds: TestClient) -> None:
    (founding,) = items(seeds, "/v1/articles", {"q": "hezbollah"})
    for path in (f"/v1/articles/{founding['id']}", f"/v1/articles/{founding['id']}/annotated"):
        graph = graph_of(linked(seeds, path), path)
        assert len(set(graph.subjects(RDF.type, OA.TextPositionSelector))) > 50
        assert set(graph.subjects(RDF.type, OA.TextQuoteSelector)) == set()


def test_a_page_of_a_list_leads_on(library: TestClient) -> None:
    for path in PATHS:
        answer = library.get(path, params={"format": "jsonld", "limit": 2})
        assert f"cursor={get(library, path, {'limit': 2})['next_cursor']}" in answer.headers["link"]
        assert len(answer.json()["@graph"]) == 2


def test_an_empty_list_is_an_empty_graph(client: TestClient) -> None:
    for path in PATHS:
        document = linked(client, path)
        assert (set(document), document["@graph"], len(graph_of(document, path))) == ({"@context", "@graph"}, [], 0)


def test_json_ld_is_negotiated_has_etags_and_answers_head(library: TestClient) -> None:
    (article, *_) = items(library, "/v1/articles")
    for path in (*PATHS, *(f"{path}/{items(library, path)[0]['id']}" for path in PATHS), ANNOTATED.format(article["id"])):
        answer = library.get(path, headers={"Accept": "application/ld+json"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ld+json")
        assert answer.content == library.get(path, params={"format": "jsonld"}).content
        etag = answer.headers["etag"]
        assert etag != library.get(path).headers["etag"]
        known = {"Accept": "application/ld+json", "If-None-Match": etag}
        assert (library.get(path, headers=known).status_code, library.get(path, headers={"If-None-Match": etag}).status_code) == (304, 200)
        head = library.head(path, headers={"Accept": "application/ld+json"})
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", etag)


def test_formats_that_are_not_offered_are_refused(library: TestClient) -> None:
    article, entity = items(library, "/v1/articles")[0]["id"], items(library, "/v1/entities")[0]["id"]
    for path in (f"/v1/articles/{article}/document", f"/v1/entities/{entity}/appearances"):
        assert library.get(path, headers={"Accept": "application/ld+json"}).status_code == 406
        assert library.get(path, params={"format": "jsonld"}).status_code == 422
    for path in (f"/v1/articles/{article}", f"/v1/entities/{entity}", ANNOTATED.format(article)):
        assert library.get(path, params={"format": "csv"}).status_code == 422
