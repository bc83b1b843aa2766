"""Claims in schema.org's words."""

from fastapi.testclient import TestClient

from tests.queries.archive import get, items

LINKED = {"format": "jsonld"}


def test_one_claim_is_a_linked_document(library: TestClient) -> None:
    (claim,) = items(library, "/v1/claims", {"q": "bridge", "place": "brno", "mode": "direct"})
    linked = get(library, f"/v1/claims/{claim['id']}", LINKED)
    speaker, article = claim["speaker"], claim["article"]
    person = {"@type": "Person", "@id": f"/v1/entities/{speaker['id']}", "identifier": speaker["id"], "name": "Novak Ana Maria"}
    part_of = {
        "@type": "NewsArticle",
        "@id": f"/v1/articles/{article['id']}",
        "identifier": article["id"],
        "headline": "Bridges",
        "datePublished": "2024-06-27",
        "publisher": {"@type": "Organization", "name": "The Test"},
        "url": "https://example.org/bridges",
    }
    assert linked == {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": f"/v1/claims/{claim['id']}",
        "identifier": claim["id"],
        "text": "bridge",
        "abstract": "bridge",
        "author": person,
        "dateCreated": "2024-06-25",
        "temporal": "2024-06-25",
        "about": [{"@type": "Event", "@id": f"/v1/events/{claim['about'][0]['id']}", "name": "opening"}],
        "appearance": {"@type": "Quotation", "text": "bridge", "spokenByCharacter": person, "isPartOf": part_of},
        "isPartOf": part_of,
    }


def test_a_list_is_a_graph_of_its_claims_and_leads_on(library: TestClient) -> None:
    answer = library.get("/v1/claims", params={**LINKED, "limit": 5})
    linked, page = answer.json(), get(library, "/v1/claims", {"limit": 5})
    assert (set(linked), linked["@context"]) == ({"@context", "@graph"}, "https://schema.org")
    assert [one["identifier"] for one in linked["@graph"]] == [item["id"] for item in page["items"]]
    assert f"cursor={page['next_cursor']}" in answer.headers["link"]
    for one in linked["@graph"]:
        assert (one["@type"], None in one.values()) == ("Claim", False)


def test_a_claim_that_names_no_source_has_no_author(library: TestClient) -> None:
    (claim,) = items(library, "/v1/claims", {"q": "river", "kind": "assessment"})
    linked = get(library, f"/v1/claims/{claim['id']}", LINKED)
    assert ("author" in linked, "appearance" in linked, "dateCreated" in linked, linked["temporal"]) == (
        False,
        False,
        False,
        "2024-06-12/..",
    )
