"""Articles as schema.org's NewsArticle."""

from fastapi.testclient import TestClient

from tests.api.jsonld.graphs import linked
from tests.queries.archive import get, items


def test_an_article_is_its_bibliography_and_the_hash_of_its_text(library: TestClient) -> None:
    (article,) = items(library, "/v1/articles", {"q": "bridges"})
    nodes = linked(library, "/v1/articles", {"id": article["id"]})["@graph"]
    assert nodes == [
        {
            "@type": "NewsArticle",
            "@id": f"/v1/articles/{article['id']}",
            "identifier": article["id"],
            "headline": "Bridges",
            "datePublished": "2024-06-27",
            "publisher": {"@type": "Organization", "name": "The Test"},
            "url": "https://example.org/bridges",
            "author": [{"name": "Jo Writer"}],
            "inLanguage": "en",
            "encoding": {"@type": "MediaObject", "encodingFormat": "text/plain; charset=utf-8", "sha256": article["text_sha256"]},
        }
    ]


def test_an_article_has_its_claims_as_parts_and_mentions_speakers_and_events(library: TestClient) -> None:
    (article,) = items(library, "/v1/articles", {"q": "bridges"})
    path = f"/v1/articles/{article['id']}"
    document, detail = linked(library, path), get(library, path)
    assert [node["identifier"] for node in document["hasPart"]] == [claim["id"] for claim in detail["claims"]]
    assert [node["identifier"] for node in document["mentions"]] == [one["id"] for one in (*detail["speakers"], *detail["events"])]
    assert {node["isPartOf"]["@id"] for node in document["hasPart"]} == {path}


def test_unknown_properties_of_an_article_are_left_out(library: TestClient) -> None:
    (article,) = items(library, "/v1/articles", {"q": "tunnels"})
    document = linked(library, f"/v1/articles/{article['id']}")
    assert [key for key in ("datePublished", "publisher", "url", "author", "dateline", "inLanguage") if key in document] == []
