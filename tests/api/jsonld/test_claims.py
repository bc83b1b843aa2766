"""Claims as schema.org's Claim."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from tests import make
from tests.api.jsonld.graphs import OA, graph_of, iri, linked
from tests.queries.archive import Json, items


def claim_of(client: TestClient, params: Json) -> Json:
    (claim,) = items(client, "/v1/claims", params)
    return linked(client, f"/v1/claims/{claim['id']}")


def test_one_claim_is_a_linked_document(library: TestClient) -> None:
    (claim,) = items(library, "/v1/claims", {"q": "bridge", "place": "brno", "mode": "direct"})
    document = linked(library, f"/v1/claims/{claim['id']}")
    where, speaker, article = f"/v1/claims/{claim['id']}", claim["speaker"], claim["article"]
    article_node = {"@id": f"/v1/articles/{article['id']}"}
    (content,) = claim["passage"]["content"]
    del document["@context"]
    assert document == {
        "@type": "Claim",
        "@id": where,
        "identifier": claim["id"],
        "text": "bridge",
        "abstract": "bridge",
        "author": {
            "@type": "Person",
            "@id": f"/v1/entities/{speaker['id']}",
            "identifier": speaker["id"],
            "name": "Novak Ana Maria",
        },
        "locationCreated": {"@type": "Place", "name": "Brno"},
        "dateCreated": "2024-06-25",
        "temporal": "2024-06-25",
        "keywords": ["statement", "direct"],
        "creativeWorkStatus": "accepted",
        "about": [{"@type": "Event", "@id": f"/v1/events/{claim['about'][0]['id']}", "name": "opening"}],
        "appearance": [
            {
                "@type": "Quotation",
                "text": "bridge",
                "spokenByCharacter": {"@id": f"/v1/entities/{speaker['id']}"},
                "isPartOf": article_node,
            }
        ],
        "isPartOf": {
            "@type": "NewsArticle",
            **article_node,
            "identifier": article["id"],
            "headline": "Bridges",
            "datePublished": "2024-06-27",
            "publisher": {"@type": "Organization", "name": "The Test"},
            "url": "https://example.org/bridges",
        },
        "annotation": {
            "id": f"{where}#passage",
            "type": "Annotation",
            "motivation": "identifying",
            "target": [
                {
                    "type": "SpecificResource",
                    "source": article_node["@id"],
                    "selector": [
                        {"type": "TextPositionSelector", "start": content["start"], "end": content["end"]},
                        {
                            "type": "TextQuoteSelector",
                            "exact": "bridge",
                            "prefix": "Ana Novak said ",
                            "suffix": claim["passage"]["selector"][1]["suffix"],
                        },
                    ],
                }
            ],
        },
    }


def test_the_passage_of_a_claim_has_the_claim_as_its_body(library: TestClient) -> None:
    document = claim_of(library, {"q": "bridge", "place": "brno", "mode": "direct"})
    graph = graph_of(document, document["@id"])
    assert graph.value(iri(document["annotation"]["id"]), OA.hasBody) == iri(document["@id"])


def test_a_quotation_in_two_parts_is_two_quotations_and_an_annotation_with_two_targets(library: TestClient) -> None:
    document = claim_of(library, {"q": "long", "publisher": "+Plus"})
    exact = [target["selector"][1]["exact"] for target in document["annotation"]["target"]]
    assert exact == ["“🎉 The bridge 🌉”", "“is 🎉 12 m long”"]
    assert [quotation["text"] for quotation in document["appearance"]] == exact
    assert document["text"] == " … ".join(exact)


def test_a_claim_that_names_no_source_has_no_author(library: TestClient) -> None:
    document = claim_of(library, {"q": "river", "kind": "assessment"})
    assert [key for key in ("author", "appearance", "dateCreated", "about", "mentions", "audience") if key in document] == []
    assert document["temporal"] == "2024-06-12/.."


def test_reported_via_and_holders_are_not_the_author(library: TestClient) -> None:
    document = claim_of(library, {"publisher": "+Plus", "q": "return"})
    ana = next(item for item in items(library, "/v1/entities") if item["name"] == "=SUM(Ana)")
    (holder,) = document["mentions"]
    assert holder["@id"] == document["isBasedOn"]["creator"]["@id"] == f"/v1/entities/{ana['id']}" != document["author"]["@id"]
    assert claim_of(library, {"publisher": "+Plus", "q": "gist"})["audience"] == {"@type": "Audience", "name": "@all"}


def test_a_place_that_speaks_is_an_organization_too(client: TestClient, load: Callable[..., Any]) -> None:
    load(make.document(entities=[make.entity(0, "Washington", kind="place")]))
    assert linked(client, "/v1/claims")["@graph"][0]["author"]["@type"] == ["Place", "Organization"]


def test_only_a_certain_date_is_when_it_was_said(client: TestClient, load: Callable[..., Any]) -> None:
    said = ["2024-06-25", "2024-06", "2024-06-25~", "[2024-06-01..2024-06-10]", "2024-21", "202X", "2024-XX", "2024-06-25T10:00:00Z", None]
    for number, date in enumerate(said):
        load(make.document(title=str(number), claims=[{**make.claim(), **({"said": date} if date else {})}]))
    found = {node.get("temporal"): node.get("dateCreated") for node in linked(client, "/v1/claims")["@graph"]}
    certain = {"2024-06-25", "2024-06", "2024-06-25T10:00:00Z"}
    assert found == {date: date if date in certain else None for date in said}
